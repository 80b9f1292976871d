import {expect} from 'chai';
import type {RoutedRequest} from '../../../src/domain/listener-rules/listener-rules.ts';
import {curlLine, requestText} from '../../../src/domain/listener-rules/request-text.ts';

const PLAIN: RoutedRequest = {host: 'mcp.example.com', path: '/mcp', method: 'GET'};
const FULL: RoutedRequest = {
  ...PLAIN,
  method: 'POST',
  path: "/it's",
  headers: {'user-agent': ['a', '$(b)']},
  query: 'v=2&w=*',
  sourceIp: '203.0.113.10',
};
const TO = {dnsName: 'alb.example.org', port: 443, protocol: 'HTTPS'};

describe('request text', () => {
  it('is one line with all that a rule can ask for', () => {
    expect(requestText(PLAIN)).to.equal('GET mcp.example.com/mcp');
    expect(requestText(FULL)).to.equal(
      "POST mcp.example.com/it's?v=2&w=* with user-agent: a and user-agent: $(b) from 203.0.113.10",
    );
  });

  it('becomes a curl line that a shell leaves as it is', () => {
    expect(curlLine(PLAIN, TO)).to.equal(
      'curl --include --globoff --insecure --connect-to ::alb.example.org:443 https://mcp.example.com/mcp',
    );
    expect(curlLine(FULL, {...TO, port: 8443})).to.equal(
      'curl --include --globoff --insecure --request POST --connect-to ::alb.example.org:8443' +
        String.raw` --header 'user-agent: a' --header 'user-agent: $(b)' 'https://mcp.example.com:8443/it'\''s?v=2&w=*'`,
    );
  });

  it('shows no value that may be a secret', () => {
    const request = {...PLAIN, headers: {'x-origin-verify': 'hush'}, query: 'v=2&api_key=hush'};
    expect(requestText(request)).to.equal(
      'GET mcp.example.com/mcp?v=2&api_key=[redacted] with x-origin-verify: [redacted]',
    );
    expect(curlLine(request, TO)).to.include(
      "--header 'x-origin-verify: [redacted]' 'https://mcp.example.com/mcp?v=2&api_key=[redacted]'",
    );
  });

  it('minds plain HTTP, and does not wait for the body of a HEAD', () => {
    expect(curlLine({...PLAIN, method: 'HEAD'}, {...TO, port: 80, protocol: 'HTTP'})).to.equal(
      'curl --include --globoff --head --connect-to ::alb.example.org:80 http://mcp.example.com/mcp',
    );
  });
});

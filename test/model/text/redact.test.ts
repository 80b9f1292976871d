import {expect} from 'chai';
import {
  redactHeaders,
  redactJson,
  redactQuery,
  redactText,
  redactUrl,
  requestSecrets,
  showsHeader,
} from '../../../src/model/text/redact.ts';

describe('redaction', () => {
  it('takes user-info and what lets somebody in out of URLs, and leaves the place', () => {
    expect(redactUrl('https://me:hush@a.example/x?page=2')).to.equal('https://[redacted]@a.example/x?page=2');
    expect(redactUrl('https://a.example/x?X-Amz-Signature=abc&X-Amz-Expires=60#f')).to.equal(
      'https://a.example/x?X-Amz-Signature=[redacted]&X-Amz-Expires=60#f',
    );
    for (const name of [
      'token',
      'access_token',
      'api_key',
      'apikey',
      'key',
      'password',
      'sig',
      'sessionId',
      'client_secret',
    ]) {
      expect(redactUrl(`/messages?${name}=hush&a=b`), name).to.equal(`/messages?${name}=[redacted]&a=b`);
    }
  });

  it('leaves parameters that only sound alike', () => {
    expect(redactUrl('/x?monkey=1&keyboard=2&design=3')).to.equal('/x?monkey=1&keyboard=2&design=3');
  });

  it('knows the same parameters in a query on its own, whatever their values are made of', () => {
    expect(redactQuery(`a=1&Token=it's=<b>&%74oken=x&session&monkey=2`)).to.equal(
      'a=1&Token=[redacted]&%74oken=[redacted]&session&monkey=2',
    );
    expect(redactQuery('')).to.equal('');
  });

  it('shows of the headers that a rule can ask for those only that are known to hold no secret', () => {
    const plain = ['Accept', 'accept-language', 'User-Agent', 'X-Forwarded-For', 'Sec-Fetch-Mode', 'Upgrade', 'Range'];
    expect(plain.filter((name) => !showsHeader(name))).to.deep.equal([]);
    const others = [
      ...['X-Origin-Verify', 'X-Env', 'Authorization', 'Cookie', 'Referer', 'Accept-Token', 'X-Forwarded-Access-Token'],
      ...['not-accept', 'accept\n', 'X-Forwarded-For-Me', ''],
    ];
    expect(others.filter(showsHeader)).to.deep.equal([]);
  });

  it('finds URLs inside text', () => {
    expect(redactText('see "https://a:b@c.example/?token=x" and go on', [])).to.equal(
      'see "https://[redacted]@c.example/?token=[redacted]" and go on',
    );
  });

  it('takes declared secrets out however they are written, the longest first', () => {
    const secrets = ['p@ss"word', 'p@ss', ''];
    expect(redactText('p@ss"word, p%40ss%22word, {"a": "p@ss\\"word"}, p@ss', secrets)).to.equal(
      '[redacted], [redacted], {"a": "[redacted]"}, [redacted]',
    );
  });

  it('does not take forever on a text made for that', () => {
    for (const text of [
      'x'.repeat(1_000_000),
      '?'.repeat(1_000_000),
      '?tokentoken'.repeat(90_000),
      'a://'.repeat(250_000),
    ]) {
      expect(redactText(text, [])).to.equal(text);
    }
  });

  it('takes the values of secret headers out, and secrets of the others', () => {
    const headers = {
      Authorization: 'Bearer x',
      'proxy-authorization': 'x',
      cookie: 'x',
      'Set-Cookie': 'x',
      'x-api-key': 'x',
      'X-Amz-Security-Token': 'x',
      'mcp-session-id': 'x',
      location: '/login?token=hush',
      server: 'nginx declared',
    };
    expect(redactHeaders(headers, ['declared'])).to.deep.equal({
      Authorization: '[redacted]',
      'proxy-authorization': '[redacted]',
      cookie: '[redacted]',
      'Set-Cookie': '[redacted]',
      'x-api-key': '[redacted]',
      'X-Amz-Security-Token': '[redacted]',
      'mcp-session-id': '[redacted]',
      location: '/login?token=[redacted]',
      server: 'nginx [redacted]',
    });
  });

  it('goes through JSON, keys too', () => {
    expect(redactJson({a: ['hush', 1, null, {hush: true}]}, ['hush'])).to.deep.equal({
      a: ['[redacted]', 1, null, {'[redacted]': true}],
    });
  });

  it('knows what a request itself would give away', () => {
    expect(requestSecrets('https://me:p%40ss@a.example/', {Authorization: 'Bearer abc', accept: '*/*'})).to.deep.equal([
      'Bearer abc',
      'abc',
      'p@ss',
    ]);
  });
});

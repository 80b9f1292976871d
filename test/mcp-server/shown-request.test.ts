import type {IncomingMessage} from 'node:http';
import {expect} from 'chai';
import {seenConnection, shownHeaders, shownUrl} from '../../src/mcp-server/shown-request.ts';

const NONE: ReadonlySet<string> = new Set();

function request(headers: Record<string, string>, url = '/'): IncomingMessage {
  const headersDistinct = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  return {headersDistinct, url, httpVersion: '1.1', socket: {}} as unknown as IncomingMessage;
}

describe('mcp-server shown request', () => {
  it('shows what hops rewrite', () => {
    const headers = {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      host: 'a.example',
      'last-event-id': 'e7',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 'echo',
      'x-forwarded-for': '192.0.2.7',
      'x-amzn-trace-id': 'Root=1-67891233-abcdef012345678912345678',
    };
    expect(shownHeaders(request(headers), NONE)).to.deep.equal(headers);
  });

  it('names every other header, without its value', () => {
    for (const name of [
      ...['authorization', 'cookie', 'x-api-key', 'mcp-session-id', 'x-amzn-oidc-data'],
      ...[
        'x-original-authorization',
        'x-goog-iap-jwt-assertion',
        'dpop',
        'x-jwt',
        'authentication',
        'x-hub-signature-256',
      ],
      ...[
        'ocp-apim-subscription-key',
        'x-otp',
        'x-ms-client-principal',
        'mcp-param-password',
        'sec-websocket-protocol',
      ],
    ]) {
      expect(shownHeaders(request({[name]: 'hush'}), NONE), name).to.deep.equal({[name]: '[redacted]'});
    }
  });

  it('shows no password of a URL in a header', () => {
    const via = request({via: '1.1 http://me:hush@proxy', 'x-forwarded-for': 'http://me:hush@x'});
    expect(JSON.stringify([seenConnection(via), shownHeaders(via, NONE)])).to.not.include('hush');
  });

  it('shows the target without the values that let somebody in', () => {
    const shown = (url: string) => shownUrl(request({}, url));
    expect(shown('/j/api/v1/echo?page=2')).to.equal('/j/api/v1/echo?page=2');
    for (const name of ['token', 't%6Fken', 'access_token', 'bearer', 'assertion', 'pw', 'passphrase', 'sessionId']) {
      for (const value of ['hush', "'hush", '"hush', 'a<hush']) {
        expect(shown(`/echo?x=1&${name}=${value}&y=2`)).to.equal(`/echo?x=1&${name}=[redacted]&y=2`);
      }
    }
    expect(shown('http://me:hush@a/echo')).to.not.include('hush');
  });
});

import {expect} from 'chai';
import {redactQuery, redactText, redactUrl, withoutSecretHeaders} from '../../../src/model/text/redact.ts';
import {KnownSecrets} from '../../../src/model/text/secrets/known-secrets.ts';

const NONE = new KnownSecrets();

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

  it('finds URLs inside text', () => {
    expect(redactText('see "https://a:b@c.example/?token=x" and go on', NONE)).to.equal(
      'see "https://[redacted]@c.example/?token=[redacted]" and go on',
    );
  });

  it('does not take forever on a text made for that', () => {
    for (const text of [
      'x'.repeat(1_000_000),
      '?'.repeat(1_000_000),
      '?tokentoken'.repeat(90_000),
      'a://'.repeat(250_000),
    ]) {
      expect(redactText(text, NONE)).to.equal(text);
    }
  });

  it('takes the values of secret headers out', () => {
    const headers = {
      Authorization: 'Bearer x',
      'proxy-authorization': 'x',
      cookie: 'x',
      'Set-Cookie': 'x',
      'x-api-key': 'x',
      'X-Amz-Security-Token': 'x',
      'mcp-session-id': 'x',
      server: 'nginx',
    };
    const shown = Object.values(withoutSecretHeaders(headers));
    expect(shown).to.deep.equal([...Array(7).fill('[redacted]'), 'nginx']);
  });
});

import {expect} from 'chai';
import {redactCut, redactText} from '../../../../src/model/text/redact.ts';
import {KnownSecrets} from '../../../../src/model/text/secrets/known-secrets.ts';
import {spellingsOf} from '../../../support/spellings.ts';

const SECRET = 'p@ss/"W0rd+ é<x>\\end';

describe('secrets that are known', () => {
  const secrets = new KnownSecrets([SECRET]);

  for (const [how, spelled] of Object.entries(spellingsOf(SECRET))) {
    it(`are found ${how}`, () => {
      expect(redactText(`before (${spelled}) after`, secrets)).to.equal('before ([redacted]) after');
    });
  }

  it('are found as base64 inside something longer, whatever is before and after', () => {
    for (const before of ['', 'a', 'u:', 'user:', 'someone']) {
      for (const after of ['', '1', '22', '333']) {
        for (const encoding of ['base64', 'base64url'] as const) {
          const text = redactText(Buffer.from(before + SECRET + after).toString(encoding), secrets);
          expect(text, `${before}…${after}`).to.include('[redacted]');
          const left = text.split('[redacted]').map((part) => Buffer.from(part, encoding).toString('latin1'));
          expect([before.startsWith(left[0] ?? ''), left.length], text).to.deep.equal([true, 2]);
        }
      }
    }
  });

  it('are found where they overlap, and where one contains another', () => {
    const overlapping = new KnownSecrets(['abcdef', 'cdefgh', 'abcdefxyz', 'bcde']);
    expect(redactText('abcdefgh abcdefxyz abcd bcde', overlapping)).to.equal('[redacted] [redacted] abcd [redacted]');
  });

  it('of several lines are found whole, in one line, and line by line', () => {
    const key = '-----BEGIN KEY-----\nMIIBOwIBAAJBAK\nf3Qs9ZlPqX0w==\n-----END KEY-----\n';
    const many = new KnownSecrets([key]);
    expect(redactText(`(${key})`, many)).to.equal('([redacted]\n)');
    expect(redactText(JSON.stringify(key), many)).to.equal('"[redacted]\\n"');
    expect(redactText(`(${key.replaceAll('\n', ' ')})`, many)).to.equal('([redacted] )');
    expect(redactText('data: f3Qs9ZlPqX0w==', many)).to.equal('data: [redacted]');
    expect(redactText('-----BEGIN KEY-----', many)).to.equal('-----BEGIN KEY-----');
  });

  it('are found by their beginning where a text was cut', () => {
    const base64 = Buffer.from(SECRET).toString('base64');
    for (const cut of [
      SECRET.slice(0, 8),
      'p%40ss%2F%22W0',
      base64.slice(0, 9),
      Buffer.from(SECRET).toString('hex').slice(0, 9),
    ]) {
      expect(redactCut(`x ${cut}`, secrets), cut).to.equal('x [redacted]');
      expect(redactText(`body "${cut}…", not`, secrets), cut).to.equal('body "[redacted]…", not');
      expect(redactText(`x ${cut}`, secrets), cut).to.equal(`x ${cut}`);
    }
    expect(redactCut(`x ${SECRET.slice(0, 7)}`, secrets)).to.equal(`x ${SECRET.slice(0, 7)}`);
    // A cut inside an escape.
    expect(redactCut('p%40ss%2F%22W0%', secrets)).to.equal('[redacted]');
  });

  it('of fewer than four characters are in everything, and none', () => {
    expect(redactText('abc', new KnownSecrets(['abc', '']))).to.equal('abc');
  });

  it('take a text with none as it is', () => {
    const text = 'pass the "word" é & so on: %zz \\u12 &nosuch; &#xffffffff; cGFzcw==';
    expect(redactText(text, secrets)).to.equal(text);
  });

  it('do not take forever to look for', () => {
    const long = new KnownSecrets([SECRET, 'x'.repeat(2000)]);
    for (const unit of ['x', '%25', '\\', '&amp;', '…', '+ ', 'xxxxxxx…']) {
      const text = unit.repeat(40_000 / unit.length);
      expect(redactText(text, long)).to.be.a('string');
    }
  });
});

import {expect} from 'chai';
import {caaNames, climbedNames, judgeCaa} from '../../../src/domain/certificates/caa.ts';

describe('CAA records', () => {
  it('let Amazon issue by any of its names, and where they restrict nobody', () => {
    for (const issuer of ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com', 'Amazon.COM.']) {
      expect(kind([`0 issue "${issuer}"`])).to.equal('allows');
    }
    expect(kind(['0 issue "letsencrypt.org"', '0 issue "amazon.com"'])).to.equal('allows');
    expect(kind(['0 iodef "mailto:a@b.c"'])).to.equal('allows');
    expect(kind(['0 issue amazon.com'])).to.equal('allows');
    // Of certificates for mail alone.
    expect(kind(['0 issuemail ";"'])).to.equal('allows');
  });

  it('forbid it to who is not named, and to everybody', () => {
    expect(judgeCaa(['0 issue "letsencrypt.org"'], 'a.io')).to.deep.equal({
      kind: 'forbids',
      by: 'issuers',
      because: 'CAA 0 issue "letsencrypt.org" does not let Amazon issue',
    });
    expect(kind(['0 issue ";"'])).to.equal('forbids');
    expect(kind(['0 issue ""'])).to.equal('forbids');
    expect(kind(['0 issue "notamazon.com"'])).to.equal('forbids');
    expect(kind(['128 ISSUE "letsencrypt.org"'])).to.equal('forbids');
  });

  it('have a tag of their own for wildcards, which goes before the other', () => {
    const mixed = ['0 issue "amazon.com"', '0 issuewild "letsencrypt.org"'];
    expect(kind(mixed, '*.a.io')).to.equal('forbids');
    expect(kind(mixed, 'a.io')).to.equal('allows');
    expect(kind(['0 issuewild ";"'], 'a.io')).to.equal('allows');
    expect(kind(['0 issue "letsencrypt.org"', '0 issuewild "amazon.com"'], '*.a.io')).to.equal('allows');
    expect(kind(['0 issue "letsencrypt.org"'], '*.a.io')).to.equal('forbids');
  });

  it('forbid it where a tag is critical and not known', () => {
    expect(kind(['0 issue "amazon.com"', '128 tbs "unknown"'])).to.equal('forbids');
    expect(judgeCaa(['128 tbs "unknown"'], 'a.io')).to.include({by: 'critical'});
    expect(kind(['0 issue "amazon.com"', '0 tbs "unknown"'])).to.equal('allows');
    expect(kind(['128 iodef "mailto:a@b.c"'])).to.equal('allows');
  });

  it('are not known with conditions, or where they cannot be read', () => {
    expect(kind(['0 issue "amazon.com; validationmethods=dns-01"'])).to.equal('unknown');
    expect(kind(['0 issue "amazon.com; accounturi=https://a"', '0 issue "amazon.com"'])).to.equal('allows');
    expect(kind(['0 issue "amazon.com;"'])).to.equal('allows');
    expect(kind(['nonsense'])).to.equal('unknown');
  });

  it('are looked for from the name up to what nobody can register', () => {
    expect(caaNames('*.mcp.run.georgi.io')).to.deep.equal(['mcp.run.georgi.io', 'run.georgi.io', 'georgi.io']);
    expect(climbedNames('*.mcp.co.de')).to.deep.equal(['mcp.co.de', 'co.de']);
    expect(caaNames('www.example.co.uk')).to.deep.equal(['www.example.co.uk', 'example.co.uk']);
  });
});

function kind(values: readonly string[], domain = 'a.io') {
  return judgeCaa(values, domain).kind;
}

import {expect} from 'chai';
import {
  certificateNameCovers,
  haveSameNames,
  namesThatWouldCover,
  whyNotCovered,
} from '../../../src/domain/certificates/certificate-names.ts';

describe('certificate names', () => {
  it('are the same in any order and case', () => {
    expect(haveSameNames(['a.example.com', '*.Example.com'], ['*.example.com', 'A.example.com'])).to.equal(true);
    expect(haveSameNames(['a.example.com'], ['a.example.com', 'b.example.com'])).to.equal(false);
    expect(haveSameNames(['a.example.com'], ['*.example.com'])).to.equal(false);
    expect(haveSameNames([], [])).to.equal(true);
  });

  it('covers the name itself, whatever its case and trailing dot', () => {
    expect(certificateNameCovers('mcp.run.georgi.io', 'MCP.run.georgi.io.')).to.equal(true);
    expect(certificateNameCovers('MCP.RUN.georgi.io', 'mcp.run.georgi.io')).to.equal(true);
    expect(certificateNameCovers('run.georgi.io', 'mcp.run.georgi.io')).to.equal(false);
  });

  it('takes a wildcard for exactly one label', () => {
    expect(certificateNameCovers('*.run.georgi.io', 'mcp.run.georgi.io')).to.equal(true);
    expect(certificateNameCovers('*.georgi.io', 'mcp.run.georgi.io')).to.equal(false);
    expect(certificateNameCovers('*.georgi.io', 'georgi.io')).to.equal(false);
    expect(certificateNameCovers('*.georgi.io', '.georgi.io')).to.equal(false);
  });

  it('takes no partial, inner, double or bare wildcard', () => {
    for (const san of ['m*.run.georgi.io', 'mcp.*.georgi.io', '*.*.georgi.io', '*', '*.', '**.run.georgi.io']) {
      expect(certificateNameCovers(san, 'mcp.run.georgi.io'), san).to.equal(false);
    }
    expect(certificateNameCovers('*.georgi.io', '*.georgi.io'), 'a wildcard is not a host').to.equal(false);
  });

  it('compares internationalized names as A-labels, which a wildcard may stand for as a whole', () => {
    expect(certificateNameCovers('xn--bcher-kva.example', 'BÜCHER.example')).to.equal(true);
    expect(certificateNameCovers('bücher.example.', 'xn--bcher-kva.example')).to.equal(true);
    expect(certificateNameCovers('*.example', 'bücher.example')).to.equal(true);
    expect(certificateNameCovers('*.xn--bcher-kva.example', 'mcp.bücher.example')).to.equal(true);
    expect(certificateNameCovers('xn--*.example', 'bücher.example'), 'a part of an A-label').to.equal(false);
    expect(certificateNameCovers('xn--bcher-kva.example', 'bucher.example')).to.equal(false);
    expect(namesThatWouldCover('mcp.bücher.example')).to.deep.equal([
      'mcp.xn--bcher-kva.example',
      '*.xn--bcher-kva.example',
    ]);
  });

  it('never covers an IP address, by its digits or by a wildcard', () => {
    expect(certificateNameCovers('192.0.2.10', '192.0.2.10')).to.equal(false);
    expect(certificateNameCovers('*.0.2.10', '192.0.2.10')).to.equal(false);
    expect(certificateNameCovers('2001:db8::1', '2001:db8::1')).to.equal(false);
    expect(whyNotCovered('*.0.2.10', '192.0.2.10')).to.include('192.0.2.10 an IP address');
    expect(certificateNameCovers('10.example.com', '10.example.com'), 'a label of digits').to.equal(true);
  });

  it('says why a name does not cover', () => {
    const why = (san: string, host = 'mcp.run.georgi.io') => whyNotCovered(san, host);
    expect(why('*.georgi.io')).to.equal('*.georgi.io stands for one label only, and "mcp.run" are 2');
    expect(why('*.georgi.io', 'georgi.io')).to.equal(
      '*.georgi.io stands for names below georgi.io, not for georgi.io itself',
    );
    expect(why('*.example.com')).to.equal('*.example.com is for names below example.com');
    expect(why('api.georgi.io')).to.equal('api.georgi.io is another name');
    for (const odd of ['m*.run.georgi.io', '*.*.georgi.io', 'mcp.*.georgi.io']) {
      expect(why(odd)).to.include('the asterisk is not the whole leftmost label');
    }
    expect(why('*.run.georgi.io')).to.equal(null);
  });

  it('names the names that would cover, and no wildcard below a top-level domain', () => {
    expect(namesThatWouldCover('mcp.run.georgi.io')).to.deep.equal(['mcp.run.georgi.io', '*.run.georgi.io']);
    expect(namesThatWouldCover('georgi.io')).to.deep.equal(['georgi.io']);
    for (const san of namesThatWouldCover('a.b.example.com')) {
      expect(certificateNameCovers(san, 'a.b.example.com'), san).to.equal(true);
    }
  });
});

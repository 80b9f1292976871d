import {expect} from 'chai';
import {certificateNameCovers, namesThatWouldCover, whyNotCovered} from '../../src/domain/certificate-names.ts';

describe('certificate names', () => {
  it('covers the name itself, whatever its case and trailing dot', () => {
    expect(certificateNameCovers('mcp.run.georgi.io', 'MCP.run.georgi.io.')).to.equal(true);
    expect(certificateNameCovers('MCP.RUN.georgi.io', 'mcp.run.georgi.io')).to.equal(true);
    expect(certificateNameCovers('run.georgi.io', 'mcp.run.georgi.io')).to.equal(false);
  });

  it('lets a wildcard stand for exactly one label', () => {
    expect(certificateNameCovers('*.run.georgi.io', 'mcp.run.georgi.io')).to.equal(true);
    expect(certificateNameCovers('*.georgi.io', 'mcp.run.georgi.io')).to.equal(false);
    expect(certificateNameCovers('*.georgi.io', 'georgi.io')).to.equal(false);
    expect(certificateNameCovers('*.georgi.io', '.georgi.io')).to.equal(false);
  });

  it('takes no partial, inner, double or bare wildcard', () => {
    for (const san of ['m*.run.georgi.io', 'mcp.*.georgi.io', '*.*.georgi.io', '*', '*.', '**.run.georgi.io']) {
      expect(certificateNameCovers(san, 'mcp.run.georgi.io'), san).to.equal(false);
    }
    expect(certificateNameCovers('*.georgi.io', '*.georgi.io'), 'a wildcard is no host').to.equal(false);
  });

  it('says why a name does not cover', () => {
    const why = (san: string, host = 'mcp.run.georgi.io') => whyNotCovered(san, host);
    expect(why('*.georgi.io')).to.equal('*.georgi.io stands for one label only, and "mcp.run" are 2');
    expect(why('*.georgi.io', 'georgi.io')).to.equal(
      '*.georgi.io stands for names below georgi.io, not for georgi.io itself',
    );
    expect(why('*.example.com')).to.equal('*.example.com is for names below example.com');
    expect(why('api.georgi.io')).to.equal('api.georgi.io is another name');
    expect(why('m*.run.georgi.io')).to.include('RFC 9525');
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

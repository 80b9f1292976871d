import {expect} from 'chai';
import {foldName, isAtOrBelow, isBelow, parentOf} from '../../../src/domain/dns/dns-names.ts';

describe('DNS names', () => {
  it('folds case and the trailing dot', () => {
    expect(foldName('MCP.Run.georgi.io.')).to.equal('mcp.run.georgi.io');
  });

  it('compares whole labels', () => {
    expect(isAtOrBelow('mcp.run.georgi.io', 'Georgi.io.')).to.equal(true);
    expect(isAtOrBelow('georgi.io', 'georgi.io')).to.equal(true);
    expect(isAtOrBelow('notgeorgi.io', 'georgi.io')).to.equal(false);
    expect(isBelow('georgi.io', 'georgi.io')).to.equal(false);
  });

  it('goes up label by label and ends', () => {
    expect(parentOf('run.georgi.io')).to.equal('georgi.io');
    expect(parentOf('io')).to.equal(null);
  });
});

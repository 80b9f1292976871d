import {expect} from 'chai';
import {parseHeartbeat, parseInterval} from '../../src/mcp-server/interval.ts';

describe('mcp-server interval', () => {
  it('reads a duration or milliseconds, within its bounds', () => {
    const texts = ['10', '500ms', '1s', '1h', '3600000'];
    expect(texts.map(parseInterval)).to.deep.equal([10, 500, 1000, 3_600_000, 3_600_000]);
    for (const text of ['', '9', '9ms', '3600001', '61m', '2h', '-1s', '1.5s', 'soon', '1e3']) {
      expect(parseInterval(text), text).to.equal(null);
    }
  });

  it('takes 0 for no heartbeat, and for no cadence', () => {
    expect(['0', '0s', '0ms', '5s', '1'].map(parseHeartbeat)).to.deep.equal([0, 0, 0, 5000, null]);
    expect(parseInterval('0')).to.equal(null);
  });
});

import {expect} from 'chai';
import {formatDuration, parseDuration} from '../../../src/model/text/duration.ts';

describe('duration', () => {
  it('reads an integer with a unit and nothing else', () => {
    expect(parseDuration('250ms')).to.equal(250);
    expect(parseDuration('5s')).to.equal(5000);
    expect(parseDuration('10m')).to.equal(600_000);
    expect(parseDuration('24h')).to.equal(86_400_000);
    expect(parseDuration('30d')).to.equal(2_592_000_000);
    for (const text of ['', '5', '5 s', '-5s', '1.5s', '5sec', 's', ' 5s']) {
      expect(parseDuration(text), text).to.equal(null);
    }
  });

  it('writes durations as people read them', () => {
    expect([0, 340, 999.6, 4300, 59_999, 125_000, 12_000_000, 1_209_600_000].map(formatDuration)).to.deep.equal([
      '0 ms',
      '340 ms',
      '1 s',
      '4.3 s',
      '60 s',
      '2 min 5 s',
      '3 h 20 min',
      '14 d',
    ]);
  });
});

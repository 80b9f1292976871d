import {expect} from 'chai';
import {statisticOf} from '../../../src/domain/alarms/metric-samples.ts';

/** 90 quick answers, 9 slow ones, and one that is lost. */
const ANSWERS = [
  {value: 5, count: 9},
  {value: 0.1, count: 90},
  {value: 60, count: 1},
];

describe('a statistic over samples', () => {
  for (const [name, expected] of [
    ['SampleCount', 100],
    ['Sum', 114],
    ['Average', 1.14],
    ['Minimum', 0.1],
    ['Maximum', 60],
    ['p50', 0.1],
    ['p90', 0.1],
    ['p90.5', 5],
    ['p99', 5],
    ['p99.9', 60],
    ['p100', 60],
    ['IQM', 0.1],
    ['tm90', 0.1],
    ['tm99', 54 / 99],
    ['TM(2%:98%)', (88 * 0.1 + 8 * 5) / 96],
    ['TM(:5)', 54 / 99],
    ['TM(0.1:60)', 105 / 10],
    ['wm99', (114 - 55) / 100],
    ['WM(:5)', (114 - 55) / 100],
    ['tc90', 90],
    ['TC(0.1:)', 10],
    ['ts99', 54],
    ['TS(80%:)', 10 * 0.1 + 105],
    ['TS(1:60)', 105],
    ['PR(:5)', 99],
    ['PR(1:10)', 9],
  ] as const) {
    it(`is ${expected} as ${name}`, () => {
      expect(statisticOf(name)?.(ANSWERS)).to.be.closeTo(expected, 1e-9);
    });
  }

  it('is not known by other names', () => {
    for (const name of ['Median', 'p', 'p101', 'tm', 'TM', 'PR(1%:2%)', 'x99', '']) {
      expect(statisticOf(name), name).to.equal(null);
    }
  });

  it('is none of samples of which none is left', () => {
    expect(statisticOf('TM(100:)')?.(ANSWERS)).to.be.NaN;
  });
});

import {expect} from 'chai';
import {evaluate} from '../../../src/domain/alarms/metric-math/evaluate.ts';
import {parseExpression} from '../../../src/domain/alarms/metric-math/parse.ts';
import {type Series, seriesValue} from '../../../src/domain/alarms/metric-math/values.ts';

describe('metric math', () => {
  describe('as the CloudWatch user guide shows it', () => {
    const compared = {metric1: '30 20 0 0', metric2: '20 - 20 -'};
    it('compares', () => {
      expect(math('metric1 < metric2', compared)).to.equal('0 0 1 0');
      expect(math('metric1 >= 30', compared)).to.equal('1 0 0 0');
      expect(math('metric1 > 15 AND metric2 > 15', compared)).to.equal('1 0 0 0');
    });

    const chosen = {metric1: '1 1 0 0 -', metric2: '30 - 0 0 30', metric3: '0 0 20 - 20'};
    it('chooses', () => {
      expect(math('IF(metric1, metric2, metric3)', chosen)).to.equal('30 0 20 - -');
      expect(math('IF(metric1, 5, metric3)', chosen)).to.equal('5 5 20 - -');
      expect(math('IF(metric1, metric2, 5)', chosen)).to.equal('30 0 5 5 -');
      expect(math('IF(metric2<400, metric2)', chosen)).to.equal('30 - 0 0 30');
      expect(math('IF(1, metric2, metric3)', chosen)).to.equal('30 - 0 0 30');
      expect(math('IF(0, metric2, metric3)', chosen)).to.equal('0 0 20 - 20');
    });
  });

  it('knows what binds more than what', () => {
    const m = {m1: '1 2 3', m2: '4 5 6'};
    expect(math('m1 + m2 * 2', m)).to.equal('9 12 15');
    expect(math('(m1 + m2) * 2', m)).to.equal('10 14 18');
    expect(math('-m1 + 10 - 1', m)).to.equal('8 7 6');
    expect(math('2 ^ m1 / 2', m)).to.equal('1 2 4');
    expect(math('m1 > 1 && m2 < 6 || m1 == 3', m)).to.equal('0 1 1');
    expect(math('m1 != 2 OR m1 <= 2', m)).to.equal('1 1 1');
  });

  it('takes what is missing for zero beside a value, and leaves a division by zero out', () => {
    const m = {errors: '- 5 - 1', requests: '10 10 - 0'};
    expect(math('errors + requests', m)).to.equal('10 15 - 1');
    expect(math('100 * errors / requests', m)).to.equal('0 50 - -');
    expect(math('errors * 2', m)).to.equal('- 10 - 2');
  });

  it('fills', () => {
    const m = {m1: '- 2 - - 5 -', m2: '7 7 7 - 7 7'};
    expect(math('FILL(m1, 0)', m)).to.equal('0 2 0 0 5 0');
    expect(math('FILL(m1, m2)', m)).to.equal('7 2 7 - 5 7');
    expect(math('FILL(m1, MIN(m1))', m)).to.equal('2 2 2 2 5 2');
    expect(math('FILL(m1, REPEAT)', m)).to.equal('- 2 2 2 5 5');
    expect(math('FILL(m1, LINEAR)', m)).to.equal('- 2 3 4 5 -');
    expect(math('SUM(FILL(METRICS(), 0))', m)).to.equal('7 9 7 0 12 7');
  });

  it('makes one series of several, and a number of one', () => {
    const m = {errors4xx: '1 - 3', errors5xx: '5 6 -', requests: '10 - -'};
    expect(math('SUM(METRICS("errors"))', m)).to.equal('6 6 3');
    expect(math("SUM([METRICS('4xx'), METRICS('5xx')])", m)).to.equal('6 6 3');
    expect(math('AVG([errors4xx, errors5xx])', m)).to.equal('3 3 1.5');
    expect(math('MAX([errors4xx, errors5xx])', m)).to.equal('5 6 3');
    expect(math('MIN([errors4xx, 2])', m)).to.equal('1 2 2');
    expect(math('errors5xx - MAX(errors4xx)', m)).to.equal('2 3 -');
    expect(math('TIME_SERIES(SUM(errors5xx))', m)).to.equal('11 11 11');
    expect(math('errors5xx / METRIC_COUNT(METRICS())', m)).to.equal('1.6666666666666667 2 -');
    expect(math('TIME_SERIES(DATAPOINT_COUNT(requests))', m)).to.equal('1 1 1');
    expect(math('FIRST(REMOVE_EMPTY([FILL(requests, 1), errors4xx]))', m)).to.equal('10 1 1');
    expect(math('LAST([errors4xx, errors5xx])', m)).to.equal('5 6 -');
    expect(math('TIME_SERIES(STDDEV(errors4xx))', m)).to.equal('1 1 1');
  });

  it('counts on, and from one value to the next', () => {
    const m = {m1: '60 - 180 120'};
    expect(math('RUNNING_SUM(m1)', m)).to.equal('60 - 240 360');
    expect(math('DIFF(m1)', m)).to.equal('- - 120 -60');
    expect(math('DIFF_TIME(m1)', m)).to.equal('- - 120 60');
    expect(math('RATE(m1)', m)).to.equal('- - 1 -1');
    expect(math('m1 / PERIOD(m1)', m)).to.equal('1 - 3 2');
    expect(math('ABS(DIFF(m1))', m)).to.equal('- - 120 60');
    expect(math('CEIL(m1 / 100) - FLOOR(m1 / 100)', m)).to.equal('1 - 1 1');
    expect(math('LOG10(m1 / 6 * 10)', m)).to.equal(`2 - ${Math.log10(300)} ${Math.log10(200)}`);
    expect(math('LOG(m1 - m1 + 1)', m)).to.equal('0 - 0 0');
  });

  it('does not parse what is none', () => {
    for (const text of ['', 'm1 +', '(m1', 'SUM(m1', 'm1 m2', '[m1', 'm1 ? 1 : 0', 'SUM(,)', 'SELECT AVG(x) FROM y']) {
      expect(parseExpression(text), text).to.equal(null);
    }
  });

  it('refuses what it does not compute, by name', () => {
    for (const [text, named] of [
      ["SEARCH('{AWS/ApplicationELB} x', 'Sum')", 'SEARCH'],
      ['ANOMALY_DETECTION_BAND(m1)', 'ANOMALY_DETECTION_BAND'],
      ['INSIGHT_RULE_METRIC("r", "Sum")', 'INSIGHT_RULE_METRIC'],
      ['HOUR(m1)', 'HOUR'],
      ['m2', 'no query m2'],
      ['FILL(m1)', 'this use of FILL'],
      ['IF([m1], 1, 0)', 'this use of IF'],
      ['FILL(m1, [m1])', 'this use of FILL'],
      ['SUM(1)', 'this use of SUM'],
      ['ABS(m1, m1)', 'this use of ABS'],
      ['"x"', 'the text "x"'],
    ] as const) {
      expect(() => math(text, {m1: '1'}), text).to.throw(named);
    }
  });
});

/** Series written as `1 - 2`, where `-` is missing. */
function math(text: string, metrics: Readonly<Record<string, string>>): string {
  const expression = parseExpression(text);
  if (expression === null) throw new Error(`${text} does not parse`);
  const all = Object.entries(metrics).map(([id, values]) => [id, read(values)] as const);
  const result = evaluate(expression, {
    values: new Map(all.map(([id, series]) => [id, seriesValue(series)])),
    metrics: new Map(all),
    periodSeconds: 60,
    length: all[0]?.[1].length ?? 0,
    refuse: (what) => {
      throw new Error(what);
    },
  });
  if (result.type !== 'series') throw new Error(`${text} is a ${result.type}`);
  return result.series.map((value) => value ?? '-').join(' ');
}

function read(values: string): Series {
  return values.split(' ').map((value) => (value === '-' ? null : Number(value)));
}

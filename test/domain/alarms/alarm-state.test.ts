import {expect} from 'chai';
import {type AlarmState, breachOf, type EvaluationRule, nextState} from '../../../src/domain/alarms/alarm-state.ts';

/** `kept`: the alarm stays in the state that it is in. */
type Expected = AlarmState | 'kept';
const NO_DATA = 'INSUFFICIENT_DATA';

/** The examples of the CloudWatch user guide, letter by letter: missing, ignore, breaching, notBreaching. */
const THREE_OF_THREE: readonly (readonly [string, Expected, Expected, Expected, Expected])[] = [
  ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
  ['0 - - - -', 'OK', 'OK', 'OK', 'OK'],
  ['- - - - -', NO_DATA, 'kept', 'ALARM', 'OK'],
  ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['- - X - -', 'ALARM', 'kept', 'ALARM', 'OK'],
  // Of an earlier edition of the page.
  ['- - - - X', NO_DATA, 'kept', 'ALARM', 'OK'],
  // From the text on premature transitions.
  ['- - - X -', NO_DATA, 'kept', 'ALARM', 'OK'],
  ['- - - X 0', 'OK', 'OK', 'OK', 'OK'],
];
const TWO_OF_THREE: typeof THREE_OF_THREE = [
  ['0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
  ['- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
  ['- - - X -', 'ALARM', 'kept', 'ALARM', 'OK'],
  ['- - - - X', NO_DATA, 'kept', 'ALARM', 'OK'],
];

describe('the state of an alarm', () => {
  for (const [datapointsToAlarm, table] of [
    [3, THREE_OF_THREE],
    [2, TWO_OF_THREE],
  ] as const) {
    for (const [datapoints, ...expected] of table) {
      it(`of ${datapointsToAlarm} of 3 is as AWS documents it for ${datapoints}`, () => {
        const breaches = datapoints.split(' ').map((one) => (one === '-' ? null : one === 'X'));
        for (const [i, treatMissingData] of ['missing', 'ignore', 'breaching', 'notBreaching'].entries()) {
          for (const state of ['OK', 'ALARM', NO_DATA] as const) {
            const next = nextState(breaches, {evaluationPeriods: 3, datapointsToAlarm, treatMissingData}, state);
            expect(next, `${treatMissingData} from ${state}`).to.equal(expected[i] === 'kept' ? state : expected[i]);
          }
        }
      });
    }
  }

  it('is as the page says in words, for every five datapoints, M of N, treatment and state', () => {
    const states = ['OK', 'ALARM', NO_DATA] as const;
    let compared = 0;
    for (let n = 0; n < 3 ** 5; n += 1) {
      const range = Array.from({length: 5}, (_, i) => [null, false, true][Math.floor(n / 3 ** i) % 3] ?? null);
      for (const evaluationPeriods of [1, 2, 3]) {
        for (let datapointsToAlarm = 1; datapointsToAlarm <= evaluationPeriods; datapointsToAlarm += 1) {
          for (const treatMissingData of ['missing', 'ignore', 'breaching', 'notBreaching']) {
            for (const state of states) {
              const rule = {evaluationPeriods, datapointsToAlarm, treatMissingData};
              const text = `${JSON.stringify({range, ...rule, state})}`;
              expect(nextState(range, rule, state), text).to.equal(asThePageSays(range, rule, state));
              compared += 1;
            }
          }
        }
      }
    }
    expect(compared).to.equal(17_496);
  });

  it('compares as its operator says, at the threshold too', () => {
    const at = (comparison: string) => [4, 5, 6].map((value) => breachOf(comparison)?.(value, 5));
    expect(at('GreaterThanThreshold')).to.deep.equal([false, false, true]);
    expect(at('GreaterThanOrEqualToThreshold')).to.deep.equal([false, true, true]);
    expect(at('LessThanThreshold')).to.deep.equal([true, false, false]);
    expect(at('LessThanOrEqualToThreshold')).to.deep.equal([true, true, false]);
    expect(breachOf('LessThanLowerOrGreaterThanUpperThreshold')).to.equal(null);
  });
});

/**
 * Sentence by sentence, of "Configuring how CloudWatch alarms treat missing data": the most recent real datapoints decide where
 * there are enough of them; else each one that lacks is filled in. With `missing` and `ignore` nothing is filled in, and what
 * is there decides if it can; there is ALARM before its time where the oldest datapoint breaches and is old enough.
 */
function asThePageSays(range: readonly (boolean | null)[], rule: EvaluationRule, state: AlarmState): AlarmState {
  const {evaluationPeriods, datapointsToAlarm, treatMissingData} = rule;
  const verdict = (points: readonly boolean[]) =>
    points.filter((point) => point).length >= datapointsToAlarm ? 'ALARM' : 'OK';
  const real = range.filter((point) => point !== null);
  if (real.length >= evaluationPeriods) return verdict(real.slice(real.length - evaluationPeriods));
  const filler = {breaching: true, notBreaching: false}[treatMissingData];
  if (filler !== undefined) {
    return verdict([...real, ...Array.from({length: evaluationPeriods - real.length}, () => filler)]);
  }
  if (verdict(real) === 'ALARM') return 'ALARM';
  if (real.some((point) => !point)) return 'OK';
  if (treatMissingData === 'ignore') return state;
  const age = real.length === 0 ? 0 : range.length - range.findIndex((point) => point !== null);
  return age >= datapointsToAlarm ? 'ALARM' : NO_DATA;
}

import {expect} from 'chai';
import {type AlarmState, breachOf, nextState} from '../../../src/domain/alarms/alarm-state.ts';

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

  it('compares as its operator says, at the threshold too', () => {
    const at = (comparison: string) => [4, 5, 6].map((value) => breachOf(comparison)?.(value, 5));
    expect(at('GreaterThanThreshold')).to.deep.equal([false, false, true]);
    expect(at('GreaterThanOrEqualToThreshold')).to.deep.equal([false, true, true]);
    expect(at('LessThanThreshold')).to.deep.equal([true, false, false]);
    expect(at('LessThanOrEqualToThreshold')).to.deep.equal([true, true, false]);
    expect(breachOf('LessThanLowerOrGreaterThanUpperThreshold')).to.equal(null);
  });
});

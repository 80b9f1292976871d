import type {MetricOfAlarm} from '../../model/facts/aws-facts.ts';
import {datapointsAt, type MetricWorld, type ReadAlarm, samplesAt} from './alarm-datapoints.ts';
import {type AlarmState, breachOf, nextState} from './alarm-state.ts';

/** What an alarm would do while all is well, when something fails, and when it is over. */
export interface Simulation {
  /** What it is in when all has been well for long; it was new before. */
  readonly healthy: AlarmState;
  /** How long something fails until it is in ALARM; null: longer than was looked at. */
  readonly firesAfterMinutes: number | null;
  /** What it is in, and what it compares with its threshold, when something has failed for long. */
  readonly failing: AlarmState;
  readonly failingValue: number | null;
  /** What it is in when all is well again, and it was in ALARM before. */
  readonly recovered: AlarmState;
  /** Since something began to fail, until it is in ALARM or not looked at any longer. */
  readonly minutes: readonly SimulatedMinute[];
}

export interface SimulatedMinute {
  /** 1 is the first in which something failed. */
  readonly minute: number;
  /** The newest datapoint; null: there is none. */
  readonly value: number | null;
  readonly state: AlarmState;
}

/** How the alarm is evaluated, as far as it is not known. */
export interface EvaluationGuess {
  /** Whether its minutes go on once it is in ALARM, which takes longer. */
  readonly goesOn: boolean;
  /** How many datapoints CloudWatch looks at beyond those that decide. */
  readonly rangeExtra: number;
  /** How many minutes of a period of the wall clock were over when something began to fail. */
  readonly offsetMinutes: number;
}

/** What is reported in a minute, as far as the alarm's metrics go. */
type Reports = Omit<MetricWorld, 'failsFrom'>;

/**
 * Plays an alarm through: all is well, then something fails and goes on failing, then all is well again.
 *
 * @param reports the samples that the alarm's metrics have in one minute, while all is well and while something fails.
 * @param minutes how long the failure is looked at.
 * @throws {CannotTell} for metric math that is not computed.
 */
export function simulate(read: ReadAlarm, reports: Reports, guess: EvaluationGuess, minutes: number): Simulation {
  const at = (failsFrom: number, minute: number, state: AlarmState) =>
    evaluateAt(read, {...reports, failsFrom}, minute, state, guess.rangeExtra);
  const [never, always] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const healthy = at(never, 0, 'INSUFFICIENT_DATA').state;
  const failing = at(always, 0, healthy);

  const seen: SimulatedMinute[] = [];
  let state = healthy;
  for (let minute = 1; minute <= minutes && (guess.goesOn || state !== 'ALARM'); minute += 1) {
    // A wall clock ends periods at its own minutes, a sliding window with each evaluation.
    const isOver = read.alarm.isWallClock ? (minute + guess.offsetMinutes) % read.periodMinutes : 0;
    const evaluated = at(1, minute - isOver, state);
    state = evaluated.state;
    seen.push({minute, ...evaluated});
  }
  return {
    healthy,
    firesAfterMinutes: seen.find((one) => one.state === 'ALARM')?.minute ?? null,
    failing: failing.state,
    failingValue: failing.value,
    recovered: at(never, 0, 'ALARM').state,
    minutes: seen,
  };
}

function evaluateAt(
  read: ReadAlarm,
  world: MetricWorld,
  minute: number,
  state: AlarmState,
  rangeExtra: number,
): Pick<SimulatedMinute, 'value' | 'state'> {
  const {alarm} = read;
  const {evaluationPeriods, threshold, treatMissingData} = alarm;
  const datapointsToAlarm = alarm.datapointsToAlarm ?? evaluationPeriods;
  const datapoints = datapointsAt(read, world, minute, evaluationPeriods + rangeExtra);
  const value = datapoints.at(-1) ?? null;
  const isFew = alarm.fewSamples === 'ignore' && samplesAt(read, world, minute, evaluationPeriods) < leastSamples(read);
  if (isFew) return {value, state};
  const breach = breachOf(alarm.comparison);
  const breaches = datapoints.map((one) => (one === null ? null : (breach?.(one, threshold ?? 0) ?? null)));
  return {value, state: nextState(breaches, {evaluationPeriods, datapointsToAlarm, treatMissingData}, state)};
}

/** Below this number of samples a percentile means little: then the state is kept, where the alarm says so. */
function leastSamples({metrics}: ReadAlarm): number {
  return Math.max(0, ...metrics.map(ofPercentile));
}

function ofPercentile({statistic}: MetricOfAlarm): number {
  const percentile = /^p(\d+(?:\.\d+)?)$/i.exec(statistic)?.[1];
  if (percentile === undefined) return 0;
  const share = Number(percentile) / 100;
  return 10 / (share >= 0.5 ? 1 - share : share);
}

import type {MetricAlarm} from '../../model/facts/aws-facts.ts';
import type {Fault} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';
import type {Course} from './metric-courses.ts';
import type {Simulation} from './simulate-alarm.ts';

/** An alarm in the course of what it is meant to notice. */
export interface CourseRun {
  readonly course: Course;
  readonly simulation: Simulation;
}

const MINUTE_MS = 60_000;

/** What is wrong with an alarm that does so; of each course what matters most. */
export function simulationFaults(alarm: MetricAlarm, runs: readonly CourseRun[], withinMinutes: number): Fault[] {
  const faults = runs.flatMap(({course, simulation}) => {
    const fault = FAULTS[course.kind](alarm, course, simulation, withinMinutes);
    return fault === null ? [] : [{kind: course.kind, fault}];
  });
  // An alarm that is wrong for its fault is not also blamed for silence.
  const main = faults.filter(({kind}) => kind === 'fault');
  return (main.length > 0 ? main : faults).map(({fault}) => fault);
}

type Judge = (alarm: MetricAlarm, course: Course, simulation: Simulation, withinMinutes: number) => Fault | null;

const FAULTS: Readonly<Record<Course['kind'], Judge>> = {
  fault(alarm, course, simulation, withinMinutes) {
    const {healthy, failing, firesAfterMinutes} = simulation;
    if (healthy === 'ALARM') return failing === 'ALARM' ? alwaysFires(alarm, course) : isTurned(alarm, course);
    if (failing !== 'ALARM') return neverFires(alarm, course, simulation);
    if (firesAfterMinutes === null || firesAfterMinutes > withinMinutes) {
      return firesLate(alarm, course, firesAfterMinutes, withinMinutes);
    }
    return unsettled(alarm, course, simulation);
  },
  silence(alarm, {failingText}, {failing}) {
    if (failing === 'ALARM') return null;
    return {
      what: `it would be ${failing} with ${failingText}: it treats missing data as ${alarm.treatMissingData}`,
      fix: setMissing('breaching'),
    };
  },
  idle(alarm, {healthyText}, {healthy}) {
    if (healthy !== 'ALARM') return null;
    return {
      what: `it would be in ALARM with ${healthyText}, as it treats missing data as ${alarm.treatMissingData}`,
      fix: setMissing('notBreaching'),
    };
  },
};

function isTurned({comparison}: MetricAlarm, {healthyText, failingText, healthy}: Course): Fault {
  const missing = healthy.length === 0 ? 'notBreaching' : 'breaching';
  return {
    what: `it is the wrong way round: in ALARM with ${healthyText}, not with ${failingText}`,
    fix: `Turn its comparison round (now ${comparison}), with a threshold between the two, and set treat_missing_data to ${missing}.`,
  };
}

function alwaysFires(alarm: MetricAlarm, {healthyText, healthy}: Course): Fault {
  const isMissing = healthy.length === 0 && alarm.treatMissingData === 'breaching';
  return {
    what: `it would be in ALARM with ${healthyText}${isMissing ? ', as it treats missing data as breaching' : ''}`,
    fix: isMissing ? setMissing('notBreaching') : `Set a threshold that is not breached with ${healthyText}.`,
  };
}

function neverFires(alarm: MetricAlarm, {failingText}: Course, {failing, failingValue}: Simulation): Fault {
  const statistic = statisticText(alarm);
  const sees = failingValue === null ? 'has no data' : `is ${round(failingValue)}`;
  const condition = `${COMPARISON[alarm.comparison ?? ''] ?? 'against'} ${alarm.threshold}`;
  return {
    what: `it would be ${failing} with ${failingText} however long it lasts: its ${statistic} ${sees}, not ${condition}`,
    fix: `Let it use a statistic and a threshold that are breached with ${failingText}; where it is meant for more than that, say so in the item (\`errors:\`, \`slow:\`, \`requests:\`).`,
  };
}

function firesLate(alarm: MetricAlarm, course: Course, after: number | null, withinMinutes: number): Fault {
  const within = formatDuration(withinMinutes * MINUTE_MS);
  const when =
    after === null ? 'much later than' : `${formatDuration(after * MINUTE_MS)} after its beginning, not within`;
  return {
    what: `with ${course.failingText} it would be in ALARM ${when} ${within}`,
    fix: `Shorten its period, or let fewer datapoints decide (now ${datapointsText(alarm)}).`,
  };
}

/** It fires in time, but is not OK before it or behind it. */
function unsettled(alarm: MetricAlarm, {healthyText}: Course, {healthy, recovered}: Simulation): Fault | null {
  const {treatMissingData} = alarm;
  if (recovered === 'ALARM') {
    return {
      what: `once in ALARM it would stay so with ${healthyText}, and tell nobody the next time: it treats missing data as ${treatMissingData}`,
      fix: setMissing('notBreaching'),
    };
  }
  if (healthy === 'OK') return null;
  return {
    what: `it would be ${healthy} with ${healthyText}, as if nobody watched: it treats missing data as ${treatMissingData}`,
    fix: setMissing('notBreaching'),
  };
}

/** `Sum over 1 min`, or the expression. */
export function statisticText({queries}: MetricAlarm): string {
  const watched = queries.find(({isWatched}) => isWatched);
  if (watched === undefined) return 'value';
  if (watched.type === 'expression') return `expression ${watched.expression}`;
  return `${watched.statistic} over ${formatDuration(watched.periodSeconds * 1000)}`;
}

/** `3 of 3 of 1 min`. */
export function datapointsText({queries, evaluationPeriods, datapointsToAlarm}: MetricAlarm): string {
  const seconds = queries.flatMap((query) => (query.type === 'metric' ? [query.periodSeconds] : []))[0] ?? 60;
  return `${datapointsToAlarm ?? evaluationPeriods} of ${evaluationPeriods} periods of ${formatDuration(seconds * 1000)}`;
}

export const COMPARISON: Readonly<Record<string, string>> = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '>=',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '<=',
};

function setMissing(to: string): string {
  return `Set treat_missing_data of the alarm to ${to}.`;
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}

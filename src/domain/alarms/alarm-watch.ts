import {CannotTell} from '../../model/errors.ts';
import type {LoadBalancer, Metric, MetricAlarm, MetricOfAlarm} from '../../model/facts/aws-facts.ts';
import type {Evidence, Fault} from '../../model/outcome.ts';
import type {AlbMetric} from '../metrics/alb-metrics.ts';
import {type ReadAlarm, readAlarm} from './alarm-datapoints.ts';
import {
  type Course,
  type CourseParams,
  coursesOf,
  healthyMinute,
  isTraffic,
  SAMPLINGS,
  type Sampling,
} from './metric-courses.ts';
import type {Samples} from './metric-samples.ts';
import {type Simulation, simulate} from './simulate-alarm.ts';
import {type CourseRun, simulationFaults} from './simulation-faults.ts';
import {albMetricOf, isReportedUnder, metricText, readsMetric} from './watched-metrics.ts';

/** What an alarm is meant to notice. */
export interface Watch {
  readonly metric: AlbMetric;
  readonly dimensions: Metric['dimensions'];
  readonly loadBalancer: LoadBalancer;
  readonly params: Omit<CourseParams, 'isOnTooLittle'>;
  readonly withinMinutes: number;
}

export interface WatchVerdict {
  readonly faults: readonly Fault[];
  readonly runs: readonly CourseRun[];
}

/** What comes of an alarm of any type. */
export interface JudgedAlarm {
  readonly faults: readonly Fault[];
  /** `with 10 errors a minute it would be in ALARM after 3 min` */
  readonly text: string;
  readonly firesAfterMinutes: number;
  readonly evidence: readonly Evidence[];
}

/**
 * How many datapoints CloudWatch may look at beyond those that decide: five for three, in AWS's examples. Where functions
 * of whole series depend on it, nothing is known.
 */
const RANGES = [2, 0, 7] as const;
/** Longer than is asked for, to say how late it is. */
export function lookedAtMinutes({withinMinutes}: Watch): number {
  return Math.max(180, withinMinutes);
}

/**
 * Whether the alarm stays OK while all is well, and comes to ALARM in time when it is not.
 *
 * @param goesOn whether the minutes of its simulations go on once it is in ALARM.
 * @throws {CannotTell} for what is not computed, and where it depends on what is not known.
 */
export function judgeWatch(alarm: MetricAlarm, watch: Watch, goesOn = false): WatchVerdict {
  if (isTraffic(watch.metric) && watch.params.requests === undefined) throw dependsOnRequests(alarm);
  const read = readAlarm(alarm);
  const ranges = read.expressions.length > 0 ? RANGES : RANGES.slice(0, 1);
  const guesses = SAMPLINGS.flatMap((sampling) => ranges.map((range) => ({sampling, range, goesOn})));
  const [first = null, ...others] = guesses.map((guess) => verdictOf(read, watch, guess));
  const other = others.find((one) => adviceOf(one) !== adviceOf(first));
  if (first === null) return {faults: [], runs: []};
  if (other === undefined) return first;
  const sameRange = guesses[others.indexOf(other) + 1]?.range === RANGES[0];
  if (!sameRange) {
    throw new CannotTell(
      `alarm ${alarm.name}: when it would be in ALARM depends on how many datapoints CloudWatch looks at, which AWS does not say`,
      'leave functions of a whole series out of its expression, such as SUM, AVG and MAX of one metric',
    );
  }
  if (watch.params.requests === undefined && read.metrics.some(dependsOnTraffic)) throw dependsOnRequests(alarm);
  throw new CannotTell(
    `alarm ${alarm.name}: when it would be in ALARM depends on how ${watch.metric.name} is sampled, which AWS does not say`,
    `let it use a statistic that means something: ${watch.metric.statistics.join(', ')}`,
  );
}

interface Guess {
  readonly sampling: Sampling;
  readonly range: number;
  readonly goesOn: boolean;
}

const adviceOf = (verdict: WatchVerdict | null) => verdict?.faults.map(({fix}) => fix).join();

/** Of traffic either direction may be meant: the comparison says which, where an expression does not turn it round. */
function verdictOf(read: ReadAlarm, watch: Watch, guess: Guess): WatchVerdict {
  const isOnTooLittle = read.alarm.comparison?.startsWith('Less') ?? false;
  const directions =
    isTraffic(watch.metric) && read.expressions.length > 0 ? [isOnTooLittle, !isOnTooLittle] : [isOnTooLittle];
  const verdicts = directions.map((direction) => {
    const params = {...watch.params, isOnTooLittle: direction};
    const courses = coursesOf(watch.metric, params, guess.sampling);
    const runs = [...courses, ...idleCourses(read, watch, courses)].map((course) => ({
      course,
      simulation: runCourse(read, watch, course, params, guess),
    }));
    return {runs, faults: simulationFaults(read.alarm, runs, watch.withinMinutes)};
  });
  return verdicts.find(({faults}) => faults.length === 0) ?? verdicts[0] ?? {runs: [], faults: []};
}

function runCourse(
  read: ReadAlarm,
  watch: Watch,
  course: Course,
  params: CourseParams,
  {sampling, range, goesOn}: Guess,
): Simulation {
  const {loadBalancer} = watch;
  const report = (query: MetricOfAlarm, ofItem: readonly Samples[]): readonly Samples[] => {
    const metric = albMetricOf(query.metric);
    if (metric === null) throw unknownMetric(read.alarm, query);
    if (readsMetric(query, watch.metric.name, watch.dimensions, loadBalancer)) return ofItem;
    if (!isReportedUnder(metric, query.metric.dimensions)) return [];
    return course.kind === 'idle' && dependsOnTraffic(query) ? [] : healthyMinute(metric, params, sampling);
  };
  const reports = {
    healthy: (query: MetricOfAlarm) => report(query, course.healthy),
    failing: (query: MetricOfAlarm) => report(query, course.failing),
  };
  const {periodMinutes, alarm} = read;
  // A failure may begin at any minute of a period of the wall clock; one that is too long is too long from its beginning.
  const offsets = alarm.isWallClock && periodMinutes <= watch.withinMinutes ? periodMinutes : 1;
  const runs = Array.from({length: offsets}, (_, offsetMinutes) =>
    simulate(read, reports, {rangeExtra: range, offsetMinutes, goesOn}, lookedAtMinutes(watch)),
  );
  const late = ({firesAfterMinutes}: Simulation) => firesAfterMinutes ?? Number.POSITIVE_INFINITY;
  return runs.reduce((worst, one) => (late(one) > late(worst) ? one : worst));
}

/** Where the alarm reads what only requests report, a time without any must not raise it. */
function idleCourses({metrics}: ReadAlarm, {metric}: Watch, [first]: readonly Course[]): Course[] {
  if (first === undefined || isTraffic(metric) || !metrics.some(dependsOnTraffic)) return [];
  const healthy = metric.absence === 'blind' ? first.healthy : [];
  return [{kind: 'idle', healthyText: 'no request', failingText: 'no request', healthy, failing: healthy}];
}

function dependsOnTraffic({metric}: MetricOfAlarm): boolean {
  const known = albMetricOf(metric);
  return known !== null && (isTraffic(known) || known.absence === 'quiet');
}

function dependsOnRequests({name}: MetricAlarm): CannotTell {
  return new CannotTell(
    `alarm ${name}: when it would be in ALARM depends on how many requests there are`,
    'state `requests:`, a minute',
  );
}

function unknownMetric({name}: MetricAlarm, {metric}: MetricOfAlarm): CannotTell {
  return new CannotTell(
    `alarm ${name}: when it would be in ALARM depends on ${metricText(metric)}, which this version cannot simulate`,
    'let it watch metrics of load balancers only',
  );
}

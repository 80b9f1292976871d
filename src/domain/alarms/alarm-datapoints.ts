import {CannotTell} from '../../model/errors.ts';
import type {MetricAlarm, MetricOfAlarm} from '../../model/facts/aws-facts.ts';
import {breachOf} from './alarm-state.ts';
import {type Calculation, evaluate} from './metric-math/evaluate.ts';
import {type Expression, parseExpression} from './metric-math/parse.ts';
import {numberOrNull, type Series, seriesOf, seriesValue, type Value} from './metric-math/values.ts';
import {isPercentile, type Samples, statisticOf} from './metric-samples.ts';

/** What the metrics of an alarm report in each minute, while all is well and while something fails. */
export interface MetricWorld {
  healthy(query: MetricOfAlarm): readonly Samples[];
  failing(query: MetricOfAlarm): readonly Samples[];
  /** The first minute of the failure, which lasts. */
  readonly failsFrom: number;
}

/** An alarm's queries, read once. */
export interface ReadAlarm {
  readonly alarm: MetricAlarm;
  readonly metrics: readonly MetricOfAlarm[];
  /** In the order in which they can be computed. */
  readonly expressions: readonly {readonly id: string; readonly expression: Expression}[];
  readonly watchedId: string;
  readonly periodMinutes: number;
}

/** @returns the datapoints that the alarm compares, the oldest first; the last period ends with this minute. */
export function datapointsAt(read: ReadAlarm, world: MetricWorld, endMinute: number, count: number): Series {
  const {periodMinutes, metrics} = read;
  const ends = Array.from({length: count}, (_, i) => endMinute - (count - 1 - i) * periodMinutes);
  const series = new Map(
    metrics.map((query) => [query.id, ends.map((end) => datapoint(query, world, end, periodMinutes))]),
  );
  const values = new Map<string, Value>([...series].map(([id, one]) => [id, seriesValue(one)]));
  const calculation: Calculation = {
    values,
    metrics: series,
    periodSeconds: periodMinutes * 60,
    length: count,
    refuse: (what) => refuse(read.alarm, what),
  };
  for (const {id, expression} of read.expressions) values.set(id, evaluate(expression, calculation));
  const watched = values.get(read.watchedId);
  const [only, ...others] = watched === undefined ? [] : seriesOf(watched);
  if (only === undefined || others.length > 0) return refuse(read.alarm, `${read.watchedId} is not one series`);
  return only;
}

/** The samples of the metrics in the periods that decide, of the metric that has the least. */
export function samplesAt(
  {metrics, periodMinutes}: ReadAlarm,
  world: MetricWorld,
  endMinute: number,
  count: number,
): number {
  const counts = metrics
    .filter(({statistic}) => isPercentile(statistic))
    .map((query) => samplesIn(query, world, endMinute, count * periodMinutes).reduce((all, one) => all + one.count, 0));
  return Math.min(...counts);
}

function datapoint(query: MetricOfAlarm, world: MetricWorld, end: number, minutes: number): number | null {
  const samples = samplesIn(query, world, end, minutes);
  return samples.length === 0 ? null : numberOrNull(statisticOf(query.statistic)?.(samples) ?? null);
}

function samplesIn(query: MetricOfAlarm, world: MetricWorld, end: number, minutes: number): Samples[] {
  const failing = Math.max(0, end - Math.max(end - minutes + 1, world.failsFrom) + 1);
  const times = (samples: readonly Samples[], factor: number) =>
    factor === 0 ? [] : samples.map(({value, count}) => ({value, count: count * factor}));
  return [...times(world.healthy(query), minutes - failing), ...times(world.failing(query), failing)];
}

/** @throws {CannotTell} for what this version does not compute. */
export function readAlarm(alarm: MetricAlarm): ReadAlarm {
  const metrics = alarm.queries.flatMap((query) => (query.type === 'metric' ? [query] : []));
  const watched = alarm.queries.filter(({isWatched}) => isWatched);
  const [only] = watched;
  if (alarm.threshold === null || only === undefined || watched.length > 1) {
    return refuse(alarm, 'it compares with a band of anomaly detection');
  }
  if (breachOf(alarm.comparison) === null) refuse(alarm, `the comparison ${alarm.comparison} is not computed`);
  for (const {statistic} of metrics) {
    if (statisticOf(statistic) === null) refuse(alarm, `the statistic ${statistic} is not computed`);
  }
  const [seconds = 60, ...otherSeconds] = [...new Set(metrics.map(({periodSeconds}) => periodSeconds))];
  if (otherSeconds.length > 0)
    refuse(alarm, `its metrics have periods of ${[seconds, ...otherSeconds].join(' and ')} s`);
  if (seconds % 60 !== 0) refuse(alarm, `its period is ${seconds} s, and load balancers report once a minute`);
  return {alarm, metrics, expressions: expressionsOf(alarm), watchedId: only.id, periodMinutes: seconds / 60};
}

/** Each behind those that it names. */
function expressionsOf(alarm: MetricAlarm): ReadAlarm['expressions'] {
  const left = new Map(
    alarm.queries.flatMap((query) => {
      if (query.type === 'metric') return [];
      const expression = parseExpression(query.expression);
      if (expression === null) return refuse(alarm, `"${query.expression}" is not metric math`);
      return [[query.id, expression] as const];
    }),
  );
  const ordered: {id: string; expression: Expression}[] = [];
  while (left.size > 0) {
    const ready = [...left].find(([, expression]) => ![...namesIn(expression)].some((name) => left.has(name)));
    if (ready === undefined) return refuse(alarm, `${[...left.keys()].join(' and ')} name each other`);
    const [id, expression] = ready;
    left.delete(id);
    ordered.push({id, expression});
  }
  return ordered;
}

/** The ids that it names. */
export function namesIn(expression: Expression): Set<string> {
  switch (expression.type) {
    case 'name':
      return new Set([expression.name]);
    case 'list':
      return new Set(expression.items.flatMap((item) => [...namesIn(item)]));
    case 'negative':
      return namesIn(expression.of);
    case 'operation':
      return new Set([...namesIn(expression.left), ...namesIn(expression.right)]);
    case 'call':
      return new Set(expression.args.flatMap((arg) => [...namesIn(arg)]));
    default:
      return new Set();
  }
}

function refuse({name}: MetricAlarm, what: string): never {
  throw new CannotTell(
    `alarm ${name}: when it would be in ALARM is not known, as ${what}`,
    'let it watch the metric itself or metric math of it, or make it fire (`aws cloudwatch set-alarm-state` does not show this)',
  );
}

import type {Calculation} from './evaluate.ts';
import {fill} from './fill.ts';
import type {Expression} from './parse.ts';
import {
  many,
  mapSeries,
  mapValue,
  numberOrNull,
  type Series,
  scalar,
  seriesOf,
  seriesValue,
  type Value,
} from './values.ts';

/**
 * The functions of metric math that alarms use. Null: not with these arguments. Those that need more than the series
 * themselves (`SEARCH`, `ANOMALY_DETECTION_BAND`, `INSIGHT_RULE_METRIC`, `SERVICE_QUOTA`, …) are not here.
 */
export type MathFunction = (
  args: readonly Expression[],
  compute: (one: Expression) => Value,
  calculation: Calculation,
) => Value | null;

/** Of one value. */
const of =
  (change: (value: Value, calculation: Calculation) => Value | null): MathFunction =>
  ([only, ...others], compute, calculation) =>
    only === undefined || others.length > 0 ? null : change(compute(only), calculation);

const each = (change: (value: number) => number): MathFunction => of((value) => mapValue(value, change));

const eachSeries = (change: (series: Series, calculation: Calculation) => Series): MathFunction =>
  of((value, calculation) => mapSeries(value, (series) => change(series, calculation)));

/** A number over a series, and a series over several. */
const over = (aggregate: (values: readonly number[], all: number) => number): MathFunction =>
  of((value, {length}) => {
    if (value.type === 'scalar') return null;
    if (value.type === 'series') return scalar(aggregate(present(value.series), value.series.length));
    return seriesValue(
      Array.from({length}, (_, i) => {
        const values = present(value.all.map((series) => series[i] ?? null));
        return values.length === 0 ? null : numberOrNull(aggregate(values, value.all.length));
      }),
    );
  });

export const FUNCTIONS: Readonly<Record<string, MathFunction>> = {
  ABS: each(Math.abs),
  CEIL: each(Math.ceil),
  FLOOR: each(Math.floor),
  LOG: each(Math.log),
  LOG10: each(Math.log10),
  SUM: over(sum),
  // What is missing counts as zero.
  AVG: over((values, all) => sum(values) / all),
  MIN: over((values) => Math.min(...values)),
  MAX: over((values) => Math.max(...values)),
  STDDEV: over(deviation),
  DATAPOINT_COUNT: over((values) => values.length),
  METRIC_COUNT: of((value) => (value.type === 'many' ? scalar(value.all.length) : null)),
  METRICS: ([name], _, {metrics}) => {
    if (name !== undefined && name.type !== 'text') return null;
    const named = [...metrics].filter(([id]) => name === undefined || id.includes(name.value));
    return many(named.map(([, series]) => series));
  },
  FIRST: of((value) => picked(value, 0)),
  LAST: of((value) => picked(value, -1)),
  REMOVE_EMPTY: of((value) =>
    value.type === 'many' ? many(value.all.filter((series) => series.some((one) => one !== null))) : null,
  ),
  RUNNING_SUM: eachSeries((series) => {
    let total = 0;
    return series.map((value) => {
      total += value ?? 0;
      return value === null ? null : total;
    });
  }),
  DIFF: eachSeries((series) => steps(series, (change) => change)),
  DIFF_TIME: eachSeries((series, {periodSeconds}) => steps(series, (_, periods) => periods * periodSeconds)),
  RATE: eachSeries((series, {periodSeconds}) => steps(series, (change, periods) => change / (periods * periodSeconds))),
  PERIOD: of((value, {periodSeconds}) => (value.type === 'series' ? scalar(periodSeconds) : null)),
  TIME_SERIES: of((value, {length}) =>
    value.type === 'scalar' ? seriesValue(Array.from({length}, () => value.value)) : null,
  ),
  FILL: fill,
  IF: choose,
};

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

function deviation(values: readonly number[]): number {
  const mean = sum(values) / values.length;
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / values.length);
}

function present(series: Series): number[] {
  return series.filter((value) => value !== null);
}

function picked(value: Value, index: number): Value | null {
  const series = value.type === 'many' ? value.all.at(index) : undefined;
  return series === undefined ? null : seriesValue(series);
}

/** Between each value and the one before it, with how many periods lie between them. */
function steps(series: Series, step: (change: number, periods: number) => number): Series {
  let last: {readonly value: number; readonly at: number} | null = null;
  return series.map((value, at) => {
    if (value === null) return null;
    const before = last;
    last = {value, at};
    return before === null ? null : step(value - before.value, at - before.at);
  });
}

/** `IF(condition, then, else)`: false is 0; a value that `then` lacks is 0, one that `else` lacks is left out. */
function choose([when, then, otherwise]: readonly Expression[], compute: (one: Expression) => Value): Value | null {
  if (when === undefined || then === undefined) return null;
  const [condition, yes] = [compute(when), compute(then)];
  const no = otherwise === undefined ? null : compute(otherwise);
  if (condition.type === 'scalar') return condition.value !== 0 ? yes : no;
  if (condition.type === 'many' || yes.type === 'many' || no?.type === 'many') return null;
  const at = (value: Value | null, i: number) =>
    value?.type === 'scalar' ? value.value : (seriesOf(value ?? scalar(0))[0]?.[i] ?? null);
  return seriesValue(
    condition.series.map((value, i) => {
      if (value === null) return null;
      return value !== 0 ? (at(yes, i) ?? 0) : no === null ? null : at(no, i);
    }),
  );
}

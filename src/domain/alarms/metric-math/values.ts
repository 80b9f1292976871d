/** What an expression of metric math comes to. */

/** A value for each period, the oldest first; null where there is none. */
export type Series = readonly (number | null)[];

export type Value =
  | {readonly type: 'scalar'; readonly value: number}
  | {readonly type: 'series'; readonly series: Series}
  | {readonly type: 'many'; readonly all: readonly Series[]};

export const scalar = (value: number): Value => ({type: 'scalar', value});
export const seriesValue = (series: Series): Value => ({type: 'series', series});
export const many = (all: readonly Series[]): Value => ({type: 'many', all});

type Operation = (left: number, right: number) => number | null;

/**
 * Between two series, what one of them lacks is 0 where the other has a value; a result that is no number is left out, as a
 * division by zero is.
 */
export function combine(left: Value, right: Value, operation: Operation): Value {
  if (left.type === 'many')
    return many(left.all.flatMap((one) => seriesOf(combine(seriesValue(one), right, operation))));
  if (right.type === 'many')
    return many(right.all.flatMap((one) => seriesOf(combine(left, seriesValue(one), operation))));
  if (left.type === 'scalar' && right.type === 'scalar') {
    return scalar(operation(left.value, right.value) ?? Number.NaN);
  }
  if (left.type === 'scalar') return mapValue(right, (value) => operation(left.value, value));
  if (right.type === 'scalar') return mapValue(left, (value) => operation(value, right.value));
  return seriesValue(
    left.series.map((value, i) => {
      const other = right.series[i] ?? null;
      return value === null && other === null ? null : numberOrNull(operation(value ?? 0, other ?? 0));
    }),
  );
}

export function mapValue(of: Value, change: (value: number) => number | null): Value {
  if (of.type === 'scalar') return scalar(change(of.value) ?? Number.NaN);
  const mapped = (series: Series) => series.map((value) => (value === null ? null : numberOrNull(change(value))));
  return of.type === 'series' ? seriesValue(mapped(of.series)) : many(of.all.map(mapped));
}

/** Each series by itself. */
export function mapSeries(of: Value, change: (series: Series) => Series): Value | null {
  if (of.type === 'scalar') return null;
  return of.type === 'series' ? seriesValue(change(of.series)) : many(of.all.map(change));
}

export function seriesOf(value: Value): readonly Series[] {
  if (value.type === 'scalar') return [];
  return value.type === 'series' ? [value.series] : value.all;
}

export function numberOrNull(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : value;
}

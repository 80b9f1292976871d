import type {Calculation} from './evaluate.ts';
import type {Expression} from './parse.ts';
import {mapSeries, type Series, type Value} from './values.ts';

/** `FILL(series, 0)`, `FILL(series, other)`, `FILL(series, REPEAT)`, `FILL(series, LINEAR)`; null for anything else. */
export function fill(
  [filled, filler]: readonly Expression[],
  compute: (one: Expression) => Value,
  _calculation: Calculation,
): Value | null {
  if (filled === undefined || filler === undefined) return null;
  const value = compute(filled);
  if (filler.type === 'name' && filler.name === 'REPEAT') return mapSeries(value, repeated);
  if (filler.type === 'name' && filler.name === 'LINEAR') return mapSeries(value, interpolated);
  const by = compute(filler);
  if (by.type === 'many') return null;
  const at = (i: number) => (by.type === 'scalar' ? by.value : (by.series[i] ?? null));
  return mapSeries(value, (series) => series.map((one, i) => one ?? at(i)));
}

function repeated(series: Series): Series {
  let last: number | null = null;
  return series.map((value) => {
    last = value ?? last;
    return last;
  });
}

/** Between two values: before the first and behind the last one there is nothing to go by. */
function interpolated(series: Series): Series {
  const known = series.flatMap((value, at) => (value === null ? [] : [{value, at}]));
  return series.map((value, at) => {
    if (value !== null) return value;
    const before = known.findLast((one) => one.at < at);
    const after = known.find((one) => one.at > at);
    if (before === undefined || after === undefined) return null;
    return before.value + ((after.value - before.value) * (at - before.at)) / (after.at - before.at);
  });
}

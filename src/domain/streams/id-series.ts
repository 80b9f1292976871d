/** What ids of events show about their order. */

/** Ids that count: a common beginning, and numbers that rise by the same step. */
export interface IdSeries {
  readonly prefix: string;
  readonly step: number;
  readonly last: number;
}

/** Null: they do not count, or are too few to show it. */
export function seriesOf(ids: readonly string[]): IdSeries | null {
  const numbered = ids.map(numberedOf);
  const [first, second] = numbered;
  if (first == null || second == null) return null;
  const step = second.number - first.number;
  if (step <= 0) return null;
  let last = first.number;
  for (const next of numbered.slice(1)) {
    if (next === null || next.prefix !== first.prefix || next.number !== last + step) return null;
    last = next.number;
  }
  return {prefix: first.prefix, step, last};
}

/** How an id continues a series: how many were left out before it; or it is of another series, or from before its end. */
export function continues({prefix, step, last}: IdSeries, id: string): number | 'other series' | 'earlier' {
  const next = numberedOf(id);
  if (next === null || next.prefix !== prefix) return 'other series';
  const steps = (next.number - last) / step;
  if (steps <= 0) return 'earlier';
  return Number.isInteger(steps) ? steps - 1 : 'other series';
}

/** Fifteen digits are exact in a double. */
function numberedOf(id: string): {readonly prefix: string; readonly number: number} | null {
  const [, prefix, digits] = /^(|.*\D)(\d{1,15})$/s.exec(id) ?? [];
  return prefix === undefined || digits === undefined ? null : {prefix, number: Number(digits)};
}

/**
 * A statistic over samples, as CloudWatch makes a datapoint of them.
 * Source: the CloudWatch user guide (statistics definitions).
 */

/** Some samples of one value. */
export interface Samples {
  readonly value: number;
  readonly count: number;
}

type Statistic = (samples: readonly Samples[]) => number;

/** How to compute this statistic, as alarms name it: `Sum`, `p99.9`, `TM(10%:90%)`, …; null for an unknown one. */
export function statisticOf(name: string): Statistic | null {
  const plain = PLAIN[name.toLowerCase()];
  if (plain !== undefined) return plain;
  const percentile = /^p(\d{1,2}(?:\.\d+)?|100)$/i.exec(name)?.[1];
  if (percentile !== undefined) return (samples) => quantile(samples, Number(percentile) / 100);
  const short = /^(tm|wm|tc|ts)(\d{1,2}(?:\.\d+)?)$/i.exec(name);
  if (short !== null) return trimmed(short[1] ?? '', {from: 0, to: Number(short[2]) / 100});
  const long = /^(tm|wm|tc|ts|pr)\(([\d.]*)(%?):([\d.]*)(%?)\)$/i.exec(name);
  if (long === null) return null;
  const [, kind = '', low = '', lowUnit, high = '', highUnit] = long;
  if (lowUnit === '' && highUnit === '') return within(kind, numberOr(low, -Infinity), numberOr(high, Infinity));
  if (kind.toLowerCase() === 'pr') return null;
  return trimmed(kind, {from: numberOr(low, 0) / 100, to: numberOr(high, 100) / 100});
}

export function isPercentile(statistic: string): boolean {
  return /^p\d/i.test(statistic);
}

const countOf = (samples: readonly Samples[]) => samples.reduce((all, {count}) => all + count, 0);
const sumOf = (samples: readonly Samples[]) => samples.reduce((all, {value, count}) => all + value * count, 0);
const meanOf: Statistic = (samples) => sumOf(samples) / countOf(samples);

const PLAIN: Readonly<Record<string, Statistic>> = {
  samplecount: countOf,
  sum: sumOf,
  average: meanOf,
  minimum: (samples) => Math.min(...samples.map(({value}) => value)),
  maximum: (samples) => Math.max(...samples.map(({value}) => value)),
  iqm: (samples) => meanOf(cut(samples, {from: 0.25, to: 0.75})),
};

interface Part {
  /** Shares of the sorted samples, 0 to 1. */
  readonly from: number;
  readonly to: number;
}

/** Trimmed mean, winsorized mean, trimmed count, trimmed sum. */
function trimmed(kind: string, part: Part): Statistic {
  switch (kind.toLowerCase()) {
    case 'tm':
      return (samples) => meanOf(cut(samples, part));
    case 'tc':
      return (samples) => countOf(cut(samples, part));
    case 'ts':
      return (samples) => sumOf(cut(samples, part));
    default:
      return (samples) => {
        const [low, high] = [quantile(samples, part.from), quantile(samples, part.to)];
        return meanOf(samples.map(({value, count}) => ({value: Math.min(Math.max(value, low), high), count})));
      };
  }
}

/** The same between two values; the lower one is not in it, the upper one is. */
function within(kind: string, low: number, high: number): Statistic {
  const inside = (samples: readonly Samples[]) => samples.filter(({value}) => value > low && value <= high);
  switch (kind.toLowerCase()) {
    case 'tm':
      return (samples) => meanOf(inside(samples));
    case 'tc':
      return (samples) => countOf(inside(samples));
    case 'ts':
      return (samples) => sumOf(inside(samples));
    case 'pr':
      return (samples) => (100 * countOf(inside(samples))) / countOf(samples);
    default:
      return (samples) =>
        meanOf(samples.map(({value, count}) => ({value: Math.min(Math.max(value, low), high), count})));
  }
}

const sorted = (samples: readonly Samples[]) => samples.toSorted((a, b) => a.value - b.value);

/** The smallest value that is at least as large as this share of the samples. */
function quantile(samples: readonly Samples[], share: number): number {
  const wanted = share * countOf(samples);
  let seen = 0;
  for (const {value, count} of sorted(samples)) {
    seen += count;
    if (seen >= wanted) return value;
  }
  return Number.NaN;
}

/** The part of the sorted samples between two shares; samples are divisible. */
function cut(samples: readonly Samples[], {from, to}: Part): Samples[] {
  const all = countOf(samples);
  let seen = 0;
  return sorted(samples).flatMap(({value, count}) => {
    const first = Math.max(seen, from * all);
    seen += count;
    const kept = Math.min(seen, to * all) - first;
    return kept > 0 ? [{value, count: kept}] : [];
  });
}

function numberOr(text: string, otherwise: number): number {
  return text === '' ? otherwise : Number(text);
}

import type {Timeline} from '../../model/facts/wire/timeline.ts';
import {formatDuration} from '../../model/text/duration.ts';

/** Events that arrive this closely came at once. */
const AT_ONCE_MS = 50;
/** A pause between two bursts is this many times as long as a burst, at least. */
const PAUSES_ARE = 4;

/**
 * Whether events came several at a time with pauses between, as a clause; null: they did not, or too few came to say. It is
 * no verdict: a server may send so, and a hop that collects makes it so.
 */
export function burstsSeen({events}: Timeline): string | null {
  const bursts: {fromMs: number; toMs: number; count: number}[] = [];
  for (const [row, fromMs] of events.fromMs.entries()) {
    const [toMs, count] = [events.toMs[row] ?? fromMs, events.count[row] ?? 1];
    const last = bursts.at(-1);
    if (last !== undefined && fromMs - last.toMs < AT_ONCE_MS) {
      last.toMs = toMs;
      last.count += count;
    } else {
      bursts.push({fromMs, toMs, count});
    }
  }
  // What the stream was opened with, and what was under way when it ended, are no bursts of its rhythm.
  const inner = bursts.slice(1);
  const several = inner.filter(({count}) => count >= 3);
  if (several.length < 2 || several.length < inner.length * 0.6) return null;
  const gapsMs = inner.slice(1).map(({fromMs}, index) => fromMs - (inner[index]?.fromMs ?? fromMs));
  const everyMs = median(gapsMs);
  if (everyMs < PAUSES_ARE * median(several.map(({fromMs, toMs}) => toMs - fromMs)) || everyMs < 500) return null;
  return `events came in bursts (about ${median(several.map(({count}) => count))} at a time every ${formatDuration(everyMs)})`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

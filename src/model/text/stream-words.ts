import type {LookProgress} from '../look-progress.ts';
import type {StreamReport} from '../report-stream.ts';
import {formatDuration} from './duration.ts';

/** One look at a stream in few words, for screens and pictures. */

type Named = Pick<LookProgress, 'url' | 'address' | 'protocol' | 'coding'> | Pick<StreamReport, NamedBy>;
type NamedBy = 'url' | 'address' | 'protocol' | 'coding';

/** A letter for each URL where there are several, in their order. */
export function lettersOf(looks: readonly Pick<Named, 'url'>[]): ReadonlyMap<string, string> {
  const urls = [...new Set(looks.map(({url}) => url))];
  return new Map(urls.length < 2 ? [] : urls.map((url, index) => [url, String.fromCharCode(65 + index)]));
}

/** `A · 192.0.2.1 · HTTP/2 · browser's coding` */
export function lookName({url, address, protocol, coding}: Named, letters: ReadonlyMap<string, string>): string {
  return [letters.get(url), address, ...wayWords(protocol, coding)].filter((part) => part != null).join(' · ');
}

export function wayWords(protocol: string, coding: string): string[] {
  const over = protocol === 'h2' ? 'HTTP/2' : protocol === 'http/1.1' ? 'HTTP/1.1' : 'protocol agreed on';
  return [over, coding === 'browser' ? "browser's coding" : 'no coding'];
}

export type Tone = 'good' | 'bad' | 'open';

/** What came of it: whether it was a stream, how long it was open, and who ended it. */
export function outcomeWords(stream: StreamReport): {readonly tone: Tone; readonly words: string} {
  const {status, end, endMessage, headersAtMs, endAtMs, headers, holdForMs} = stream;
  if (status === null) return {tone: end === 'unfinished' ? 'open' : 'bad', words: endMessage};
  const type = headers['content-type'] ?? 'no content type';
  if (status !== 200) return {tone: 'bad', words: `answered ${status} (${type})`};
  if (!/^\s*text\/event-stream\s*(;|$)/i.test(type)) return {tone: 'bad', words: `answered 200 with ${type}`};
  const openMs = Math.max(0, (endAtMs ?? 0) - (headersAtMs ?? 0));
  const open = formatDuration(openMs);
  if (isGivenUp(end, openMs, holdForMs)) return {tone: 'bad', words: `${endMessage}, after ${open}`};
  return {tone: end === 'held' ? 'good' : end === 'silent' ? 'open' : 'bad', words: endWords(end, open)};
}

/** Whether we closed it before its time, as there was nothing to read on for. Whole milliseconds may be one off. */
export function isGivenUp(end: string | null, openMs: number, holdForMs: number): boolean {
  return end === 'held' && openMs + 1 < holdForMs;
}

export function endWords(end: string, open: string): string {
  switch (end) {
    case 'held':
      return `held for ${open}`;
    case 'silent':
      return `open for ${open}, without a byte`;
    case 'complete':
      return `ended after ${open}`;
    case 'truncated':
      return `broken off after ${open}`;
    case 'reset':
      return `connection reset after ${open}`;
    case 'stream-reset':
      return `HTTP/2 stream reset after ${open}`;
    case 'goaway':
      return `HTTP/2 connection ended after ${open}`;
    default:
      return `given up after ${open} (${end})`;
  }
}

/** `headers 45 ms, first byte 46 ms, first event 46 ms`: what was reached, and when. */
export function phaseWords(
  look: {
    readonly [Phase in (typeof PHASES)[number][0]]?: number | null;
  },
): string {
  return PHASES.flatMap(([name, words]) => {
    const atMs = look[name] ?? null;
    return atMs === null ? [] : [`${words} ${formatDuration(Math.max(1, Math.round(atMs)))}`];
  }).join(', ');
}

const PHASES = [
  ['lookupAtMs', 'lookup'],
  ['connectAtMs', 'connect'],
  ['tlsAtMs', 'TLS'],
  ['headersAtMs', 'headers'],
  ['firstByteAtMs', 'byte'],
  ['firstEventAtMs', 'event'],
] as const;

/** `12 events, 3 heartbeats` */
export function countWords({events, comments}: {readonly events: number; readonly comments: number}): string {
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
  return `${count(events, 'event')}, ${count(comments, 'heartbeat')}`;
}

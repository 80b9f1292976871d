import {parseDuration} from '../model/text/duration.ts';

const SHORTEST_MS = 10;
const LONGEST_MS = 3_600_000;

/** How the interval of a heartbeat or of events is written. */
export const INTERVAL_SYNTAX = 'a time from 10ms to 1h, written like 500ms or 1s or as a number of milliseconds';
export const HEARTBEAT_SYNTAX = `${INTERVAL_SYNTAX}; 0 for none`;

/** Milliseconds, or null when it is not an interval. */
export function parseInterval(text: string): number | null {
  const ms = /^\d{1,9}$/.test(text) ? Number(text) : parseDuration(text);
  return ms !== null && ms >= SHORTEST_MS && ms <= LONGEST_MS ? ms : null;
}

/** Like `parseInterval`, with 0 for none. */
export function parseHeartbeat(text: string): number | null {
  return /^0(ms|s)?$/.test(text) ? 0 : parseInterval(text);
}

import type {MuteSchedule} from '../../model/facts/aws-facts.ts';
import {formatDuration} from '../../model/text/duration.ts';

/**
 * When a mute rule mutes alarms. Source: the CloudWatch API reference (Schedule of PutAlarmMuteRule): five fields of `*`,
 * numbers, names, ranges and lists, or one time; both in the time zone of the rule.
 */

const MINUTE_MS = 60_000;
/** Schedules repeat within a month; a window lasts 15 days at most. */
const LOOKED_AHEAD_MS = 31 * 86_400_000;

/**
 * The end of the time that it mutes now, with the windows that follow it without a gap.
 *
 * @param nowMs epoch milliseconds.
 * @returns epoch milliseconds; null where it does not mute now, where no end comes within a month, and for what is not read.
 */
export function muteEndMs({expression, duration, timezone}: MuteSchedule, nowMs: number): number | null {
  const lengthMs = isoDurationMs(duration);
  const begins = beginsAt(expression);
  const local = localTime(timezone);
  if (lengthMs === null || begins === null || local === null) return null;
  const first = Math.floor((nowMs - lengthMs) / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
  let end = Number.NEGATIVE_INFINITY;
  for (let at = first; at <= nowMs || at <= end; at += MINUTE_MS) {
    if (at > nowMs + LOOKED_AHEAD_MS) return null;
    if (begins(local(at))) end = at + lengthMs;
  }
  return end > nowMs ? end : null;
}

/** `cron(0 2 * * SUN) in Europe/Berlin, for 4 h`. */
export function muteScheduleText({expression, duration, timezone}: MuteSchedule): string {
  const lengthMs = isoDurationMs(duration);
  return `${expression} in ${timezone}, for ${lengthMs === null ? duration : formatDuration(lengthMs)}`;
}

function isoDurationMs(text: string): number | null {
  const match = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (match === null) return null;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((one) => Number(one ?? 0));
  const all = (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds;
  return all > 0 ? all * 1000 : null;
}

/** A date whose UTC fields are those of the wall clock. */
type WallClock = Date;

/** Null for what is not read. */
function beginsAt(expression: string): ((at: WallClock) => boolean) | null {
  const once = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d)\)$/.exec(expression)?.[1];
  if (once !== undefined) return (at) => at.toISOString().startsWith(once);
  const fields = /^cron\(([^()]+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/);
  if (fields?.length !== 5) return null;
  const [minute, hour, day, month, weekday] = fields.map((field, i) => readField(field, FIELDS[i]));
  if (!minute || !hour || !day || !month || !weekday) return null;
  // Where both days are named, AWS does not say whether one of them is enough.
  if (fields[2] !== '*' && fields[4] !== '*') return null;
  return (at) =>
    minute.has(at.getUTCMinutes()) &&
    hour.has(at.getUTCHours()) &&
    day.has(at.getUTCDate()) &&
    month.has(at.getUTCMonth() + 1) &&
    weekday.has(at.getUTCDay());
}

interface Field {
  readonly from: number;
  readonly to: number;
  readonly names: readonly string[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const FIELDS: readonly Field[] = [
  {from: 0, to: 59, names: []},
  {from: 0, to: 23, names: []},
  {from: 1, to: 31, names: []},
  {from: 1, to: 12, names: MONTHS},
  {from: 0, to: 6, names: WEEKDAYS},
];

function readField(text: string, field: Field | undefined): ReadonlySet<number> | null {
  if (field === undefined) return null;
  const read = new Set<number>();
  for (const part of text.split(',')) {
    const [first = '', last = first, ...more] = part === '*' ? [String(field.from), String(field.to)] : part.split('-');
    const [from, to] = [numberIn(first, field), numberIn(last, field)];
    if (from === null || to === null || from > to || more.length > 0) return null;
    for (let one = from; one <= to; one += 1) read.add(one);
  }
  return read;
}

function numberIn(text: string, {from, to, names}: Field): number | null {
  const named = names.indexOf(text.toUpperCase());
  if (named >= 0) return named + from;
  if (!/^\d{1,2}$/.test(text)) return null;
  const number = Number(text);
  return number >= from && number <= to ? number : null;
}

/** Null for a time zone that is not known here. */
function localTime(timeZone: string): ((ms: number) => WallClock) | null {
  const offsets = new Map<number, number>();
  try {
    const format = new Intl.DateTimeFormat('sv-SE', {timeZone, dateStyle: 'short', timeStyle: 'medium'});
    return (ms) => {
      // Clocks are changed at full quarters of an hour.
      const quarter = Math.floor(ms / (15 * MINUTE_MS)) * 15 * MINUTE_MS;
      const offset = offsets.get(quarter) ?? Date.parse(`${format.format(quarter).replace(' ', 'T')}Z`) - quarter;
      offsets.set(quarter, offset);
      return new Date(ms + offset);
    };
  } catch {
    return null;
  }
}

import type {Candidate} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {type HopName, markOf} from '../http/hops.ts';

/** One timer of a hop or server, as it comes. */
export interface Limit {
  /** A noun phrase. */
  readonly hop: string;
  /** `client`: of one built into a hop; `nlb`: leaves no mark. */
  readonly of: HopName | 'client' | 'nlb';
  readonly seconds: number;
  /** `last byte`: an idle timer, and from the request on before there is a byte. All others run out whatever is sent. */
  readonly startedBy: 'headers' | 'last byte' | 'request' | 'connection';
  /** How it ends a stream that has begun. `broken`: not properly, so that clients see an error; `none`: it does not. */
  readonly ends: 'clean' | 'broken' | 'either' | 'none';
  /** The status that it answers where no response has begun. */
  readonly answers: readonly number[];
  /** What to change. */
  readonly fix: string;
  /** Where it was read. */
  readonly source: string;
  readonly dateRead: string;
}

/** When a stream ended, counted from each of what starts timers; all in milliseconds. */
export interface SeenEnd {
  readonly sinceMs: Readonly<Record<Limit['startedBy'], number>>;
  /** `unframed`: a body without a length of its own, whose end does not show whether it was cut. */
  readonly end: 'clean' | 'broken' | 'unframed';
}

/** The timers that fit when and how a stream ended. */
export function limitsThatEnded({sinceMs, end}: SeenEnd, limits: readonly Limit[]): readonly Limit[] {
  return limits.filter(
    ({seconds, startedBy, ends}) =>
      isNear(sinceMs[startedBy], seconds * 1000) &&
      (end === 'unframed' ? ends !== 'none' : ends === end || ends === 'either'),
  );
}

/** The timers that fit an answer of this status which came so long after the request. */
export function limitsThatAnswered(status: number, afterMs: number, limits: readonly Limit[]): readonly Limit[] {
  return limits.filter(({seconds, answers}) => answers.includes(status) && isNear(afterMs, seconds * 1000));
}

/** Within 3 % or a second, as hops' timers tick; for short timers within a quarter, so that not everything fits. */
export function isNear(ms: number, timerMs: number): boolean {
  return Math.abs(ms - timerMs) <= Math.min(Math.max(1000, timerMs * 0.03), timerMs / 4);
}

/** The timers as what may have been it, those first whose hop the answer shows to be on the way. */
export function candidatesOf(
  limits: readonly Limit[],
  headers: Readonly<Record<string, string>>,
  because: (limit: Limit) => string,
): readonly Candidate[] {
  const marked = limits.map((limit) => ({limit, mark: markOf(limit.of, headers)}));
  const shown = [...marked.filter(({mark}) => mark !== null), ...marked.filter(({mark}) => mark === null)];
  return shown.map(({limit, mark}) => ({
    cause: `${limit.hop} (${formatDuration(limit.seconds * 1000)})`,
    because: `${because(limit)}${mark === null ? '' : `, and the header ${mark} shows it to be on the way`}`,
    fix: limit.fix,
    decidedBy: decidedBy(limit),
  }));
}

function decidedBy({of, startedBy, seconds}: Limit): string {
  if (of === 'gunicorn') return 'the log of the server at that time';
  return startedBy === 'last byte'
    ? `the same stream sent to what is behind it (\`--connect-to\`), or with a heartbeat every ${formatDuration(seconds * 500)}: neither ends then`
    : `the same stream sent to what is behind it (\`--connect-to\`): it does not end then, and with a heartbeat it does`;
}

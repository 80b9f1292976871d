import {CannotTell} from '../../model/errors.ts';
import {NEVER_AWAY, type Observer, ownSlowness} from '../../model/facts/observer.ts';
import {allowedSilence, cadenceOf} from '../../model/facts/wire/cadence.ts';
import type {StreamAnswer} from '../../model/facts/wire/stream.ts';
import type {Fault} from '../../model/outcome.ts';
import type {Expectation} from '../../model/stream-params.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {silencesWithin} from './observer.ts';

/** What a stream has to do after its beginning; in milliseconds. */
export interface LifeLimits {
  readonly expect: Expectation;
  readonly holdForMs: number;
  readonly heartbeatWithinMs: number | null;
}

export interface LifeFindings {
  readonly fault: Fault | null;
  readonly doubt: CannotTell | null;
}

const ALIVE: LifeFindings = {fault: null, doubt: null};
const ALIVE_TO_THE_END = 'whether it was alive to the end';

/** What the last silence of a stream says. `allowedMs`: how long it had to be to say that it had stopped. */
interface Tail {
  readonly state: 'alive' | 'untold' | 'stopped';
  readonly quietMs: number;
  readonly allowedMs: number;
}

/**
 * Whether a stream that we closed ourselves was alive to the end of its hold, which its being open does not prove: a server
 * that hangs, and a hop that has forgotten it, close nothing.
 */
export function lifeFindings(
  place: string,
  answer: StreamAnswer,
  limits: LifeLimits,
  observer: Observer = NEVER_AWAY,
): LifeFindings {
  const {expect, holdForMs, heartbeatWithinMs} = limits;
  const silence = heartbeatWithinMs === null ? ALIVE : silenceFindings(place, answer, heartbeatWithinMs, observer);
  if (silence !== ALIVE || expect === 'headers') return silence;
  const {headersAtMs, endAtMs} = answer;
  const {state, allowedMs, quietMs} = tailOf(answer, limits, observer);
  if (state === 'alive') return ALIVE;
  if (state === 'untold') {
    const isOurs =
      awayWithin(observer, headersAtMs, endAtMs) >= holdForMs / 4 || tailOf(answer, limits, NEVER_AWAY).state !== state;
    return {
      fault: null,
      doubt: isOurs ? ownSlowness(place, observer, endAtMs, ALIVE_TO_THE_END) : openAsFar(place, answer),
    };
  }
  if (quietMs - awayWithin(observer, endAtMs - quietMs, endAtMs) < allowedMs || observer.suspendedMs > 0) {
    return {fault: null, doubt: ownSlowness(place, observer, endAtMs, ALIVE_TO_THE_END)};
  }
  const every = formatDuration(cadenceOf(answer.timeline.arrivals, observer.gaps)?.everyMs ?? allowedMs);
  return {
    fault: {
      what: `it spoke every ${every} and stopped: open, and silent for its last ${formatDuration(quietMs)}`,
      fix: 'See whether the server process hangs (a blocked event loop, a deadlock, a stopped container), or a hop lost it without a word: the same stream straight at the server (`--connect-to`) goes on or does not.',
      candidates: [
        {
          cause: 'a server process that hangs',
          because: `it spoke every ${every}, then not for ${formatDuration(quietMs)}`,
          fix: 'See its stack or its log at that time, and let a health check ask for a stream.',
          decidedBy: 'the same stream straight at the server (`--connect-to`): it stops there too',
        },
        {
          cause: 'a hop that holds back what it gets, or has forgotten the connection (NAT, a network load balancer)',
          because: `nothing closed the connection in ${formatDuration(quietMs)}`,
          fix: 'See which hop is between, and its buffers and flow timeouts.',
          decidedBy: 'the log of the server: it goes on writing while nothing arrives',
        },
      ],
    },
    doubt: null,
  };
}

/** One clause: whether the stream was kept alive, and by what. */
export function describeLife(answer: StreamAnswer): string {
  const {events, comments, endAtMs, headersAtMs} = answer;
  const provenMs = answer.silenceAtLeastMs;
  const longest = formatDuration(provenMs);
  if (events === 0 && comments === 0) return `no event and no heartbeat comment, longest silence ${longest}`;
  const [said, beats] = [count(events, 'event'), count(comments, 'heartbeat comment')];
  if (provenMs > (endAtMs - headersAtMs) / 2) return `silent for ${longest} in one stretch (${said}, ${beats})`;
  return comments > 0
    ? `kept alive by ${beats} (${said}), longest silence ${longest}`
    : `kept alive by ${said}, longest silence ${longest}`;
}

function silenceFindings(place: string, answer: StreamAnswer, withinMs: number, observer: Observer): LifeFindings {
  const kept = silencesWithin(answer, withinMs, observer);
  if (kept === 'kept') return ALIVE;
  const within = formatDuration(withinMs);
  if (kept === 'unknown') {
    const hidden = `whether it was ever silent for more than ${within}`;
    return {fault: null, doubt: ownSlowness(place, observer, answer.endAtMs, hidden)};
  }
  return {
    fault: {
      what: `silent for ${formatDuration(answer.longestSilenceMs)}, not for ${within} at most (heartbeatWithin)`,
      fix: `Let the server send a comment at least every ${within}, and see that no hop holds comments back: look at the same stream straight at the server (\`--connect-to\`).`,
    },
    doubt: null,
  };
}

/** It has no cadence; but it has been silent for longer and gone on, more than once spoken. */
function wasSilentForLonger({events, comments, longestSilenceMs}: StreamAnswer, quietMs: number): boolean {
  return events + comments >= 4 && longestSilenceMs > quietMs;
}

function tailOf(answer: StreamAnswer, {holdForMs, heartbeatWithinMs}: LifeLimits, observer: Observer): Tail {
  const {headersAtMs, lastByteAtMs, endAtMs, timeline} = answer;
  const allowed = allowedSilence(cadenceOf(timeline.arrivals, observer.gaps), heartbeatWithinMs);
  const quietMs = endAtMs - (lastByteAtMs ?? headersAtMs);
  const isAlive =
    (allowed !== null && holdForMs <= allowed.ms) ||
    (lastByteAtMs !== null && earliestOf(lastByteAtMs, observer) >= headersAtMs + holdForMs) ||
    (allowed === null && wasSilentForLonger(answer, quietMs));
  if (isAlive) return {state: 'alive', quietMs, allowedMs: 0};
  if (allowed === null || quietMs < allowed.waitMs) return {state: 'untold', quietMs, allowedMs: 0};
  return {state: 'stopped', quietMs, allowedMs: allowed.waitMs};
}

/** @param why What would have to be waited for; left out: whether it lives. */
export function openAsFar(place: string, answer: StreamAnswer, why?: string): CannotTell {
  const {lastByteAtMs, headersAtMs, endAtMs} = answer;
  const silent = formatDuration(endAtMs - (lastByteAtMs ?? headersAtMs));
  const how = lastByteAtMs === null ? `silent from the start, for ${silent}` : `silent for its last ${silent}`;
  return new CannotTell(
    `${place}: open as far as this side can see, but ${how}: ${why ?? 'whether it was alive is not known'}`,
    'Say the longest silence that the server allows itself (`heartbeatWithin`), or hold until three heartbeats were seen; where nothing has to come, `expect: headers`.',
  );
}

function earliestOf(atMs: number, {gaps}: Observer): number {
  return gaps.find(({fromMs, toMs}) => fromMs < atMs && atMs <= toMs)?.fromMs ?? atMs;
}

function awayWithin({gaps, behindSinceMs}: Observer, fromMs: number, toMs: number): number {
  const away = gaps.reduce((sum, gap) => sum + Math.max(0, Math.min(gap.toMs, toMs) - Math.max(gap.fromMs, fromMs)), 0);
  return Math.max(away, behindSinceMs === undefined ? 0 : toMs - Math.max(behindSinceMs, fromMs));
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

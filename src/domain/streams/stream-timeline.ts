import type {Observer} from '../../model/facts/observer.ts';
import type {StreamAnswer} from '../../model/facts/wire/stream.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {type Kept, stayedOpen} from './observer.ts';

/** What the times of a stream show. All in milliseconds. */
export interface StreamTimeline {
  /** From the response headers to the end. */
  readonly ageMs: number;
  /** From the last byte (without one, from the headers) to the end. */
  readonly quietMs: number;
  /** Whether it stayed open for as long as it had to. */
  readonly held: Kept;
  /** `silent`: for more than half of its age no byte came in one stretch. */
  readonly life: 'silent' | 'heartbeats' | 'events';
}

export function timelineOf(answer: StreamAnswer, holdForMs: number, observer?: Observer): StreamTimeline {
  const ageMs = answer.endAtMs - answer.headersAtMs;
  const isSilent = provenSilenceMs(answer) > ageMs / 2;
  return {
    ageMs,
    quietMs: answer.endAtMs - (answer.lastByteAtMs ?? answer.headersAtMs),
    held: stayedOpen(answer, holdForMs, observer),
    life: isSilent ? 'silent' : answer.comments > 0 ? 'heartbeats' : 'events',
  };
}

/** One clause: whether the stream was kept alive, and by what. */
export function describeLife(answer: StreamAnswer, {life}: StreamTimeline): string {
  const longest = formatDuration(provenSilenceMs(answer));
  const heartbeats = count(answer.comments, 'heartbeat comment');
  const events = count(answer.events, 'event');
  if (answer.events === 0 && answer.comments === 0)
    return `no event and no heartbeat comment, longest silence ${longest}`;
  switch (life) {
    case 'silent':
      return `silent for ${longest} in one stretch (${events}, ${heartbeats})`;
    case 'heartbeats':
      return `kept alive by ${heartbeats} (${events}), longest silence ${longest}`;
    case 'events':
      return `kept alive by ${events}, longest silence ${longest}`;
  }
}

/** A delay of our own is not a silence of the stream. */
function provenSilenceMs({longestSilenceMs, silenceAtLeastMs}: StreamAnswer): number {
  return silenceAtLeastMs ?? longestSilenceMs;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** How a cut happened, as far as one stream can show. */
export interface CutExplanation {
  /** How the end looked on the wire, with what that does not prove. */
  readonly how: string;
  /** How it relates to the last byte and to the start. */
  readonly when: string;
  /** Well-known timers that fit; empty when none does. */
  readonly suspects: readonly string[];
  /** What to change where a timer is known to have done it, else where to look. */
  readonly fix: string;
}

/** Defaults that cut a stream so long after its last byte. Seconds. */
const IDLE_TIMERS: readonly (readonly [number, string])[] = [
  [15, "Envoy's route timeout"],
  [30, "an edge-optimised API Gateway's idle timeout"],
  [55, "Heroku's router"],
  [60, 'the default of ALB, nginx, Apache and Varnish'],
  [100, "Cloudflare's proxy read timeout"],
  [120, "Cloudflare's proxy read timeout"],
  [240, "Azure's load balancer"],
  [300, "Envoy's stream idle timeout, API Gateway's, or a client library's own"],
  [350, "a Network Load Balancer's or NAT gateway's"],
  [400, "Cloudflare's client idle timeout"],
];

/** Limits that cut a stream at an age, whatever is sent on it. Seconds. */
const AGE_LIMITS: readonly (readonly [number, string])[] = [
  [15, "Envoy's route timeout"],
  [29, "API Gateway's integration timeout"],
  [30, "CloudFront's origin response timeout, or a 30 s request timeout"],
  [60, 'a request timeout of 60 s'],
  [300, 'a request timeout of 5 min'],
  [900, "API Gateway's longest stream"],
  [3600, "ALB's client keep-alive duration"],
];

/**
 * Why a stream ended before its time. `idleTimeoutMs` is the load balancer's, when it is known: named first where the
 * time since the last byte fits it.
 */
export function explainCut(
  answer: StreamAnswer,
  timeline: StreamTimeline,
  idleTimeoutMs: number | null,
): CutExplanation {
  const {ageMs, quietMs} = timeline;
  const idle = idleTimeoutMs !== null && isNear(quietMs, idleTimeoutMs);
  const when =
    `${formatDuration(ageMs)} after it was opened and ` +
    (answer.lastByteAtMs === null ? 'without a byte' : `${formatDuration(quietMs)} after its last byte`);
  if (idle) {
    const rule = `${formatDuration(quietMs)} of silence = the load balancer's idle timeout (${formatDuration(idleTimeoutMs)})`;
    const fix = `Let the server send a comment as heartbeat at least every ${formatDuration(idleTimeoutMs / 2)}, half of the idle timeout; or raise idle_timeout.timeout_seconds of the load balancer well above the heartbeat.`;
    return {how: howItEnded(answer), when, suspects: [rule], fix};
  }
  const suspects = [
    ...fitting(IDLE_TIMERS, quietMs).map((name) => `${formatDuration(quietMs)} of silence fits ${name}`),
    ...fitting(AGE_LIMITS, ageMs).map((name) => `an age of ${formatDuration(ageMs)} fits ${name}`),
  ];
  const fix = cutAdvice(answer, suspects);
  return {how: howItEnded(answer), when, suspects: [...new Set(suspects)], fix};
}

function cutAdvice({end}: StreamAnswer, suspects: readonly string[]): string {
  if (end === 'too-large') return 'Let the server end its lines: no client keeps a line of more than 1 MiB.';
  if (suspects.length > 0) {
    return 'See which of these hops is on the way (`migrate-check trace`), and raise its limit, or let the server send a comment as heartbeat twice as often.';
  }
  return end === 'complete'
    ? 'See in the logs of the server whether it ended the stream itself (a deployment, a limit of its own); else look at the hops on the way (`migrate-check trace`).'
    : 'See in the logs of the server whether it died then; else look at the hops on the way (`migrate-check trace`).';
}

function fitting(timers: readonly (readonly [number, string])[], ms: number): readonly string[] {
  return timers.filter(([seconds]) => isNear(ms, seconds * 1000)).map(([, name]) => name);
}

/** Within 3 % or a second, as hops' timers tick; for short timers within a quarter, so that not everything fits. */
function isNear(ms: number, timerMs: number): boolean {
  return Math.abs(ms - timerMs) <= Math.min(Math.max(1000, timerMs * 0.03), timerMs / 4);
}

/** Some hops turn a reset behind them into a clean end, so a clean end proves nothing about who ended it. */
function howItEnded(answer: StreamAnswer): string {
  const hasLength = 'transfer-encoding' in answer.headers || 'content-length' in answer.headers;
  switch (answer.end) {
    case 'complete':
      return hasLength
        ? 'it was ended properly, by the server or by a hop that turns a cut into a clean end'
        : 'it was closed, which is how a body without a length ends: a cut by a hop looks the same';
    case 'truncated':
      return `it was broken off inside the message (${answer.endMessage}): a hop did that, or a server that died`;
    case 'reset':
      return `the connection was reset (${answer.endMessage}): a hop did that, or a server that died`;
    case 'stream-reset':
      return `the HTTP/2 stream was reset (${answer.endCode ?? answer.endMessage}): a hop did that, or a server that died`;
    case 'goaway':
      return `the HTTP/2 connection was ended (${answer.endCode ?? answer.endMessage}) before the stream was over`;
    case 'too-large':
      return 'we gave up: a line or an event of more than 1 MiB';
    case 'held':
    case 'silent':
      return 'we closed it';
  }
}

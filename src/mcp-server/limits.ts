import {UsageError} from '../model/errors.ts';
import {didYouMean} from '../model/text/did-you-mean.ts';
import {parseDuration} from '../model/text/duration.ts';

/** What one client, or all of them together, can take from the server. By address: see `forwardedHops`. */
export interface Limits {
  readonly bodyBytes: number;
  /** Bodies that are being read; a chunked one counts with the maximum size. */
  readonly bodiesBytes: number;
  readonly bodiesBytesPerAddress: number;
  /** Requests that are kept while something they started goes on: a stream, a session, a call. */
  readonly messagesBytes: number;
  readonly messagesBytesPerAddress: number;
  readonly headerBytes: number;
  readonly connections: number;
  /** Only without trusted hops in front: a load balancer's connections are those of many clients. */
  readonly connectionsPerAddress: number;
  readonly streams: number;
  readonly streamsPerAddress: number;
  readonly sessions: number;
  readonly sessionsPerAddress: number;
  readonly sessionIdleMs: number;
  /** Tool calls under way. */
  readonly calls: number;
  readonly callsPerAddress: number;
  readonly backlogBytes: number;
  readonly backlogTotalBytes: number;
  readonly resumeBytes: number;
  readonly endTimeoutMs: number;
  readonly headTimeoutMs: number;
  /** At least as long as `headTimeoutMs`. */
  readonly requestTimeoutMs: number;
  /** How long an idle connection is kept: longer than the load balancer keeps it (60 s by default). */
  readonly keepAliveMs: number;
}

interface Limit {
  /** On the command line. */
  readonly name: string;
  readonly field: keyof Limits;
  readonly unit: 'bytes' | 'ms' | null;
  readonly standard: number;
  readonly most: number;
  readonly summary: string;
}

const KIB = 1024;
const MIB = 1024 * KIB;

function bytes(name: string, field: keyof Limits, standard: number, most: number, summary: string): Limit {
  return {name, field, unit: 'bytes', standard, most, summary};
}

function count(name: string, field: keyof Limits, standard: number, summary: string): Limit {
  return {name, field, unit: null, standard, most: 1_000_000, summary};
}

function time(name: string, field: keyof Limits, standard: number, most: number, summary: string): Limit {
  return {name, field, unit: 'ms', standard, most, summary};
}

const HOUR_MS = 3_600_000;

/** With the defaults, a task of 1 GiB is enough. */
const LIMITS: readonly Limit[] = [
  bytes('body', 'bodyBytes', 256 * KIB, 64 * MIB, "of a request's body"),
  bytes('bodies', 'bodiesBytes', 128 * MIB, 999_999_999, 'of all bodies that are being read'),
  bytes('bodies-per-address', 'bodiesBytesPerAddress', 32 * MIB, 999_999_999, 'of one client'),
  bytes('messages', 'messagesBytes', 64 * MIB, 999_999_999, 'of requests, kept with what they began'),
  bytes('messages-per-address', 'messagesBytesPerAddress', 32 * MIB, 999_999_999, 'of one client'),
  bytes('header', 'headerBytes', 16 * KIB, MIB, "of a request's head"),
  count('connections', 'connections', 15_000, 'open at the same time'),
  count('connections-per-address', 'connectionsPerAddress', 3000, 'of one address, without --forwarded-hops'),
  count('streams', 'streams', 10_000, 'open at the same time, WebSockets among them'),
  count('streams-per-address', 'streamsPerAddress', 2000, 'of one client (see --forwarded-hops)'),
  count('sessions', 'sessions', 2000, 'of MCP'),
  count('sessions-per-address', 'sessionsPerAddress', 1000, 'of one client'),
  time('session-idle', 'sessionIdleMs', 300_000, 24 * HOUR_MS, 'without a request, until a session is over'),
  count('calls', 'calls', 1000, 'of tools, under way'),
  count('calls-per-address', 'callsPerAddress', 500, 'of one client'),
  bytes('backlog', 'backlogBytes', MIB, 64 * MIB, 'waiting for a reader, until it is cut'),
  bytes('backlog-total', 'backlogTotalBytes', 128 * MIB, 999_999_999, 'waiting for all readers'),
  bytes('resume', 'resumeBytes', 64 * MIB, 999_999_999, 'kept of all sessions, to be sent again'),
  time('end-time', 'endTimeoutMs', 30_000, HOUR_MS, 'without taking any of an answer that ends'),
  time('head-time', 'headTimeoutMs', 10_000, HOUR_MS, "until a request's head is there"),
  time('request-time', 'requestTimeoutMs', 30_000, HOUR_MS, 'until all of a request is there'),
  time('keep-alive', 'keepAliveMs', 75_000, 2 * HOUR_MS, "of an idle connection, over the load balancer's"),
];

export const DEFAULT_LIMITS = Object.fromEntries(
  LIMITS.map(({field, standard}) => [field, standard]),
) as unknown as Limits;

/**
 * The given limits, and defaults for the others; where a given limit contradicts the default of a related one, the
 * default is adjusted.
 * @throws UsageError when two given limits contradict each other.
 */
export function completeLimits(given: Partial<Limits>): Limits {
  const limits = {...DEFAULT_LIMITS, ...given};
  const {headTimeoutMs, requestTimeoutMs} = limits;
  if (headTimeoutMs <= requestTimeoutMs) return limits;
  if (given.headTimeoutMs === undefined) return {...limits, headTimeoutMs: requestTimeoutMs};
  if (given.requestTimeoutMs === undefined) return {...limits, requestTimeoutMs: headTimeoutMs};
  throw new UsageError('the head is part of the request: head-time cannot be more than request-time', {
    where: '--limit',
  });
}

/**
 * Limits written as `NAME=VALUE`: a whole number (of bytes, if it limits bytes) or a time like `30s`.
 * @throws UsageError when one is unknown, or its value is invalid.
 */
export function parseLimits(texts: readonly string[], where = '--limit'): Partial<Limits> {
  return Object.fromEntries(texts.map((text) => parseLimit(text, where)));
}

function parseLimit(text: string, where: string): [keyof Limits, number] {
  const [, name = text, value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  const limit = LIMITS.find((known) => known.name === name);
  if (limit === undefined) {
    const names = LIMITS.map((known) => known.name);
    throw new UsageError(`there is no limit "${name}", only ${names.join(', ')}.${didYouMean(name, names)}`, {where});
  }
  const number = limit.unit === 'ms' ? parseDuration(value) : /^\d{1,9}$/.test(value) ? Number(value) : null;
  if (number !== null && number >= 1 && number <= limit.most) return [limit.field, number];
  const kind = limit.unit === 'ms' ? 'a time like 30s' : limit.unit === 'bytes' ? 'a number of bytes' : 'a number';
  const least = limit.unit === 'ms' ? '1ms' : '1';
  throw new UsageError(`"${text}": the value must be ${kind}, from ${least} to ${written(limit.most, limit)}`, {where});
}

function written(value: number, {unit}: Limit): string {
  return unit === 'ms' ? `${value / 1000}s` : String(value);
}

export function limitsAsJson(): string {
  return JSON.stringify(
    LIMITS.map((limit) => ({name: limit.name, default: written(limit.standard, limit), summary: limit.summary})),
    null,
    2,
  );
}

export function limitsAsText(): string {
  const rows = LIMITS.map(
    (limit) =>
      [
        limit.name,
        `${written(limit.standard, limit)}${limit.unit === 'bytes' ? ' bytes' : ''}`,
        limit.summary,
      ] as const,
  );
  return rows.map(([name, value, summary]) => `${name.padEnd(25)}${value.padEnd(17)}${summary}`).join('\n');
}

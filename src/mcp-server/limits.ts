import {parseDuration} from '../model/duration.ts';
import {UsageError} from '../model/errors.ts';
import {didYouMean} from '../model/near-miss.ts';

/** What one client, or all of them, can take from the server. */
export interface Limits {
  readonly bodyBytes: number;
  readonly headerBytes: number;
  readonly streams: number;
  readonly streamsPerAddress: number;
  readonly sessions: number;
  readonly sessionIdleMs: number;
  readonly backlogBytes: number;
  readonly endTimeoutMs: number;
  readonly headTimeoutMs: number;
  readonly requestTimeoutMs: number;
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

const MIB = 1024 * 1024;

const LIMITS: readonly Limit[] = [
  {name: 'body', field: 'bodyBytes', unit: 'bytes', standard: MIB, most: 64 * MIB, summary: "of a request's body"},
  {name: 'header', field: 'headerBytes', unit: 'bytes', standard: 16_384, most: MIB, summary: "of a request's head"},
  {name: 'streams', field: 'streams', unit: null, standard: 10_000, most: 1_000_000, summary: 'open at the same time'},
  {
    name: 'streams-per-address',
    field: 'streamsPerAddress',
    unit: null,
    standard: 2000,
    most: 1_000_000,
    summary: 'of one client address (see --forwarded-hops)',
  },
  {name: 'sessions', field: 'sessions', unit: null, standard: 2000, most: 1_000_000, summary: 'of MCP over HTTP'},
  {
    name: 'session-idle',
    field: 'sessionIdleMs',
    unit: 'ms',
    standard: 300_000,
    most: 86_400_000,
    summary: 'without a request, until a session is over',
  },
  {
    name: 'backlog',
    field: 'backlogBytes',
    unit: 'bytes',
    standard: MIB,
    most: 64 * MIB,
    summary: 'waiting for a reader, until its stream is cut',
  },
  {
    name: 'end-time',
    field: 'endTimeoutMs',
    unit: 'ms',
    standard: 30_000,
    most: 3_600_000,
    summary: 'until a client has the last of a stream that ends',
  },
  {
    name: 'head-time',
    field: 'headTimeoutMs',
    unit: 'ms',
    standard: 10_000,
    most: 3_600_000,
    summary: "until a request's head is there",
  },
  {
    name: 'request-time',
    field: 'requestTimeoutMs',
    unit: 'ms',
    standard: 30_000,
    most: 3_600_000,
    summary: 'until all of a request is there',
  },
];

export const DEFAULT_LIMITS = Object.fromEntries(
  LIMITS.map(({field, standard}) => [field, standard]),
) as unknown as Limits;

/**
 * Limits written as `NAME=VALUE`: a whole number, of bytes where it limits bytes, or a time like `30s`.
 * @throws UsageError when one is not known, or its value is none.
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
  throw new UsageError(`"${text}": the value must be ${kind}, from 1 to ${written(limit.most, limit)}`, {where});
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
  const rows = LIMITS.map((limit) => [limit.name, written(limit.standard, limit), limit.summary] as const);
  return rows.map(([name, value, summary]) => `${name.padEnd(21)}${value.padEnd(10)}${summary}`).join('\n');
}

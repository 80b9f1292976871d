import type {Json} from '../outcome.ts';

/**
 * What is another in each run, and says nothing about the world: when something was, how long it took to the millisecond,
 * the port that a connection left from, and the ids that servers give to requests.
 */

/** Headers whose value is made for one answer. */
const OF_ONE_ANSWER: ReadonlySet<string> = new Set([
  ...['date', 'age', 'expires', 'last-modified', 'x-request-id', 'x-correlation-id', 'x-amzn-requestid'],
  ...['x-amz-apigw-id', 'x-amzn-trace-id', 'x-amz-cf-id', 'x-amz-request-id', 'cf-ray', 'traceparent'],
]);

const TOKENS = new RegExp(
  [
    String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)`,
    String.raw`(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT`,
    String.raw`\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`,
    String.raw`\b\d+(?:\.\d+)? (?:ms|s)\b`,
    String.raw`"\w*Ms":\d+(?:\.\d+)?`,
    String.raw`(?<=\d\.\d{1,3}:|\]:)\d{4,5}\b`,
    String.raw`(?<=\b(?:x-amz-apigw-id|x-amzn-requestid|x-amzn-trace-id|x-request-id|cf-ray): )[^\s,;]+`,
  ].join('|'),
  'gi',
);

/** The first port that systems choose by themselves. */
const FIRST_EPHEMERAL = 32_768;

/** When a run was, in milliseconds since 1970. */
export interface RunTime {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The runs that the old and the new value are of. */
export interface Runs {
  readonly old: RunTime;
  readonly now: RunTime;
}

/** A server's clock, or a moment that was asked for shortly before, may lie this far outside the run. */
const CLOCKS_APART_MS = 5 * 60_000;

/** What somebody has set, although its unit is that of what is measured: `idleTimeoutMs`. */
const SETTING = /timeout|interval|delay|drain|period|lifetime|ttl|window|within|retention|hold(?:For)?Ms/i;

/**
 * Whether two values differ in nothing but what is another in each run. `key` is the member that they are of. A time is
 * another in each run only where it lies in it: the end of a certificate is not.
 */
export function sameButVolatile(old: Json, now: Json, runs: Runs, key: string | null = null): boolean {
  if (key !== null && (OF_ONE_ANSWER.has(key.toLowerCase()) || (/(?:^ms|Ms)$/.test(key) && !SETTING.test(key)))) {
    return typeof old === typeof now;
  }
  if (typeof old === 'string' && typeof now === 'string') return sameText(old, now, runs);
  if (Array.isArray(old) && Array.isArray(now)) {
    return old.length === now.length && old.every((value, index) => sameButVolatile(value, now[index] ?? null, runs));
  }
  if (isObject(old) && isObject(now)) {
    const keys = new Set([...Object.keys(old), ...Object.keys(now)]);
    return [...keys].every(
      (name) =>
        Object.hasOwn(old, name) &&
        Object.hasOwn(now, name) &&
        sameButVolatile(old[name] ?? null, now[name] ?? null, runs, name),
    );
  }
  return old === now;
}

export function isObject(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sameText(old: string, now: string, runs: Runs): boolean {
  if (old === now) return true;
  const [one, other] = [uncut(old), uncut(now)];
  if (withoutTokens(one) !== withoutTokens(other)) return false;
  const others = tokensOf(other);
  return tokensOf(one).every((token, index) => sameToken(token, others[index] ?? '', runs));
}

/** The same text for all that differ in tokens only. */
export function withoutTokens(text: string): string {
  return text.replace(TOKENS, (token: string, at: number) => (isName(token, text, at) ? token : '\u0000'));
}

function tokensOf(text: string): string[] {
  const found = [...text.matchAll(TOKENS)];
  return found.filter((match) => !isName(match[0], text, match.index)).map(([token]) => token);
}

/** The id in an ARN is the name of a resource, and a setting is no measurement. */
function isName(token: string, text: string, at: number): boolean {
  if (UUID.test(token)) return /\barn:\S*$/i.test(text.slice(Math.max(0, at - 2048), at));
  return token.startsWith('"') && SETTING.test(token);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-/i;

/** A text that was cut may end in the middle of a token. */
function uncut(text: string): string {
  return text.endsWith('…') ? text.replace(/[^,\s]*…$/, '…') : text;
}

/** Whole seconds are what somebody has set; one of them is another value. So is a port below those chosen at random. */
function sameToken(one: string, other: string, runs: Runs): boolean {
  if (one === other) return true;
  if (/^\d+$/.test(one)) return Number(one) >= FIRST_EPHEMERAL && Number(other) >= FIRST_EPHEMERAL;
  if (/^[\d.]+ m?s$/.test(one)) return isMeasured(one) || isMeasured(other);
  if (TIME.test(one)) return isOfRun(one, runs.old) && isOfRun(other, runs.now);
  return true;
}

const TIME = /^\d{4}-\d\d-\d\dT|^\w{3}, \d\d /;

function isOfRun(time: string, {fromMs, toMs}: RunTime): boolean {
  const atMs = Date.parse(time);
  return atMs >= fromMs - CLOCKS_APART_MS && atMs <= toMs + CLOCKS_APART_MS;
}

function isMeasured(duration: string): boolean {
  return duration.endsWith('ms') || duration.includes('.');
}

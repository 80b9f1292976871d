import type {Observer} from '../../model/facts/observer.ts';
import type {StreamAnswer} from '../../model/facts/wire/stream.ts';
import type {Fault} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {plainText} from '../../model/text/plain-text.ts';

/** What shows that an answer was kept by a cache. */

type Headers = Readonly<Record<string, string>>;

/** What caches say of themselves: CloudFront, Fastly, Akamai, Squid, Cloudflare, Vercel, Bunny, LiteSpeed, and the usual of nginx. */
const CACHE_HEADER =
  /^(?:(?:x-)?(?:[a-z0-9]+-)*cached?(?:-status|-lookup|-remote|-result)?|cf-cache-status|cdn-cache)$/;
/** Not `hit-for-pass` or `hit-for-miss`, which come from the origin. Stale or revalidated content is the cache's own. */
const HIT =
  /(?:^|[^a-z0-9_-])(?:tcp_[a-z_]*hit[a-z_]*|(?:refresh)?hit(?!-for|_for| for|-miss)|cdn-cache-(?:refresh)?hit|stale|updating|revalidated|prerender|(?<!(?:not|un)[ -]?)cached)(?![a-z0-9])/i;
/** What Akamai, Fastly and CloudFront say to a browser's tools; other metrics there are of the server itself. */
const TIMED_HIT = /(?:^|[\s,])cdn-cache(?:-(?:refresh)?hit\b|[^,]*\bdesc\s*=\s*"?[^",]*hit)/i;
/** A parameter of a member of Cache-Status (RFC 9211, section 2.1). */
const CACHE_STATUS_HIT = /;\s*hit(?:\s*=\s*\?1)?\s*(?:[;,]|$)/i;

/** Why an answer is from a cache, by what it says; null: it does not say so. */
export function cacheHit(headers: Headers): Fault | null {
  const age = numbersIn(headers.age).find((seconds) => seconds > 0);
  const hits = Object.entries(headers).filter(([name, value]) => saysHit(name, value));
  if (age === undefined && hits.length === 0) return null;
  const signs = [
    ...(age === undefined ? [] : [`Age: ${age}`]),
    ...hits.map(([name, value]) => `${name}: ${plainText(value, 80)}`),
  ];
  return {what: `comes from a cache (${signs.join(', ')}), not from the server itself`, fix: FIX};
}

const FIX =
  'Switch the cache off for this path on the hop that says so (its rules may override what the server says), and let the server send Cache-Control: no-store. Clear what it keeps.';

function saysHit(name: string, value: string): boolean {
  // Two ids: this request's, and that of the request that brought the object into the cache.
  if (name === 'x-varnish') return /^\s*\d+\s+\d+/.test(value);
  if (name === 'x-cache-hits') return numbersIn(value).some((hits) => hits > 0);
  if (name === 'cache-status' && CACHE_STATUS_HIT.test(value)) return true;
  if (name === 'server-timing') return TIMED_HIT.test(value);
  // Rack and Symfony say each step: `stale, invalid, store` is of the server.
  if (/^x-(?:rack|symfony)-cache$/.test(name)) return /\bfresh\b|\bstale, valid\b/i.test(value);
  if (/^(?:x-)?(?:from-cache|cache-hit)$/.test(name)) return /^(?:1|true|yes|hit)$/i.test(value.trim());
  // Response is stale, and the likes of it (RFC 7234, section 5.5), which caches alone say.
  if (name === 'warning') return /(?:^|,)\s*11[0-3] /.test(value);
  return CACHE_HEADER.test(name) && HIT.test(` ${value}`);
}

function numbersIn(value: string | undefined): readonly number[] {
  return (value ?? '').split(',').flatMap((one) => (/^\s*\d+\s*$/.test(one) ? [Number(one)] : []));
}

/** What two clocks may differ by: of the server and of the hop that says Date. */
const CLOCKS_DIFFER_MS = 60_000;
/** What two clocks may differ by in what they say has passed. */
const SLACK_MS = 2000;

/** Whether the events were sent before they were asked for, by the times in them. */
export function oldTimes(
  {headers, headersAtMs, framing: {serverClock}}: StreamAnswer,
  observer: Observer,
): 'unknown' | Fault | null {
  if (serverClock === null) return null;
  const {firstMs, lastMs, firstAtMs, lastAtMs, source} = serverClock;
  // Of a stream that was asked for now, the server cannot have sent for longer than we have been listening.
  const sentForMs = source === 'measuring event' ? lastMs : lastMs - firstMs;
  const listenedMs = lastAtMs * 1.01 + SLACK_MS;
  if (sentForMs > listenedMs) {
    if (observer.suspendedMs > 0) return 'unknown';
    const what = `its events say that the server has been sending for ${formatDuration(sentForMs)}, ${formatDuration(lastAtMs)} after they were asked for: they are of another request`;
    return {what, fix: FIX};
  }
  const saidAtMs = Date.parse(headers.date ?? '');
  if (source !== 'ping comment' || Number.isNaN(saidAtMs)) return null;
  const olderMs = saidAtMs + (firstAtMs - headersAtMs) - firstMs;
  if (olderMs <= CLOCKS_DIFFER_MS) return null;
  const what = `its first heartbeat says ${new Date(firstMs).toISOString()}, ${formatDuration(olderMs)} before it came by the Date of the answer`;
  return {
    what: `${what}: it is an old one`,
    fix: `${FIX} Or see which of the clocks is wrong, that of the server or that of the hop.`,
  };
}

/** What is said, and not wrong by itself: whether a cache may keep the answer. */
export function storageNote(headers: Headers): string {
  const directives = (headers['cache-control'] ?? '')
    .toLowerCase()
    .split(',')
    .map((one) => one.trim());
  if (directives.includes('no-store')) return 'Cache-Control: no-store';
  const is =
    headers['cache-control'] === undefined
      ? 'there is no Cache-Control'
      : `Cache-Control is ${plainText(headers['cache-control'], 80)}`;
  return `${is}, without no-store: a cache on the way may keep it`;
}

import {plainAddress} from '../network/plain-address.ts';

/** Where an endpoint event leads, seen from the stream that it came on and the base path that both are meant to be below. */
export type EndpointPlace =
  /** Same origin, below the base path once. */
  | 'kept'
  | 'base-missing'
  | 'base-doubled'
  /** Same origin, below another path. */
  | 'elsewhere'
  /** The same host by http, where the stream is https. */
  | 'plain-http'
  /** A host or port that only the inside of a network knows. */
  | 'internal'
  | 'other-origin'
  /** No URL at all. */
  | 'no-url';

/** Where the name of a transport begins, no base path does. */
const MOUNT = /^(?:mcp|sse|messages?|stream|events)$/i;

/**
 * The base path that a URL of MCP is below: what comes before the first segment that is named after a transport, else all but
 * the last segment. `''` for none, else with a leading slash and without one at the end.
 */
export function basePathIn(url: string): string {
  const segments = new URL(url).pathname.split('/').filter((segment) => segment !== '');
  const mount = segments.findIndex((segment) => MOUNT.test(segment));
  const base = segments.slice(0, mount === -1 ? -1 : mount);
  return base.map((segment) => `/${segment}`).join('');
}

/** `endpoint`: resolved against the URL of the stream; null: that is not possible. */
export function placeOf(endpoint: string | null, streamUrl: string, basePath: string): EndpointPlace {
  const named = endpoint === null ? null : URL.parse(endpoint);
  const stream = new URL(streamUrl);
  if (named === null) return 'no-url';
  if (named.origin !== stream.origin) return originPlace(named, stream);
  if (basePath === '') return 'kept';
  if (isBelow(named.pathname, basePath + basePath)) return 'base-doubled';
  if (isBelow(named.pathname, basePath)) return 'kept';
  const mount = stream.pathname.slice(basePath.length);
  return isBelow(stream.pathname, basePath) && isAlike(named.pathname, mount) ? 'base-missing' : 'elsewhere';
}

function originPlace(named: URL, stream: URL): EndpointPlace {
  const isSameHost = named.hostname === stream.hostname;
  const isDown = named.protocol === 'http:' && stream.protocol === 'https:';
  if (isSameHost && isDown && (named.port === '' || named.port === stream.port)) return 'plain-http';
  return isSameHost || (isInternal(named.hostname) && !isInternal(stream.hostname)) ? 'internal' : 'other-origin';
}

export function isBelow(path: string, base: string): boolean {
  return path === base || path.startsWith(`${base}/`);
}

/** Messages are taken below the stream's own path (fastapi-mcp) or beside it (FastMCP, `/sse` and `/messages/`). */
function isAlike(path: string, mount: string): boolean {
  const [first] = mount.split('/').filter((segment) => segment !== '');
  const [own = ''] = path.split('/').filter((segment) => segment !== '');
  return own === first || MOUNT.test(own);
}

/** Names and addresses that no client outside can reach. */
const INTERNAL_NAME =
  /^(?:localhost|[^.]+|.+\.(?:local|localhost|internal|lan|svc|corp|home\.arpa)|internal-.+\.elb\.amazonaws\.com)$/i;
const INTERNAL_V4 =
  /^(?:10|127|0)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\.|^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./;
const INTERNAL_V6 = /^(?:::1?$|f[cd]|fe[89ab])/i;

function isInternal(hostname: string): boolean {
  const bare = plainAddress(hostname.replace(/^\[|\]$/g, ''));
  if (bare.includes(':')) return INTERNAL_V6.test(bare);
  return /^[\d.]+$/.test(bare) ? INTERNAL_V4.test(bare) : INTERNAL_NAME.test(bare);
}

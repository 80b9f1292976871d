import {REDACTED, redactQuery, redactUrl} from '../model/text/redact.ts';
import {showsHeader} from '../model/text/secret-names.ts';
import type {RequestGiven, TracedRequest} from '../model/trace.ts';

/** A request as the trace follows it. `shown` is what may be printed of it; `headers` and `query` are as they are sent. */
export interface RequestToFollow {
  readonly shown: TracedRequest;
  /** What comes after the `?`. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  /** It is a handshake of WebSocket: a request of HTTP/1.1 that asks for an upgrade. */
  readonly isWebSocket: boolean;
}

/** As curl has it: a header without a value is not sent. */
export function sentHeaders(headers: RequestToFollow['headers']): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value === '' ? [] : [value]]),
  );
}

/** By which listener rules may tell it from others (RFC 6455, section 4.1). */
const HANDSHAKE = {Connection: 'Upgrade', Upgrade: 'websocket'} as const;

const PORTS = {http: 80, https: 443} as const;

export function requestToFollow({url, method, headers, sourceIp}: RequestGiven): RequestToFollow {
  const isWebSocket = url.protocol === 'ws:' || url.protocol === 'wss:';
  const scheme = url.protocol === 'http:' || url.protocol === 'ws:' ? 'http' : 'https';
  const sent = isWebSocket ? {...HANDSHAKE, ...headers} : headers;
  const shownHeaders = Object.entries(sent).map(([name, value]) => [name, showsHeader(name) ? value : REDACTED]);
  const query = url.search.replace(/^\?/, '');
  const shownQuery = redactQuery(query);
  const shown: TracedRequest = {
    method,
    url: redactUrl(`${url.protocol}//${url.host}${url.pathname}${query === '' ? '' : `?${shownQuery}`}`),
    scheme,
    host: url.hostname.replace(/\.$/, ''),
    port: url.port === '' ? PORTS[scheme] : Number(url.port),
    path: url.pathname,
    query: shownQuery,
    headers: Object.fromEntries(shownHeaders),
    sourceIp,
  };
  return {shown, headers: sent, query, isWebSocket};
}

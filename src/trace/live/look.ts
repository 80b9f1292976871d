import {CannotTell, NoAnswer} from '../../model/errors.ts';
import type {Protocol} from '../../model/facts/wire/connection.ts';
import type {HttpAnswer, HttpExchange} from '../../model/facts/wire/http.ts';
import type {DnsProbe, HttpProbe, SseProbe, WebSocketProbe} from '../../model/facts/wire/probes.ts';
import type {TlsProbe} from '../../model/facts/wire/tls.ts';
import type {RequestToFollow} from '../traced-request.ts';

/** What a live trace asks the wire. */
export interface LiveWire {
  readonly dns: Pick<DnsProbe, 'addresses'>;
  readonly http: Pick<HttpProbe, 'request'>;
  readonly sse: Pick<SseProbe, 'stream'>;
  readonly webSocket: WebSocketProbe;
  readonly tls: Pick<TlsProbe, 'handshake'>;
}

/** Of an answer, what tells who gave it. */
export type LiveAnswer = Pick<HttpAnswer, 'status' | 'headers' | 'body' | 'end'>;

export interface LiveExchange extends Pick<HttpExchange, 'connection' | 'refusal'> {
  readonly answer: LiveAnswer | null;
}

/** One request to one of the addresses behind a host. */
export interface AddressLook {
  /** `the address` where it was not pinned to one. */
  readonly address: string;
  /** Whether that is where it was sent. */
  readonly isPinned: boolean;
  /** Null: nothing came back. */
  readonly exchange: LiveExchange | null;
  readonly silent: CannotTell | NoAnswer | null;
}

/** A stream is watched for as long as this, and all else has ended by then. */
export const WITHIN_MS = 5000;

/** More addresses are not looked at. */
export const MOST_ADDRESSES = 8;

/** The same request to each address; `null`: wherever it leads by itself. */
export async function lookAt(
  wire: LiveWire,
  request: RequestToFollow,
  addresses: readonly (string | null)[],
): Promise<readonly AddressLook[]> {
  return await Promise.all(
    addresses.map(async (pinned) => {
      try {
        const exchange = await ask(wire, request, pinned === null ? {} : {address: pinned});
        const address = pinned ?? exchange.connection?.remoteAddress ?? 'the address';
        return {address, isPinned: pinned !== null, exchange, silent: null};
      } catch (thrown) {
        if (!(thrown instanceof CannotTell || thrown instanceof NoAnswer)) throw thrown;
        return {address: pinned ?? 'the address', isPinned: pinned !== null, exchange: null, silent: thrown};
      }
    }),
  );
}

async function ask(
  {http, webSocket}: LiveWire,
  request: RequestToFollow,
  pinned: {readonly address?: string},
): Promise<LiveExchange> {
  const {shown, isWebSocket} = request;
  const {method} = shown;
  if (!isWebSocket) {
    return await http.request({method, url: urlOf(request), headers: request.headers, withinMs: WITHIN_MS, ...pinned});
  }
  const within = {openWithinMs: WITHIN_MS, replyWithinMs: WITHIN_MS, pongWithinMs: WITHIN_MS};
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !OF_HANDSHAKE.test(name)));
  const url = urlOf(request).replace(/^http/, 'ws');
  const seen = await webSocket.connect({url, headers, subprotocols: [], holdForMs: 0, ...within, ...pinned});
  const {connection, refusal, handshake} = seen;
  return {connection, refusal, answer: handshake && {...handshake, end: 'complete'}};
}

/** The client of WebSocket sends them by itself. */
const OF_HANDSHAKE = /^(?:connection|upgrade|sec-websocket-.*)$/i;

/** As it is sent: `shown` has no secrets in its query. */
export function urlOf({shown: {scheme, host, port, path}, query}: RequestToFollow): string {
  return `${scheme}://${host}:${port}${path}${query === '' ? '' : `?${query}`}`;
}

/** A TCP connection was made. */
export function isConnected({exchange, silent}: AddressLook): boolean {
  if (exchange !== null) return exchange.connection !== null;
  return silent instanceof NoAnswer && (silent.phase === 'tls' || silent.phase === 'headers');
}

export function protocolName(protocol: Protocol): string {
  return protocol === 'h2' ? 'HTTP/2' : 'HTTP/1.1';
}

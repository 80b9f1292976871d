import type {IncomingMessage} from 'node:http';
import {clientAddress} from './guard/client-address.ts';
import type {Kept} from './guard/kept.ts';
import type {OutgoingResponse} from './streams/outgoing-response.ts';

/** One request and its response. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: OutgoingResponse;
  /** The path exactly as it came, without the query: neither decoded nor normalised. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The client's address. */
  readonly address: string;
  /** Memory held for it while anything that it started goes on; null: negligible. */
  kept: Kept | null;
}

export function exchangeOf(request: IncomingMessage, response: OutgoingResponse, forwardedHops: number): Exchange {
  toOriginForm(request);
  // Not `new URL`: it would read `//host/health` as `/health`, and answer a path that a listener rule would not route
  // here.
  const [, path = '', query = ''] = /^([^?]*)\??(.*)$/s.exec(request.url ?? '') ?? [];
  const address = clientAddress(request, forwardedHops);
  return {request, response, path, query: new URLSearchParams(query), address, kept: null};
}

/** In absolute form, as sent to proxies, the target names the host and `Host` is ignored (RFC 9112, section 3.2.2). */
export function toOriginForm(request: IncomingMessage): void {
  const [, host, target = ''] = /^https?:\/\/([^/?#]+)(.*)$/is.exec(request.url ?? '') ?? [];
  if (host === undefined) return;
  request.headers.host = host;
  request.url = target.startsWith('/') ? target : `/${target}`;
}

export function sendJson(response: OutgoingResponse, status: number, body: unknown): void {
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(text);
}

export function sendError(response: OutgoingResponse, status: number, code: string, message: string): void {
  sendJson(response, status, {error: {code, message}});
}

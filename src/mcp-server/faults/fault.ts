import type {ServerResponse} from 'node:http';
import type {Exchange} from '../exchange.ts';
import type {ServerState} from '../server-state.ts';
import type {ResponseTap} from '../streams/tap.ts';

/** How the value of a fault is written. */
export interface FaultValue<Value> {
  /** As the help shows it: `DURATION`. */
  readonly syntax: string;
  /** What comes after "must be" in an error message. */
  readonly means: string;
  readonly example: string;
  parse(text: string): Value | null;
}

/** The effect on one exchange. Made for each exchange, so its counters belong to that one alone. */
export interface FaultEffect extends ResponseTap {
  /** Runs before anything else handles the request. True: it has been answered. */
  request?(exchange: Exchange): boolean | Promise<boolean>;
}

/** One way to misbehave, as a hop or a server on the path might. */
export interface Fault<Value = unknown> {
  /** On the command line and in a query. */
  readonly name: string;
  readonly value: FaultValue<Value> | null;
  /** What the server does. */
  readonly does: string;
  /** What a client sees of it, which sets it apart from the others. */
  readonly seenAs: string;
  /** Why this server cannot show it. */
  problem?(value: Value, state: Pick<ServerState, 'basePath'>): string | null;
  begin(value: Value, state: ServerState): FaultEffect;
}

/** A fault in the table, whatever its value type. */
export type AnyFault = Fault<never>;

/** Keeps the value's type consistent between its syntax and its use. */
export function defineFault<Value>(fault: Fault<Value>): AnyFault {
  return fault as AnyFault;
}

/** Whether a part of a stream is an event; otherwise it is a comment or a retry time. */
export function isEvent(part: string): boolean {
  return /^data:/m.test(part);
}

/** The JSON-RPC message of a part, if it is the result of a tool call, for the fault `no-result`. */
export function isCallResult(part: string): boolean {
  const data = /^data: (.*)$/m.exec(part)?.[1];
  if (data === undefined || !data.includes('"result"')) return false;
  try {
    return Array.isArray(JSON.parse(data)?.result?.content);
  } catch {
    return false;
  }
}

/**
 * Whether a request is for one of the server's streams, so that it can be refused as a stream. With MCP over HTTP every
 * message asks for one, and in the stateless revision nothing else does.
 */
export function asksForStream({request, path}: Exchange): boolean {
  if (request.method === 'POST') return /\/mcp$/.test(path);
  return request.method === 'GET' && /\/(events|mcp|mcp\/sse|mcp\/sse\/stream)$/.test(path);
}

/** Whether a request carries a message of MCP. */
export function carriesMessage({request, path}: Exchange): boolean {
  return request.method === 'POST' && /\/(mcp|messages\/?)$/.test(path);
}

/** Removes the headers that let pages of other origins read the answer: a gateway or a refusing server sends none. */
export function forgetCors(response: ServerResponse): void {
  for (const name of response.getHeaderNames()) {
    if (name.startsWith('access-control-')) response.removeHeader(name);
  }
}

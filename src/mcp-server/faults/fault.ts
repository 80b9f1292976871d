import type {ServerResponse} from 'node:http';
import type {Exchange} from '../exchange.ts';
import type {ServerState} from '../server-state.ts';
import type {ResponseTap} from '../streams/tap.ts';

/** How the value of a fault is written. */
export interface FaultValue<Value> {
  /** As the help shows it: `DURATION`. */
  readonly syntax: string;
  /** What stands in an error message behind "must be". */
  readonly means: string;
  readonly example: string;
  parse(text: string): Value | null;
}

/** What becomes of one exchange. Made anew for each: what it counts is of this exchange alone. */
export interface FaultEffect extends ResponseTap {
  /** Before the request is looked at by anybody else. True: it has been answered. */
  request?(exchange: Exchange): boolean | Promise<boolean>;
}

/** One way to misbehave, as a hop or a server on the way does it. */
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

/** A fault as it stands in the table, whatever its value is. */
export type AnyFault = Fault<never>;

/** Keeps the type of the value between its syntax and its use. */
export function defineFault<Value>(fault: Fault<Value>): AnyFault {
  return fault as AnyFault;
}

/** Whether a part of a stream is an event; else it is a comment or a time to come back. */
export function isEvent(part: string): boolean {
  return /^data:/m.test(part);
}

/** The JSON-RPC message of a part, when it is the result of a tool's call: what the fault `no-result` is about. */
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
 * Whether a request is for one of the server's streams, so that it can be turned away as a stream would be. With MCP over
 * HTTP each message asks for one, and in the stateless revision nothing else does.
 */
export function asksForStream({request, path}: Exchange): boolean {
  if (request.method === 'POST') return /\/mcp$/.test(path);
  return request.method === 'GET' && /\/(events|mcp|mcp\/sse|mcp\/sse\/stream)$/.test(path);
}

/** Whether a request carries a message of MCP. */
export function carriesMessage({request, path}: Exchange): boolean {
  return request.method === 'POST' && /\/(mcp|messages\/?)$/.test(path);
}

/** Takes back what lets a page of another origin read the answer: a gateway, or a server that refuses, says none of it. */
export function forgetCors(response: ServerResponse): void {
  for (const name of response.getHeaderNames()) {
    if (name.startsWith('access-control-')) response.removeHeader(name);
  }
}

import type {Exchange} from '../exchange.ts';
import type {ServerState} from '../server-state.ts';
import {full} from './full.ts';
import {Kept} from './kept.ts';
import type {Refusal} from './refusal.ts';

/** A body is kept as bytes, as text and as values; a head as a list and by name. Measured. */
const OF_BODY = 3;
const OF_HEAD = 2;
/** So much of each is paid for by the place that a stream, a session or a call takes: usual requests always find room. */
const USUAL_BYTES = 4096;
/** By then the session or the call of a client that has left holds its own part. */
const LEFT_MS = 1000;

/**
 * Counts what is kept of a request whose body has come, at first until its response is over. Not null: there is no room
 * for it.
 */
export function keepRequest(exchange: Exchange, state: ServerState, bodyBytes: number): Refusal | null {
  const {messageQuota, limits, clock} = state;
  const {request, response, address} = exchange;
  const bytes = OF_BODY * unusual(bodyBytes) + OF_HEAD * unusual(headBytes(request));
  if (bytes === 0 || exchange.kept !== null) return null;
  // One of the largest must fit.
  const largest = OF_BODY * limits.bodyBytes + OF_HEAD * limits.headerBytes;
  const most = Math.max(limits.messagesBytes, largest) - bytes + 1;
  const mostOfAddress = Math.max(limits.messagesBytesPerAddress, largest) - bytes + 1;
  const refusal = full('messages', messageQuota, most, mostOfAddress, address);
  if (refusal !== null) return refusal;
  exchange.kept = new Kept(messageQuota.take(address, bytes));
  const letGo = exchange.kept.hold();
  // That its client has left is told once, and may have been told while the body was taken.
  if (response.closed) clock.after(LEFT_MS, letGo);
  else response.on('close', letGo);
  return null;
}

function unusual(bytes: number): number {
  return Math.max(0, bytes - USUAL_BYTES);
}

function headBytes({rawHeaders, url = ''}: Exchange['request']): number {
  return rawHeaders.reduce((sum, text) => sum + text.length, url.length);
}

import type {Exchange} from '../exchange.ts';
import type {ServerState} from '../server-state.ts';
import {full} from './full.ts';
import {Kept} from './kept.ts';
import type {Refusal} from './refusal.ts';

/** A body is kept as bytes, text and values; a head as a list and by name. Factors measured. */
const OF_BODY = 3;
const OF_HEAD = 2;
/** This much is covered by the quota of a stream, session or call, so that normal requests always find room. */
const USUAL_BYTES = 4096;
/** By then the session or call of a client that has left holds its own share. */
const LEFT_MS = 1000;

/**
 * Counts the memory of a request whose body has come, at first until its response is finished. Not null: there is no
 * room for it.
 */
export function keepRequest(exchange: Exchange, state: ServerState, bodyBytes: number): Refusal | null {
  const {messageQuota, limits, clock} = state;
  const {request, response, address} = exchange;
  const bytes = OF_BODY * unusual(bodyBytes) + OF_HEAD * unusual(headBytes(request));
  if (bytes === 0 || exchange.kept !== null) return null;
  // One body of the largest size must fit.
  const largest = OF_BODY * limits.bodyBytes + OF_HEAD * limits.headerBytes;
  const most = Math.max(limits.messagesBytes, largest) - bytes + 1;
  const mostOfAddress = Math.max(limits.messagesBytesPerAddress, largest) - bytes + 1;
  const refusal = full('messages', messageQuota, most, mostOfAddress, address);
  if (refusal !== null) return refusal;
  exchange.kept = new Kept(messageQuota.take(address, bytes));
  const letGo = exchange.kept.hold();
  // The `close` event fires once, and may have fired while the body was being read.
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

import {HEARTBEAT_SYNTAX, INTERVAL_SYNTAX, parseHeartbeat, parseInterval} from '../interval.ts';
import type {ServerState} from '../server-state.ts';

export const LARGEST_PAD_BYTES = 256 * 1024;

/** What a client requests from the measuring stream. */
export interface Measurement {
  readonly cadenceMs: number;
  /** 0: no heartbeat. */
  readonly heartbeatMs: number;
  /** The number of the last event. */
  readonly count: number;
  /** Added to each event. */
  readonly padBytes: number;
  /** Sent to the client with the first event; null: not sent. */
  readonly retryMs: number | null;
  readonly hasIds: boolean;
  /** The stream that this request continues; null: a new one. */
  readonly resumed: Resumed | null;
}

export interface Resumed {
  readonly stream: string;
  /** The last event that the client received. */
  readonly seq: number;
}

/** Short, and only letters, digits, `.` and `-`: a browser can send such an id back without a preflight. */
export function eventId(stream: string, seq: number): string {
  return `${stream}.${seq}`;
}

function resumedFrom(id: string | undefined): Resumed | null {
  const [, stream, seq] = /^([0-9a-f-]{36})\.(\d{1,9})$/.exec(id ?? '') ?? [];
  return stream === undefined ? null : {stream, seq: Number(seq)};
}

/**
 * What the query asks for, or what is wrong with it. Unknown parameters are ignored, as hops may have added them.
 * `lastEventId` comes from the header; an id that is not ours starts a new stream.
 */
export function measurementFrom(
  query: URLSearchParams,
  lastEventId: string | undefined,
  defaults: Pick<ServerState, 'cadenceMs' | 'heartbeatMs'>,
): Measurement | string {
  const {cadence, heartbeat, count, size, retry, ids = '1', resume} = Object.fromEntries(query);
  const cadenceMs = cadence === undefined ? defaults.cadenceMs : parseInterval(cadence);
  const heartbeatMs = heartbeat === undefined ? defaults.heartbeatMs : parseHeartbeat(heartbeat);
  const retryMs = retry === undefined ? null : parseInterval(retry);
  const padBytes = size === undefined ? 0 : /^\d{1,6}$/.test(size) ? Number(size) : Number.POSITIVE_INFINITY;
  if (cadenceMs === null) return `cadence=${cadence} is not ${INTERVAL_SYNTAX}`;
  if (heartbeatMs === null) return `heartbeat=${heartbeat} is not ${HEARTBEAT_SYNTAX}`;
  if (retry !== undefined && retryMs === null) return `retry=${retry} is not ${INTERVAL_SYNTAX}`;
  if (padBytes > LARGEST_PAD_BYTES) return `size=${size} is not a number of bytes from 0 to ${LARGEST_PAD_BYTES}`;
  if (ids !== '1' && ids !== '0') return `ids=${ids} is neither 1 (each event has an id) nor 0`;
  if (count !== undefined && !/^[1-9]\d{0,8}$/.test(count)) {
    return `count=${count} is not a whole number from 1 to 999999999`;
  }
  const sent = resumedFrom(lastEventId);
  const named = resume === undefined || resume === '0' || resume === '1' ? null : resumedFrom(resume);
  if (named === null && resume !== undefined && resume !== '0' && resume !== '1') {
    return `resume=${resume} is not the id of an event of this stream; 0 begins a new one`;
  }
  return {
    cadenceMs,
    heartbeatMs,
    count: count === undefined ? Number.POSITIVE_INFINITY : Number(count),
    padBytes,
    retryMs,
    hasIds: ids === '1',
    resumed: resume === '0' ? null : ofBoth(named, sent),
  };
}

/** A client that reconnects to the same URL has made progress since. */
function ofBoth(named: Resumed | null, sent: Resumed | null): Resumed | null {
  if (named === null || sent === null) return named ?? sent;
  return sent.stream === named.stream && sent.seq > named.seq ? sent : named;
}

import {randomUUID} from 'node:crypto';
import type {Handler} from './dispatch.ts';
import {EventStream} from './event-stream.ts';
import {sendError} from './exchange.ts';
import {HEARTBEAT_SYNTAX, INTERVAL_SYNTAX, parseHeartbeat, parseInterval} from './interval.ts';
import type {ServerState} from './server-state.ts';

interface Measurement {
  readonly cadenceMs: number;
  /** 0: no heartbeat. */
  readonly heartbeatMs: number;
  /** After so many events the stream ends. */
  readonly count: number;
}

/**
 * A plain SSE stream whose events say when they were sent: compared with when they arrive, they show what the hops in
 * between do to a stream. The first event comes at once, each other at its multiple of the cadence.
 */
export function measuringStream(state: ServerState): Handler {
  return async ({response, path, query}) => {
    const measurement = measurementFrom(query, state);
    if (typeof measurement === 'string') return sendError(response, 400, 'bad-parameter', `${path}: ${measurement}`);
    const stream = EventStream.open(response);
    state.streams.add(stream.closed, (retryMs) => {
      stream.retryAfter(retryMs);
      stream.end();
    });
    await Promise.all([
      stream.keepAlive(measurement.heartbeatMs, state.clock),
      sendEvents(stream, measurement, state).then(() => stream.end()),
    ]);
  };
}

async function sendEvents(
  stream: EventStream,
  measurement: Measurement,
  {clock, instance}: ServerState,
): Promise<void> {
  const {cadenceMs, heartbeatMs, count} = measurement;
  const streamId = randomUUID();
  const startMs = clock.monotonicMs();
  for (let seq = 1; seq <= count && !stream.closed.aborted; seq++) {
    const sinceStartMs = Number((clock.monotonicMs() - startMs).toFixed(3));
    const serverTime = clock.now().toISOString();
    await stream.send(
      JSON.stringify({seq, serverTime, sinceStartMs, stream: streamId, instance, cadenceMs, heartbeatMs}),
    );
    // Against the start, not against the event before: a late event does not delay all that follow.
    const dueInMs = startMs + seq * cadenceMs - clock.monotonicMs();
    if (seq < count && !(await stream.waits(Math.max(0, dueInMs), clock))) return;
  }
}

/** What the query asks for, or what is wrong with it. Parameters that are not ours are left to the hops that added them. */
function measurementFrom(
  query: URLSearchParams,
  defaults: Pick<ServerState, 'cadenceMs' | 'heartbeatMs'>,
): Measurement | string {
  const {cadence, heartbeat, count} = Object.fromEntries(query);
  const cadenceMs = cadence === undefined ? defaults.cadenceMs : parseInterval(cadence);
  const heartbeatMs = heartbeat === undefined ? defaults.heartbeatMs : parseHeartbeat(heartbeat);
  if (cadenceMs === null) return `cadence=${cadence} is not ${INTERVAL_SYNTAX}`;
  if (heartbeatMs === null) return `heartbeat=${heartbeat} is not ${HEARTBEAT_SYNTAX}`;
  if (count === undefined) return {cadenceMs, heartbeatMs, count: Number.POSITIVE_INFINITY};
  if (!/^[1-9]\d{0,8}$/.test(count)) return `count=${count} is not a whole number from 1 to 999999999`;
  return {cadenceMs, heartbeatMs, count: Number(count)};
}

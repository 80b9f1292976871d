import type {Handler} from '../dispatch.ts';
import {sendError} from '../exchange.ts';
import {refusesStream} from '../guard/admission.ts';
import type {ServerState} from '../server-state.ts';
import {eventId, LARGEST_PAD_BYTES, type Measurement, measurementFrom} from './measurement.ts';
import type {OpenStream} from './open-stream.ts';
import {Recurring} from './shared-ticks.ts';

/** Shared by all streams: each sends a slice of it in its events, and none keeps a copy. */
const PAD = 'x'.repeat(LARGEST_PAD_BYTES);

/**
 * A plain SSE stream whose events say when they were sent: compared with their arrival, they show what the hops in
 * between do to a stream. The first event comes at once, every other at its multiple of the cadence. A client that
 * reconnects with the id of its last event gets the numbers after it, from any instance.
 */
export function measuringStream(state: ServerState): Handler {
  return (exchange) => {
    const {request, response, path, query} = exchange;
    if (refusesStream(exchange, state)) return;
    const lastEventId = request.headers['last-event-id'];
    const measurement = measurementFrom(query, lastEventId?.toString(), state);
    if (typeof measurement === 'string') return sendError(response, 400, 'bad-parameter', `${path}: ${measurement}`);
    if ((measurement.resumed?.seq ?? 0) >= measurement.count) {
      // Clients reconnect to every stream that ends; 204 tells them that there is no more.
      response.writeHead(204);
      response.end();
      return;
    }
    response.heartbeatMs = measurement.heartbeatMs;
    response.writeHead(200, {'Content-Type': 'text/event-stream'});
    if (response.stream !== null) sendEvents(response.stream, measurement, state);
  };
}

function sendEvents(stream: OpenStream, measurement: Measurement, {clock, instance, ticks}: ServerState): void {
  const {cadenceMs, heartbeatMs, count, padBytes, retryMs, hasIds, resumed} = measurement;
  const id = resumed?.stream ?? stream.id;
  const first = (resumed?.seq ?? 0) + 1;
  const startMs = clock.monotonicMs();
  // The constant parts are built once: thousands of events a second share them.
  const head = hasIds ? `id: ${eventId(id, 0).slice(0, -1)}` : '';
  const rest = JSON.stringify({
    stream: id,
    instance,
    cadenceMs,
    heartbeatMs,
    // In the log every connection is a separate stream.
    ...(resumed === null ? {} : {resumedAfter: resumed.seq, connection: stream.id}),
  });
  const tail = `,${rest.slice(1, -1)}`;
  let seq = first;

  const next = new Recurring(() => {
    const sinceStartMs = clock.monotonicMs() - startMs;
    const fields = `"seq":${seq},"serverTime":"${clock.now().toISOString()}","sinceStartMs":${sinceStartMs.toFixed(3)}`;
    const lead = hasIds ? `${head}${seq}\n` : '';
    const retry = seq === first && retryMs !== null ? `retry: ${retryMs}\n` : '';
    const pad = padBytes === 0 ? '' : `,"pad":"${PAD.slice(0, padBytes)}"`;
    stream.send(`${lead}${retry}data: {${fields}${tail}${pad}}\n\n`);
    if (!stream.isOpen) return;
    if (seq === count) {
      stream.end('done');
      return;
    }
    seq += 1;
    // Relative to the start, not to the previous event: a late event does not delay those after it.
    ticks.at(startMs + (seq - first) * cadenceMs, cadenceMs, next);
  });

  stream.response.on('close', () => ticks.cancel(next));
  next.run();
}

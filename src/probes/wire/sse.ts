import type {Moment} from '../../model/facts/observer.ts';
import type {StreamObservation, StreamRequest} from '../../model/facts/wire/stream.ts';
import type {OnLook} from '../../model/look-progress.ts';
import {withoutSecretHeaders} from '../../model/text/redact.ts';
import type {KnownSecrets} from '../../model/text/secrets/known-secrets.ts';
import {converse, type WireSetup} from './conversation.ts';
import type {BodyReader} from './exchange.ts';
import {prepare} from './outgoing.ts';
import {StreamReader} from './stream-reader.ts';
import {type WatchedLook, watchedLook} from './watched-look.ts';

/** Headers may be waited for as long as this in the time that an item has for itself; longer waits are waits of their own. */
export const PATIENT_ABOVE_MS = 15_000;

/** Who reads a body, and what is known of it in the end. */
interface Reading {
  readonly reader: BodyReader;
  facts(endAt: Moment): ReturnType<StreamReader['facts']>;
  /** Says meanwhile how the look is getting on, of a request that may be shown as `shown`. */
  watched?(shown: string): WatchedLook;
}

/**
 * Opens a stream and watches it as long as asked. `begin` is called when there is nothing to do but to wait: for the headers
 * where they may take long, else for the stream. Rejects with `NoAnswer` when no response headers came in time.
 */
export async function watchStream(
  request: StreamRequest,
  setup: WireSetup,
  secrets: KnownSecrets,
  signal: AbortSignal,
  begin: () => void,
  onLook?: OnLook,
): Promise<StreamObservation> {
  const reader = new StreamReader(request, secrets);
  const reading: Reading = {
    reader,
    facts: (endAt) => reader.facts(endAt),
    ...(onLook === undefined
      ? {}
      : {watched: (shown: string) => watchedLook({request, shown, reader}, setup.clock, onLook)}),
  };
  return readStream(request, reading, setup, secrets, signal, begin);
}

/** As {@link watchStream}, with whatever reads it. */
export async function readStream(
  request: StreamRequest,
  reading: Reading,
  setup: WireSetup,
  secrets: KnownSecrets,
  signal: AbortSignal,
  begin: () => void,
): Promise<StreamObservation> {
  const outgoing = prepare(
    {
      ...request,
      method: 'GET',
      headers: {accept: 'text/event-stream', 'cache-control': 'no-cache', ...request.headers},
    },
    secrets,
  );
  const watched = reading.watched?.(outgoing.shown);
  const steps = {onHead: begin, ...(request.headersWithinMs > PATIENT_ABOVE_MS ? {onSent: begin} : {})};
  const conversation = await converse(
    outgoing,
    watched?.reader ?? reading.reader,
    {...setup, onPhase: watched?.onPhase},
    signal,
    steps,
  ).catch((thrown: unknown) => {
    watched?.over('no-answer');
    throw thrown;
  });
  watched?.over(conversation.refusal === null ? conversation.end : 'refused');
  const {connection, refusal, observer} = conversation;
  if (refusal !== null) {
    return {url: outgoing.shown, connection, refusal, answer: null, observer};
  }
  const {head, coding, end, endCode, endAt, endMessage} = conversation;
  return {
    url: outgoing.shown,
    connection,
    refusal: null,
    answer: {
      status: head.status,
      headers: withoutSecretHeaders(head.headers),
      headersAtMs: head.at.atMs,
      coding,
      ...reading.facts(endAt),
      end,
      endCode,
      endAtMs: endAt.atMs,
      endMessage,
    },
    observer,
  };
}

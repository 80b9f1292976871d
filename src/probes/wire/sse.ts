import type {Moment} from '../../model/facts/observer.ts';
import type {StreamObservation, StreamRequest} from '../../model/facts/wire/stream.ts';
import {withoutSecretHeaders} from '../../model/text/redact.ts';
import type {KnownSecrets} from '../../model/text/secrets/known-secrets.ts';
import {converse, type WireSetup} from './conversation.ts';
import type {BodyReader} from './exchange.ts';
import {prepare} from './outgoing.ts';
import {StreamReader} from './stream-reader.ts';

/** Who reads a body, and what is known of it in the end. */
interface Reading {
  readonly reader: BodyReader;
  facts(endAt: Moment): ReturnType<StreamReader['facts']>;
}

/** Opens a stream and watches it as long as asked. Rejects with `NoAnswer` when no response headers came in time. */
export async function watchStream(
  request: StreamRequest,
  setup: WireSetup,
  secrets: KnownSecrets,
  signal: AbortSignal,
  onHead: () => void,
): Promise<StreamObservation> {
  const reader = new StreamReader(request, secrets);
  return readStream(request, {reader, facts: (endAt) => reader.facts(endAt)}, setup, secrets, signal, onHead);
}

/** As {@link watchStream}, with whatever reads it. */
export async function readStream(
  request: StreamRequest,
  {reader, facts}: Reading,
  setup: WireSetup,
  secrets: KnownSecrets,
  signal: AbortSignal,
  onHead: () => void,
): Promise<StreamObservation> {
  const outgoing = prepare(
    {
      ...request,
      method: 'GET',
      headers: {accept: 'text/event-stream', 'cache-control': 'no-cache', ...request.headers},
    },
    secrets,
  );
  const conversation = await converse(outgoing, reader, setup, signal, onHead);
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
      ...facts(endAt),
      end,
      endCode,
      endAtMs: endAt.atMs,
      endMessage,
    },
    observer,
  };
}

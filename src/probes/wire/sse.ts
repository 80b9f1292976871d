import type {StreamObservation, StreamRequest} from '../../model/facts/wire/stream.ts';
import {withoutSecretHeaders} from '../../model/text/redact.ts';
import type {KnownSecrets} from '../../model/text/secrets/known-secrets.ts';
import {converse, type Listener, type WireSetup} from './conversation.ts';
import {prepare} from './outgoing.ts';
import {StreamReader} from './stream-reader.ts';

/** Headers may be waited for as long as this in the time that an item has for itself; longer waits are waits of their own. */
export const PATIENT_ABOVE_MS = 15_000;

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
): Promise<StreamObservation> {
  const outgoing = prepare(
    {
      ...request,
      method: 'GET',
      headers: {accept: 'text/event-stream', 'cache-control': 'no-cache', ...request.headers},
    },
    secrets,
  );
  const reader = new StreamReader(request, secrets);
  const conversation = await converse(outgoing, reader, setup, signal, waitsFrom(request, begin));
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
      ...reader.facts(endAt),
      end,
      endCode,
      endAtMs: endAt.atMs,
      endMessage,
    },
    observer,
  };
}

function waitsFrom({headersWithinMs}: StreamRequest, begin: () => void): Listener {
  return headersWithinMs > PATIENT_ABOVE_MS ? {onSent: begin} : {onHead: begin};
}

import type {Moment} from '../../model/facts/observer.ts';
import type {StreamObservation, StreamRequest} from '../../model/facts/wire/stream.ts';
import type {OnLook} from '../../model/look-progress.ts';
import {withoutSecretHeaders} from '../../model/text/redact.ts';
import type {KnownSecrets} from '../../model/text/secrets/known-secrets.ts';
import {type Conversation, converse, type Listener, type Outgoing, type WireSetup} from './conversation.ts';
import {prepare} from './outgoing.ts';
import {StreamReader} from './stream-reader.ts';
import {watchedLook} from './watched-look.ts';

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
  onLook?: OnLook,
): Promise<StreamObservation> {
  const outgoing = prepareStream(request, secrets);
  const reader = new StreamReader(request, secrets);
  const watched =
    onLook === undefined ? null : watchedLook({request, shown: outgoing.shown, reader}, setup.clock, onLook);
  const conversation = await converse(
    outgoing,
    watched?.reader ?? reader,
    {...setup, onPhase: watched?.onPhase},
    signal,
    waitsFrom(request, begin),
  ).catch((thrown: unknown) => {
    watched?.over('no-answer');
    throw thrown;
  });
  watched?.over(conversation.refusal === null ? conversation.end : 'refused');
  return observationOf(outgoing.shown, conversation, (endAt) => reader.facts(endAt));
}

/** As every client of event streams asks. */
export function prepareStream(request: StreamRequest, secrets: KnownSecrets): Outgoing {
  const headers = {accept: 'text/event-stream', 'cache-control': 'no-cache', ...request.headers};
  return prepare({...request, method: 'GET', headers}, secrets);
}

/** What came of it, with what was read of the body. */
export function observationOf(
  url: string,
  conversation: Conversation,
  facts: (endAt: Moment) => ReturnType<StreamReader['facts']>,
): StreamObservation {
  const {connection, refusal, observer} = conversation;
  if (refusal !== null) {
    return {url, connection, refusal, answer: null, observer};
  }
  const {head, coding, end, endCode, endAt, endMessage} = conversation;
  return {
    url,
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

function waitsFrom({headersWithinMs}: StreamRequest, begin: () => void): Listener {
  return headersWithinMs > PATIENT_ABOVE_MS ? {onSent: begin} : {onHead: begin};
}

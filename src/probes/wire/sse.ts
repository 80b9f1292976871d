import type {StreamObservation, StreamRequest} from '../../model/facts/wire-facts.ts';
import {redactHeaders, redactText} from '../../model/text/redact.ts';
import {converse, type WireSetup} from './conversation.ts';
import {prepare} from './outgoing.ts';
import {StreamReader} from './stream-reader.ts';

/** Opens a stream and watches it as long as asked. Rejects with `NoAnswer` when no response headers came in time. */
export async function watchStream(
  request: StreamRequest,
  setup: WireSetup,
  declaredSecrets: readonly string[],
  signal: AbortSignal,
  onHead: () => void,
): Promise<StreamObservation> {
  const {outgoing, secrets} = prepare(
    {
      ...request,
      method: 'GET',
      headers: {accept: 'text/event-stream', 'cache-control': 'no-cache', ...request.headers},
    },
    declaredSecrets,
  );
  const redact = (text: string) => redactText(text, secrets);
  const reader = new StreamReader(request, redact);
  const conversation = await converse(outgoing, reader, setup, signal, onHead);
  const {connection, refusal, observer} = conversation;
  if (refusal !== null) {
    const shown = {...refusal, message: redact(refusal.message)};
    return {url: outgoing.shown, connection, refusal: shown, answer: null, observer};
  }
  const {head, end, endAt, endMessage} = conversation;
  return {
    url: outgoing.shown,
    connection,
    refusal: null,
    answer: {
      status: head.status,
      headers: redactHeaders(head.headers, secrets),
      headersAtMs: head.at.atMs,
      ...reader.facts(endAt),
      end,
      endAtMs: endAt.atMs,
      endMessage,
    },
    observer,
  };
}

import type {FetchLikeResponse} from 'eventsource';
import type {EndKind} from '../../model/facts/wire/http.ts';
import type {ResumedConnection, ResumeRequest} from '../../model/facts/wire/resumption.ts';
import type {KnownSecrets} from '../../model/text/secrets/known-secrets.ts';
import {converse, type WireSetup} from './conversation.ts';
import {EventStreamParser} from './event-stream/parser.ts';
import {shortened} from './event-stream/shortened.ts';
import type {BodyReader, Head} from './exchange.ts';
import {observationOf, prepareStream} from './sse.ts';
import {StreamReader} from './stream-reader.ts';

const MOST_IDS = 1000;
const ID_LENGTH = 200;

type Seen = Pick<ResumedConnection, 'observation' | 'ids' | 'lastId'>;

/** What the client asks for with, and how it is answered: over a connection of ours that ends after the events wanted. */
export function openForClient(
  request: ResumeRequest & {readonly sent: Readonly<Record<string, string>>},
  setup: WireSetup,
  secrets: KnownSecrets,
  signal: AbortSignal,
  onHead: () => void,
): {readonly response: Promise<FetchLikeResponse>; readonly done: Promise<Seen>} {
  const {url, headers, sent, headersWithinMs, eventsWithinMs, protocol, coding} = request;
  const stream = {
    url,
    headers: {...sent, ...headers},
    headersWithinMs,
    holdForMs: eventsWithinMs,
    ...(protocol === undefined ? {} : {protocol}),
    ...(coding === undefined ? {} : {coding}),
  };
  const pipe = createPipe();
  const {promise: response, resolve, reject} = Promise.withResolvers<FetchLikeResponse>();
  const ids = new Ids();
  const inner = new StreamReader(stream, secrets);
  const reader: BodyReader = {
    head(head) {
      inner.head(head);
      resolve(responseOf(url, head, pipe.body));
    },
    chunk(chunk, at): EndKind | null {
      const end = inner.chunk(chunk, at);
      ids.read(chunk);
      pipe.write(chunk);
      return ids.events >= request.events ? 'held' : end;
    },
    untilMs: (lateMs) => inner.untilMs(lateMs),
    endAtTimeUp: () => inner.endAtTimeUp(),
  };
  const outgoing = prepareStream(stream, secrets);
  const done = converse(outgoing, reader, setup, signal, {onHead}).then(
    (conversation): Seen => {
      const observation = observationOf(outgoing.shown, conversation, (endAt) => inner.facts(endAt));
      const end = observation.answer?.end ?? null;
      if (end === null) reject(new TypeError(observation.refusal?.message ?? 'no answer'));
      pipe.end(end === 'complete' ? null : new TypeError('the connection was cut'));
      const lastId = shortened(ids.lastId, ID_LENGTH, secrets);
      return {observation, ids: ids.withoutSecrets(secrets), lastId};
    },
    (thrown: unknown) => {
      reject(thrown);
      pipe.end(new TypeError('the connection was lost'));
      throw thrown;
    },
  );
  // The client is the one who is told.
  response.catch(() => {});
  return {response, done};
}

function responseOf(url: string, {status, headers}: Head, body: ReadableStream<Uint8Array>): FetchLikeResponse {
  return {body, url, status, redirected: false, headers: {get: (name) => headers[name.toLowerCase()] ?? null}};
}

/** Hands on all that was written before its end, as a connection does. */
function createPipe() {
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  let isOver = false;
  let failure: Error | null = null;
  let waiting = 0;
  const finish = () => {
    if (!isOver || waiting > 0) return;
    if (failure === null) controller?.close();
    else controller?.error(failure);
    controller = null;
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start(started) {
        controller = started;
      },
      // Asked for only when all that came before was taken.
      pull() {
        waiting = 0;
        finish();
      },
      cancel() {
        controller = null;
      },
    },
    {highWaterMark: 0},
  );
  return {
    body,
    write(chunk: Uint8Array) {
      waiting += 1;
      // The chunk is a window into memory that is used again.
      controller?.enqueue(Uint8Array.from(chunk));
    },
    end(error: Error | null) {
      isOver = true;
      failure = error;
      finish();
    },
  };
}

/** The ids of a stream's events. */
class Ids {
  events = 0;
  readonly #ids: (string | null)[] = [];
  readonly #parser = new EventStreamParser(4 * ID_LENGTH, {
    event: ({id}) => {
      this.events += 1;
      if (this.#ids.length < MOST_IDS) this.#ids.push(id?.toString() ?? null);
    },
    comment() {},
    unknownField() {},
    strayLine() {},
  });

  read(chunk: Buffer): void {
    this.#parser.read(chunk);
  }

  get lastId(): string {
    return this.#parser.lastEventId;
  }

  withoutSecrets(secrets: KnownSecrets): readonly (string | null)[] {
    return this.#ids.map((id) => (id === null ? null : shortened(id, ID_LENGTH, secrets)));
  }
}

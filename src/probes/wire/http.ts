import type {EndKind, HttpExchange, HttpRequest} from '../../model/facts/wire/http.ts';
import {redactCut, withoutSecretHeaders} from '../../model/text/redact.ts';
import type {KnownSecrets} from '../../model/text/secrets/known-secrets.ts';
import {converse, type WireSetup} from './conversation.ts';
import type {BodyReader} from './exchange.ts';
import {prepare} from './outgoing.ts';
import {createUtf8Reader} from './utf8.ts';

const MAX_BODY_BYTES = 1024 * 1024;

/** One HTTP request and its response. Rejects with `NoAnswer` when no response headers came in time. */
export async function requestOnce(
  request: HttpRequest,
  setup: WireSetup,
  secrets: KnownSecrets,
  signal: AbortSignal,
): Promise<HttpExchange> {
  const outgoing = prepare({...request, headersWithinMs: request.withinMs}, secrets);
  const body = new WholeBody(request.withinMs);
  const conversation = await converse(outgoing, body, setup, signal);
  const {connection, refusal, observer} = conversation;
  if (refusal !== null) {
    return {url: outgoing.shown, connection, refusal, answer: null, observer};
  }
  const {head, coding, end, endCode, endAt} = conversation;
  const {text, isUtf8} = body.text();
  return {
    url: outgoing.shown,
    connection,
    refusal: null,
    answer: {
      status: head.status,
      headers: withoutSecretHeaders(head.headers),
      headersAtMs: head.at.atMs,
      coding,
      // Its last words are not whole: nobody would know them for a secret later.
      body: end === 'complete' ? text : redactCut(text, secrets),
      bodyBytes: body.bytes,
      bodyIsUtf8: isUtf8,
      end,
      endCode,
      endAtMs: endAt.atMs,
    },
    observer,
  };
}

/** Keeps a body up to the limit. */
class WholeBody implements BodyReader {
  bytes = 0;
  readonly #chunks: Buffer[] = [];
  readonly #withinMs: number;

  constructor(withinMs: number) {
    this.#withinMs = withinMs;
  }

  head(): void {}

  chunk(chunk: Buffer): EndKind | null {
    const kept = chunk.subarray(0, MAX_BODY_BYTES - this.bytes);
    // A copy: the chunk is a window into the parser's memory.
    this.#chunks.push(Buffer.from(kept));
    this.bytes += kept.length;
    return kept.length < chunk.length ? 'too-large' : null;
  }

  untilMs(lateMs: number): number {
    return this.#withinMs + lateMs;
  }

  endsSooner(): boolean {
    return false;
  }

  endAtTimeUp(): EndKind {
    return 'silent';
  }

  text(): {text: string; isUtf8: boolean} {
    const utf8 = createUtf8Reader();
    const text = utf8.read(Buffer.concat(this.#chunks));
    return {text: text.replace(/^\uFEFF/, ''), isUtf8: utf8.isUtf8()};
  }
}

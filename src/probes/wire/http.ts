import {brotliDecompressSync, constants, gunzipSync, inflateSync} from 'node:zlib';
import type {Coding, EndKind, HttpExchange, HttpRequest} from '../../model/facts/wire/http.ts';
import {redactCut, withoutSecretHeaders} from '../../model/text/redact.ts';
import type {KnownSecrets} from '../../model/text/secrets/known-secrets.ts';
import {type BodyReader, converse, type WireSetup} from './conversation.ts';
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
  const {head, end, endAt} = conversation;
  const {text, isUtf8} = body.text(head.headers['content-encoding'] ?? '');
  return {
    url: outgoing.shown,
    connection,
    refusal: null,
    answer: {
      status: head.status,
      headers: withoutSecretHeaders(head.headers),
      headersAtMs: head.at.atMs,
      coding: codingOf(outgoing, head.headers, body.bytes),
      // Its last words are not whole: nobody would know them for a secret later.
      body: end === 'complete' ? text : redactCut(text, secrets),
      bodyBytes: body.bytes,
      bodyIsUtf8: isUtf8,
      end,
      endCode: null,
      endAtMs: endAt.atMs,
    },
    observer,
  };
}

/** What was asked for and said; how it decodes is seen by who decodes. */
export function codingOf(
  {headers: asked}: {headers: Readonly<Record<string, string>>},
  headers: Readonly<Record<string, string>>,
  encodedBytes: number,
): Coding {
  const said = headers['content-encoding']?.trim().toLowerCase() ?? null;
  return {asked: asked['accept-encoding'] ?? '', said, decoded: 'plain', problem: null, encodedBytes};
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

  endAtTimeUp(): EndKind {
    return 'silent';
  }

  text(contentEncoding: string): {text: string; isUtf8: boolean} {
    const utf8 = createUtf8Reader();
    const text = utf8.read(decompress(Buffer.concat(this.#chunks), contentEncoding));
    return {text: text.replace(/^\uFEFF/, ''), isUtf8: utf8.isUtf8()};
  }
}

/** We do not ask for compression, but some servers always compress; what cannot be decompressed stays as it is. */
function decompress(body: Buffer, contentEncoding: string): Buffer {
  const options = {maxOutputLength: MAX_BODY_BYTES, finishFlush: constants.Z_SYNC_FLUSH};
  try {
    switch (contentEncoding.trim().toLowerCase()) {
      case 'gzip':
      case 'x-gzip':
        return gunzipSync(body, options);
      case 'deflate':
        return inflateSync(body, options);
      case 'br':
        return brotliDecompressSync(body, {maxOutputLength: MAX_BODY_BYTES});
      default:
        return body;
    }
  } catch {
    return body;
  }
}

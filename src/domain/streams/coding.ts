import type {Coding} from '../../model/facts/wire/http.ts';
import type {StreamAnswer} from '../../model/facts/wire/stream.ts';
import type {Candidate, Fault} from '../../model/outcome.ts';
import {plainText} from '../../model/text/plain-text.ts';

/** Compressed for a client that accepts no coding; null: not so. */
export function unaskedCoding({asked, said, decoded, encodedBytes}: Coding): Fault | null {
  if (said === null || decoded === 'plain' || encodedBytes === 0 || !isIdentityOnly(asked)) return null;
  return {
    what: `it is compressed with ${plainText(said, 60)}, although the request accepts no coding`,
    fix: 'Compress only for clients that ask for it (Accept-Encoding, and `Vary: Accept-Encoding` where a cache is on the way).',
  };
}

function isIdentityOnly(asked: string): boolean {
  return asked.trim().toLowerCase() === 'identity';
}

/** Said to be compressed, and nothing of it could be read. */
export function isHeldByCoding({coding, bytes}: StreamAnswer): boolean {
  return coding.said !== null && coding.decoded !== 'plain' && bytes === 0 && coding.decoded !== 'lies';
}

/** Who may hold a compressed stream back until a buffer is full. */
export function compressionCandidates({coding, headers}: StreamAnswer): readonly Candidate[] {
  const name = plainText(coding.said ?? 'a coding', 60);
  const because =
    coding.encodedBytes === 0
      ? `the answer says ${name}, and not one byte of it came`
      : `the answer says ${name}, and of ${coding.encodedBytes} bytes of it nothing could be read yet`;
  return compressors(because, headers.server ?? '');
}

export const COMPRESSED_FIX =
  'Switch compression off for text/event-stream, or flush it after each event: a client that accepts no coding is served.';

/** Nothing came of a look that accepts codings, where one that accepts none is served. */
export function heldByCodingFault(message: string): Fault {
  const because = `${message}, and one that accepts no coding is served`;
  return {what: message, fix: COMPRESSED_FIX, candidates: compressors(because, '')};
}

function compressors(because: string, server: string): readonly Candidate[] {
  const decidedBy =
    "the same stream with `codings: [identity]`, and straight at the server with a browser's Accept-Encoding";
  const all: readonly (Omit<Candidate, 'because' | 'decidedBy'> & {readonly marks?: RegExp})[] = [
    {
      cause:
        'middleware of the server that compresses and does not flush (Express compression, GZipMiddleware of Starlette before 0.46)',
      fix: 'Send `Cache-Control: no-transform` on the stream or leave text/event-stream out of the middleware; flush after each event; update Starlette.',
    },
    {
      cause: 'a hop that compresses text/event-stream (`gzip_types` of nginx, a rule of a CDN)',
      fix: 'Take text/event-stream out of what is compressed (nginx ignores `no-transform`), or switch compression off for the path.',
      marks: /nginx|cloudflare|cloudfront/i,
    },
  ];
  const isShown = ({marks}: {readonly marks?: RegExp}) => marks?.test(server) === true;
  return all
    .toSorted((a, b) => Number(isShown(b)) - Number(isShown(a)))
    .map(({cause, fix}) => ({cause, because, fix, decidedBy}));
}

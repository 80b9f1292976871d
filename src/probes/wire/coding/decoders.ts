import type {Transform} from 'node:stream';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';

/** What RFC 9659 allows a server for the web, and browsers keep to: a window of 8 MiB. */
const ZSTD_WINDOW_LOG = 23;
/** As curl: nobody means more, and each takes memory. */
const MOST_CODINGS = 5;

const GZIP = new Set(['gzip', 'x-gzip']);
const KNOWN = new Set([...GZIP, 'deflate', 'br', 'zstd']);

/** The codings of a `Content-Encoding`, in the order in which they were applied; null when there is one that no browser knows. */
export function codingsIn(said: string | null): readonly string[] | null {
  const names = (said ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity');
  return names.length <= MOST_CODINGS && names.every((name) => KNOWN.has(name)) ? names : null;
}

/** Decodes as it comes. `start`: the first bytes of what is to be decoded, at least two unless there are no more; null: not known. */
export function decoderOf(coding: string, start: Uint8Array | null): Transform {
  if (GZIP.has(coding)) return createGunzip();
  switch (coding) {
    case 'br':
      return createBrotliDecompress();
    case 'zstd':
      return createZstdDecompress({params: {[constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG}});
    default:
      return start === null || hasZlibHeader(start) ? createInflate() : createInflateRaw();
  }
}

/** `deflate` is in a zlib wrapper (RFC 9110, section 8.4.1.2), but some servers leave that out, and browsers take both. */
function hasZlibHeader([first = 0, second = 0]: Uint8Array): boolean {
  return (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
}

/** Random event streams and random ways in which they arrive, the same for the same seed. */
export interface Arriving {
  readonly bytes: Buffer;
  readonly chunks: readonly Buffer[];
}

const PIECES = [
  ...['data', 'event', 'id', 'retry', 'Data', 'data ', ' data', 'foo', 'x-y', '{"a":1}', 'id\0', '\uFEFF', 'datax'],
  ...[':', ':', ':', ': ', ':  ', ':\t', '::', ' :'],
  ...['\n', '\n', '\n', '\r', '\r\n', '\n\n', '\r\r', '\r\n\r\n', '\n\r', '\r\n\n'],
  ...['1', '42', '03000', '5.0', '+5', 'x', 'é', '…', '😀', '\0', ' ', 'hello', '12a', 'a:b', 'ping - '],
].map((text) => Buffer.from(text));
/** Beginnings and ends of characters, bytes that no character has, a byte order mark in parts. */
const BYTES = [
  [0xc3],
  [0xa9],
  [0xe2, 0x80],
  [0xf0, 0x9f, 0x98],
  [0xff],
  [0xc0, 0x80],
  [0xed, 0xa0, 0x80],
  [0xef, 0xbb],
].map((bytes) => Buffer.from(bytes));
const FIELDS = ['data: ', 'data:', 'data', 'event: ', 'id: ', 'id', 'retry: ', 'retry:', ': ', ':'].map((text) =>
  Buffer.from(text),
);
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** mulberry32: a number from 0 up to 1. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function randomStream(seed: number): Arriving {
  const random = randomNumbers(seed);
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const parts: Buffer[] = random() < 0.2 ? [BOM] : [];
  if (random() < 0.05) parts.push(BOM);
  // Of one kind in half of the streams, as real servers write.
  const end = random() < 0.5 ? one(['\n', '\r', '\r\n']) : null;
  for (let left = Math.floor(random() * 40); left > 0; left--) {
    const kind = random();
    if (end !== null && kind < 0.6) parts.push(one(FIELDS), one(PIECES), Buffer.from(end));
    else if (end !== null && kind < 0.8) parts.push(Buffer.from(end));
    else if (kind < 0.85) parts.push(one(PIECES));
    else if (kind < 0.95) parts.push(one(FIELDS));
    else parts.push(one(BYTES));
  }
  const bytes = Buffer.concat(parts);
  return {bytes, chunks: chunksOf(bytes, random)};
}

function chunksOf(bytes: Buffer, random: () => number): readonly Buffer[] {
  const longest = [1, 2, 3, 7, 20, 1000][Math.floor(random() * 6)] ?? 1;
  const chunks: Buffer[] = [];
  for (let from = 0; from < bytes.length; ) {
    // An empty one, too: a transport may hand on nothing.
    const to = from + Math.floor(random() * (longest + 1));
    chunks.push(bytes.subarray(from, to));
    from = to;
  }
  return chunks;
}

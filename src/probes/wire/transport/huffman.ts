/**
 * How many bits each byte takes in HPACK's Huffman code, and its end (RFC 7541, appendix B): `a` is 5, `z` is 30. The code
 * is canonical, so that the lengths are all of it.
 */
const LENGTHS =
  'isxxxxxxxtzxxzxxxxxxxxzxxxxxxxxxbffhibdgffdgdbbbaaabbbbbbbcdkbhf' +
  'ibccccccccccccccccccccccdcdioijbkabababbbaccbbbabcbaabccccckgjix' +
  'vvporsruvvvwwvtuoqvwwvwtqqvvxwwwptpqrqqsrruuttvsvwvvwwwwwxwwwwwvz' +
  'vvporsruvvvwwvtuoqvwwvwtqqvvxwwwptpqrqqsrruuttvsvwvvwwwwwxwwwwwv';
const SHORTEST_AS_LETTER = 'a'.charCodeAt(0) - 5;
const LONGEST = 30;
const END = 256;

/** The symbols by length, and in each length by value; the first code of each length follows from those before. */
const SYMBOLS: readonly (readonly number[])[] = Array.from({length: LONGEST + 1}, (_, length) =>
  [...LENGTHS].flatMap((letter, symbol) => (letter.charCodeAt(0) - SHORTEST_AS_LETTER === length ? [symbol] : [])),
);

/** @throws RangeError for what is not of this code. */
export function huffmanDecoded(bytes: Uint8Array): Buffer {
  const decoded: number[] = [];
  let [code, length, first] = [0, 0, 0];
  for (let at = 0; at < bytes.length * 8; at++) {
    const bit = ((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
    code = code * 2 + bit;
    length += 1;
    first *= 2;
    const symbols = SYMBOLS[length];
    if (symbols === undefined) throw new RangeError('no such code');
    const symbol = symbols[code - first];
    first += symbols.length;
    if (symbol === undefined) continue;
    if (symbol === END) throw new RangeError('the end inside the text');
    decoded.push(symbol);
    [code, length, first] = [0, 0, 0];
  }
  // What is left is padding: ones, fewer than 8.
  if (length > 7 || code !== 2 ** length - 1) throw new RangeError('not padded with ones');
  return Buffer.from(decoded);
}

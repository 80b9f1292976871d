import {huffmanDecoded} from './huffman.ts';

/** HPACK's static table (RFC 7541, appendix A): its names, and how many entries each has. */
const STATIC_NAMES = [
  ...[':authority', ':method', ':method', ':path', ':path', ':scheme', ':scheme'],
  ...Array<string>(7).fill(':status'),
  ...['accept-charset', 'accept-encoding', 'accept-language', 'accept-ranges', 'accept', 'access-control-allow-origin'],
  ...['age', 'allow', 'authorization', 'cache-control', 'content-disposition', 'content-encoding', 'content-language'],
  ...['content-length', 'content-location', 'content-range', 'content-type', 'cookie', 'date', 'etag', 'expect'],
  ...['expires', 'from', 'host', 'if-match', 'if-modified-since', 'if-none-match', 'if-range', 'if-unmodified-since'],
  ...['last-modified', 'link', 'location', 'max-forwards', 'proxy-authenticate', 'proxy-authorization', 'range'],
  ...['referer', 'refresh', 'retry-after', 'server', 'set-cookie', 'strict-transport-security', 'transfer-encoding'],
  ...['user-agent', 'vary', 'via', 'www-authenticate'],
];
const ENTRY_OVERHEAD = 32;
const DEFAULT_TABLE_BYTES = 4096;

/**
 * The names of the headers in the blocks that came on a connection, from its beginning, in order. Only for messages: when
 * nghttp2 refuses a response for one of its headers, it does not say which.
 * @throws RangeError for what is not HPACK (RFC 7541).
 */
export function headerNames(blocks: readonly Uint8Array[]): string[] {
  const table = new NameTable();
  return blocks.flatMap((block) => namesIn(new Reader(block), table));
}

function namesIn(reader: Reader, table: NameTable): string[] {
  const names: string[] = [];
  while (!reader.isDone()) {
    const first = reader.peek();
    if (first >= 0x80) {
      names.push(table.name(reader.integer(7)));
    } else if (first >= 0x40) {
      const name = nameOf(reader, 6, table);
      table.add(name, reader.text().length);
      names.push(name);
    } else if (first >= 0x20) {
      table.resize(reader.integer(5));
    } else {
      names.push(nameOf(reader, 4, table));
      reader.text();
    }
  }
  return names;
}

function nameOf(reader: Reader, prefixBits: number, table: NameTable): string {
  const index = reader.integer(prefixBits);
  return index === 0 ? reader.text() : table.name(index);
}

class NameTable {
  readonly #entries: {name: string; bytes: number}[] = [];
  #bytes = 0;
  #mostBytes = DEFAULT_TABLE_BYTES;

  name(index: number): string {
    const name = STATIC_NAMES[index - 1] ?? this.#entries[index - 1 - STATIC_NAMES.length]?.name;
    if (name === undefined) throw new RangeError('no such entry');
    return name;
  }

  add(name: string, valueBytes: number): void {
    const bytes = name.length + valueBytes + ENTRY_OVERHEAD;
    this.#entries.unshift({name, bytes});
    this.#bytes += bytes;
    this.#evict();
  }

  resize(mostBytes: number): void {
    this.#mostBytes = mostBytes;
    this.#evict();
  }

  #evict(): void {
    while (this.#bytes > this.#mostBytes) this.#bytes -= this.#entries.pop()?.bytes ?? this.#bytes;
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  isDone(): boolean {
    return this.#at >= this.#bytes.length;
  }

  peek(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new RangeError('cut short');
    return byte;
  }

  #next(): number {
    const byte = this.peek();
    this.#at += 1;
    return byte;
  }

  /** RFC 7541, section 5.1. */
  integer(prefixBits: number): number {
    const full = 2 ** prefixBits - 1;
    const prefix = this.#next() & full;
    if (prefix < full) return prefix;
    let value = full;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#next();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError('a number that is too large');
  }

  /** A character for each byte: RFC 7541, section 5.2. */
  text(): string {
    const isHuffman = this.peek() >= 0x80;
    const length = this.integer(7);
    const bytes = this.#bytes.subarray(this.#at, this.#at + length);
    if (bytes.length < length) throw new RangeError('cut short');
    this.#at += length;
    return (isHuffman ? huffmanDecoded(bytes) : Buffer.from(bytes)).toString('latin1');
  }
}

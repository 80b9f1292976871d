/** DNS messages made by hand: what no library would send is sent as well. */

export interface Said {
  readonly rcode?: number;
  /** Beside QR: `aa`, `tc`, `ra`, `ad`. */
  readonly flags?: readonly ('aa' | 'tc' | 'ra' | 'ad')[];
  readonly answers?: readonly Buffer[];
  readonly authorities?: readonly Buffer[];
  readonly additionals?: readonly Buffer[];
}

const BITS = {aa: 0x0400, tc: 0x0200, ra: 0x0080, ad: 0x0020};

/** An answer to this query, with its id and its question. */
export function answerTo(query: Buffer, {rcode = 0, flags = [], ...sections}: Said = {}): Buffer {
  const end = questionEnd(query);
  const {answers = [], authorities = [], additionals = []} = sections;
  const head = Buffer.alloc(12);
  query.copy(head, 0, 0, 2);
  head.writeUInt16BE(0x8000 | flags.reduce((bits, flag) => bits | BITS[flag], 0) | rcode, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(answers.length, 6);
  head.writeUInt16BE(authorities.length, 8);
  head.writeUInt16BE(additionals.length, 10);
  return Buffer.concat([head, query.subarray(12, end), ...answers, ...authorities, ...additionals]);
}

/** What was asked. */
export function questionOf(query: Buffer): {readonly name: string; readonly type: number} {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length !== 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return {name: labels.join('.'), type: query.readUInt16BE(at + 1)};
}

function questionEnd(query: Buffer): number {
  let at = 12;
  while (query[at] !== 0) at += 1 + (query[at] ?? 0);
  return at + 5;
}

export const TYPE = {A: 1, NS: 2, CNAME: 5, SOA: 6, TXT: 16, AAAA: 28, OPT: 41, DS: 43, HTTPS: 65, CAA: 257} as const;

export function record(name: string, type: number, ttl: number, data: Buffer, klass = 1): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(klass, 2);
  fixed.writeUInt32BE(ttl, 4);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([wireName(name), fixed, data]);
}

export function wireName(name: string): Buffer {
  const labels = name === '' ? [] : name.split('.');
  const parts = labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')]));
  return Buffer.concat([...parts, Buffer.from([0])]);
}

export function a(name: string, address: string, ttl = 60): Buffer {
  return record(name, TYPE.A, ttl, Buffer.from(address.split('.').map(Number)));
}

export function ns(name: string, server: string, ttl = 3600): Buffer {
  return record(name, TYPE.NS, ttl, wireName(server));
}

export function soa(zone: string, {ttl = 900, minimum = 86_400, serial = 1} = {}): Buffer {
  const numbers = Buffer.alloc(20);
  [serial, 7200, 900, 1_209_600, minimum].forEach((number, index) => {
    numbers.writeUInt32BE(number, index * 4);
  });
  return record(zone, TYPE.SOA, ttl, Buffer.concat([wireName(`ns1.${zone}`), wireName(`hostmaster.${zone}`), numbers]));
}

/** The pseudo-record of EDNS. */
export function opt(options: Buffer = Buffer.alloc(0), udpBytes = 1232, extendedRcode = 0): Buffer {
  return record('', TYPE.OPT, extendedRcode * 2 ** 24, options, udpBytes);
}

export function extendedError(code: number, text: string): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt16BE(15, 0);
  head.writeUInt16BE(2 + Buffer.byteLength(text), 2);
  head.writeUInt16BE(code, 4);
  return Buffer.concat([head, Buffer.from(text)]);
}

import {aaaa, name as nameCodec} from 'dns-packet';

/** A name in a message, which may point back to another; in lower case, without a trailing dot. */
export function readName(message: Buffer, at: number): {readonly name: string; readonly end: number} {
  const decoded = nameCodec.decode(message, at);
  const end = at + nameCodec.decode.bytes;
  return {name: decoded === '.' ? '' : shownName(decoded).toLowerCase(), end};
}

/** What is not printable is written as in zone files: nobody else's bytes reach a terminal. */
export function shownName(name: string): string {
  return name.replace(/[^!-~]/gu, (char) => [...Buffer.from(char)].map(escaped).join(''));
}

/** A string as zone files have it. */
export function quoted(bytes: Buffer): string {
  const text = [...bytes].map((byte) => {
    const char = String.fromCharCode(byte);
    if (char === '"' || char === '\\') return `\\${char}`;
    return byte >= 0x20 && byte < 0x7f ? char : escaped(byte);
  });
  return `"${text.join('')}"`;
}

function escaped(byte: number): string {
  return `\\${String(byte).padStart(3, '0')}`;
}

export function hexOf(bytes: Buffer): string {
  return bytes.toString('hex').toUpperCase();
}

/** As RFC 5952 writes it. */
export function ipv6Text(bytes: Buffer): string {
  return aaaa.decode(Buffer.concat([Buffer.from([0, 16]), bytes]), 0);
}

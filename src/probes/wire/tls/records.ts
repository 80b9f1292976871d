/** The record layer of TLS (RFC 8446, section 5), as far as handshakes and alerts are read from it. */

export interface TlsRecord {
  /** 20 change_cipher_spec, 21 alert, 22 handshake, 23 application_data. */
  readonly type: number;
  /** With its length, as authenticated with what is encrypted. */
  readonly header: Buffer;
  readonly body: Buffer;
}

export const ALERT = 21;
export const HANDSHAKE = 22;
export const APPLICATION_DATA = 23;
const CHANGE_CIPHER_SPEC = 20;

/** The largest record: 2^14 bytes, and what encryption may add in TLS 1.2. */
const MAX_RECORD_BYTES = 16_384 + 2048;

/** The whole records at the beginning of `bytes`; null where these are not TLS. */
export function recordsIn(bytes: Buffer): readonly TlsRecord[] | null {
  const records: TlsRecord[] = [];
  for (let at = 0; at + 5 <= bytes.length; ) {
    const type = bytes[at] ?? 0;
    const length = bytes.readUInt16BE(at + 3);
    const isRecord = type >= CHANGE_CIPHER_SPEC && type <= 24 && bytes[at + 1] === 3 && length <= MAX_RECORD_BYTES;
    if (!isRecord) return records.length === 0 ? null : records;
    if (at + 5 + length > bytes.length) break;
    records.push({type, header: bytes.subarray(at, at + 5), body: bytes.subarray(at + 5, at + 5 + length)});
    at += 5 + length;
  }
  return records;
}

/** Those of a direction until encryption is turned on; TLS 1.3 shows it by records of application data. */
export function plainRecords(records: readonly TlsRecord[]): readonly TlsRecord[] {
  const end = records.findIndex(({type}) => type === CHANGE_CIPHER_SPEC || type === APPLICATION_DATA);
  return end === -1 ? records : records.slice(0, end);
}

/** A handshake message (RFC 8446, section 4). */
export interface HandshakeMessage {
  readonly type: number;
  readonly body: Buffer;
}

/** Messages may be divided among records, and share one. */
export function messagesIn(bodies: readonly Buffer[]): readonly HandshakeMessage[] {
  const bytes = Buffer.concat(bodies);
  const messages: HandshakeMessage[] = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const length = bytes.readUIntBE(at + 1, 3);
    if (at + 4 + length > bytes.length) break;
    messages.push({type: bytes[at] ?? 0, body: bytes.subarray(at + 4, at + 4 + length)});
    at += 4 + length;
  }
  return messages;
}

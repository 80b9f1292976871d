import {createDecipheriv, createHmac} from 'node:crypto';
import {APPLICATION_DATA, HANDSHAKE, type TlsRecord} from './records.ts';

/** What protects the records of each cipher suite of TLS 1.3 that OpenSSL has (RFC 8446, appendix B.4). */
const SUITES = {
  TLS_AES_128_GCM_SHA256: {cipher: 'aes-128-gcm', keyBytes: 16, hash: 'sha256'},
  TLS_AES_256_GCM_SHA384: {cipher: 'aes-256-gcm', keyBytes: 32, hash: 'sha384'},
  TLS_CHACHA20_POLY1305_SHA256: {cipher: 'chacha20-poly1305', keyBytes: 32, hash: 'sha256'},
} as const;

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * What a server says in a handshake of TLS 1.3 after its hello, which is encrypted: its certificates as they were sent, and
 * whether it asks for one. Node.js shows neither, but it hands out the secret (event `keylog`).
 *
 * @param secret SERVER_HANDSHAKE_TRAFFIC_SECRET.
 * @returns the bodies of its handshake records, in order, up to the first record that this secret does not open.
 */
export function decryptedHandshake(records: readonly TlsRecord[], suite: string, secret: Buffer): readonly Buffer[] {
  if (!isKnown(suite)) return [];
  const {cipher, keyBytes, hash} = SUITES[suite];
  const key = expandLabel(hash, secret, 'key', keyBytes);
  const iv = expandLabel(hash, secret, 'iv', IV_BYTES);
  const opened: Buffer[] = [];
  for (const [sequence, record] of records.filter(({type}) => type === APPLICATION_DATA).entries()) {
    const inner = open(record, cipher, key, nonceOf(iv, sequence));
    // The next key is in use: the handshake is over.
    if (inner === null) break;
    if (inner.type === HANDSHAKE) opened.push(inner.body);
  }
  return opened;
}

function isKnown(suite: string): suite is keyof typeof SUITES {
  return Object.hasOwn(SUITES, suite);
}

/** RFC 8446, section 5.2; null when it was not encrypted with this key. */
function open({header, body}: TlsRecord, cipher: string, key: Buffer, nonce: Buffer) {
  if (body.length <= TAG_BYTES) return null;
  const encrypted = body.subarray(0, -TAG_BYTES);
  // The types know the interface of AEAD ciphers by the names of some only.
  const decipher = createDecipheriv(cipher as 'aes-128-gcm', key, nonce, {authTagLength: TAG_BYTES});
  decipher.setAAD(header, {plaintextLength: encrypted.length});
  decipher.setAuthTag(body.subarray(-TAG_BYTES));
  let plain: Buffer;
  try {
    plain = Buffer.concat([decipher.update(encrypted), decipher.final()]);
  } catch {
    return null;
  }
  // The content's own type is the last byte that is not padding.
  const end = plain.findLastIndex((byte) => byte !== 0);
  return end === -1 ? null : {type: plain[end] ?? 0, body: plain.subarray(0, end)};
}

/** RFC 8446, section 5.3. */
function nonceOf(iv: Buffer, sequence: number): Buffer {
  const nonce = Buffer.from(iv);
  nonce.writeUInt32BE((nonce.readUInt32BE(IV_BYTES - 4) ^ sequence) >>> 0, IV_BYTES - 4);
  return nonce;
}

/** HKDF-Expand-Label without a context (RFC 8446, section 7.1), of which no result here needs a second block. */
function expandLabel(hash: string, secret: Buffer, label: string, length: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([Buffer.from([length >> 8, length & 255, name.length]), name, Buffer.from([0])]);
  return createHmac(hash, secret)
    .update(info)
    .update(Buffer.from([1]))
    .digest()
    .subarray(0, length);
}

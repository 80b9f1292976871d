import {TLS_VERSIONS, type TlsVersion} from '../../../model/facts/wire/tls.ts';
import {alertName} from './alerts.ts';
import {decryptedHandshake} from './decrypt.ts';
import {ALERT, HANDSHAKE, type HandshakeMessage, messagesIn, plainRecords, recordsIn} from './records.ts';

/** What a server said in a handshake, read from the bytes that it sent. */
export interface ServerFlight {
  readonly isTls: boolean;
  /** Of its hello; null: it sent none. */
  readonly version: TlsVersion | null;
  /** In DER, as sent. */
  readonly certificates: readonly Buffer[];
  readonly asksForCertificate: boolean;
  /** The alert that it ended with before anything was encrypted, by name. */
  readonly alert: string | null;
}

const NOTHING: ServerFlight = {isTls: true, version: null, certificates: [], asksForCertificate: false, alert: null};

const SERVER_HELLO = 2;
const CERTIFICATE = 11;
const CERTIFICATE_REQUEST = 13;

/** The first two bytes of every alert that is none: a warning that is no reason to end. */
const CLOSE_NOTIFY = 0;

export interface Opening {
  /** The cipher suite that was agreed on, and the server's handshake secret; null where they are not known. */
  readonly suite: string | null;
  readonly secret: Buffer | null;
}

export function readServerFlight(bytes: Buffer, {suite, secret}: Opening): ServerFlight {
  const records = recordsIn(bytes);
  if (records === null) return {...NOTHING, isTls: false};
  const plain = plainRecords(records);
  const messages = messagesIn(bodiesOf(plain, HANDSHAKE));
  const hello = messages.find(({type}) => type === SERVER_HELLO);
  const version = hello === undefined ? null : versionOf(hello.body);
  const isEncrypted = version === '1.3';
  const hidden =
    isEncrypted && suite !== null && secret !== null ? messagesIn(decryptedHandshake(records, suite, secret)) : [];
  const all = [...messages, ...hidden];
  const certificate = all.find(({type}) => type === CERTIFICATE);
  return {
    isTls: true,
    version,
    certificates: certificate === undefined ? [] : certificatesIn(certificate, isEncrypted),
    asksForCertificate: all.some(({type}) => type === CERTIFICATE_REQUEST),
    alert: alertIn(bodiesOf(plain, ALERT)),
  };
}

function bodiesOf(records: readonly {type: number; body: Buffer}[], type: number): Buffer[] {
  return records.filter((record) => record.type === type).map(({body}) => body);
}

/** RFC 8446, section 4.1.3: since TLS 1.3 the version is in an extension. */
function versionOf(hello: Buffer): TlsVersion | null {
  if (hello.length < 35) return null;
  const afterSession = 35 + (hello[34] ?? 0);
  const extension = supportedVersion(hello.subarray(afterSession + 3));
  const minor = extension ?? hello.readUInt16BE(0);
  return minor >> 8 === 3 ? (TLS_VERSIONS[(minor & 255) - 1] ?? null) : null;
}

const SUPPORTED_VERSIONS = 43;

function supportedVersion(extensions: Buffer): number | null {
  for (let at = 2; at + 4 <= extensions.length; ) {
    const type = extensions.readUInt16BE(at);
    const length = extensions.readUInt16BE(at + 2);
    if (type === SUPPORTED_VERSIONS && length === 2 && at + 6 <= extensions.length) {
      return extensions.readUInt16BE(at + 4);
    }
    at += 4 + length;
  }
  return null;
}

/** RFC 5246, section 7.4.2, and RFC 8446, section 4.4.2, where each has extensions, and all a context before them. */
function certificatesIn({body}: HandshakeMessage, is13: boolean): Buffer[] {
  const certificates: Buffer[] = [];
  let at = is13 ? 1 + (body[0] ?? 0) + 3 : 3;
  while (at + 3 <= body.length) {
    const length = body.readUIntBE(at, 3);
    const end = at + 3 + length;
    if (length === 0 || end > body.length) break;
    certificates.push(body.subarray(at + 3, end));
    at = is13 && end + 2 <= body.length ? end + 2 + body.readUInt16BE(end) : end;
  }
  return certificates;
}

function alertIn(bodies: readonly Buffer[]): string | null {
  const said = bodies.find((body) => body.length === 2 && body[1] !== CLOSE_NOTIFY && body[0] === 2);
  return said === undefined ? null : alertName(said[1] ?? 0);
}

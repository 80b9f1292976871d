import {NEVER_AWAY} from '../../src/model/facts/observer.ts';
import type {
  Handshake,
  HandshakeRefusal,
  HandshakeRequest,
  PresentedCertificate,
  TlsProbe,
  TlsVersion,
} from '../../src/model/facts/wire/tls.ts';

export const TLS_HOST = 'mcp.example.com';

/** Of the server, but for what the test says. */
export function leaf(differing: Partial<PresentedCertificate> = {}): PresentedCertificate {
  return {
    subject: `CN=${TLS_HOST}`,
    issuer: 'CN=Test Intermediate',
    serial: '0A1B2C',
    notBefore: '2026-06-01T00:00:00.000Z',
    notAfter: '2027-06-01T00:00:00.000Z',
    dnsNames: [TLS_HOST],
    ipAddresses: [],
    keyType: 'rsa',
    keyBits: 2048,
    fingerprint: 'a'.repeat(64),
    isAuthority: false,
    isSelfSigned: false,
    signedBy: 1,
    issuerUrl: null,
    ...differing,
  };
}

export function intermediate(differing: Partial<PresentedCertificate> = {}): PresentedCertificate {
  return leaf({
    subject: 'CN=Test Intermediate',
    issuer: 'CN=Test Root',
    serial: '02',
    dnsNames: [],
    fingerprint: 'b'.repeat(64),
    isAuthority: true,
    signedBy: null,
    ...differing,
  });
}

/** One that was completed, with a chain that verifies. */
export function handshake(differing: Partial<Handshake> = {}): Handshake {
  return {
    place: `${TLS_HOST}:443`,
    remoteAddress: '192.0.2.1',
    connectedTo: null,
    phases: {lookupAtMs: 1, connectAtMs: 2, tlsAtMs: 5, sentAtMs: null},
    refusal: null,
    answeredIn: '1.3',
    agreed: {version: '1.3', cipher: 'TLS_AES_128_GCM_SHA256', alpn: 'h2'},
    chain: [leaf(), intermediate()],
    trust: {verifies: true, code: null, anchor: {subject: 'CN=Test Root', store: 'default', signed: 1, isRoot: true}},
    clientCertificate: 'not-asked',
    observer: NEVER_AWAY,
    ...differing,
  };
}

export const NO_VERSION: HandshakeRefusal = {
  kind: 'alert',
  code: 'protocol_version',
  message: 'the server ended the handshake with the alert protocol_version',
};

export function refusedHandshake(refusal: HandshakeRefusal, differing: Partial<Handshake> = {}): Handshake {
  return handshake({refusal, answeredIn: null, agreed: null, chain: [], trust: null, ...differing});
}

/** A server that speaks these versions and presents the same to everybody, but for what the test says. */
export function tlsServer(
  differing: (request: HandshakeRequest) => Partial<Handshake> | Error | null = () => null,
  versions: readonly TlsVersion[] = ['1.2', '1.3'],
): TlsProbe['handshake'] {
  return async (request) => {
    const {oldest, newest, address, alpn} = request;
    const version = versions.findLast((one) => one >= oldest && one <= newest);
    const place = `${TLS_HOST}:443${address === undefined ? '' : ` at ${address}`}`;
    const at = {place, remoteAddress: address ?? '192.0.2.1'};
    const changes = differing(request);
    if (changes instanceof Error) throw changes;
    if (version === undefined) return refusedHandshake(NO_VERSION, {...at, ...changes});
    const agreed = {version, cipher: 'TLS_AES_128_GCM_SHA256', alpn: alpn[0] ?? null};
    return handshake({...at, answeredIn: version, agreed, ...changes});
  };
}

export function tlsProbe(handshake: TlsProbe['handshake'], addresses: readonly string[] | null = null): TlsProbe {
  return {handshake, addresses: async (host) => ({host, addresses})};
}

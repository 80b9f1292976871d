import {z} from 'zod';
import {type Handshake, type HostAddresses, TLS_VERSIONS} from '../wire/tls.ts';
import {numberOrNull, text, textOrNull, texts} from './parts.ts';
import {observer, phases} from './wire-parts.ts';

const certificate = z.strictObject({
  subject: text,
  issuer: text,
  serial: text,
  notBefore: text,
  notAfter: text,
  dnsNames: texts,
  ipAddresses: texts,
  keyType: text,
  keyBits: numberOrNull,
  fingerprint: text,
  isAuthority: z.boolean(),
  isSelfSigned: z.boolean(),
  signedBy: numberOrNull,
  issuerUrl: textOrNull,
});

const trust = z.strictObject({
  verifies: z.boolean(),
  code: textOrNull,
  anchor: z
    .strictObject({subject: text, store: z.enum(['default', 'system']), signed: z.number(), isRoot: z.boolean()})
    .nullable(),
});

const handshake = z.strictObject({
  place: text,
  remoteAddress: textOrNull,
  connectedTo: textOrNull,
  phases,
  refusal: z
    .strictObject({
      kind: z.enum(['refused', 'no-such-name', 'alert', 'closed', 'not-tls', 'ours']),
      code: textOrNull,
      message: text,
    })
    .nullable(),
  answeredIn: z.enum(TLS_VERSIONS).nullable(),
  agreed: z.strictObject({version: z.enum(TLS_VERSIONS), cipher: text, alpn: textOrNull}).nullable(),
  chain: z.array(certificate),
  trust: trust.nullable(),
  clientCertificate: z.enum(['not-asked', 'asked', 'required']),
  observer,
}) satisfies z.ZodType<Handshake>;

const addresses = z.strictObject({host: text, addresses: texts.nullable()}) satisfies z.ZodType<HostAddresses>;

export const TLS_FACTS = {tls: handshake, addresses};

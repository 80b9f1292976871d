import {X509Certificate} from 'node:crypto';
import {createSecureContext, getCACertificates, type SecureContext, type SecureContextOptions} from 'node:tls';
import type {ChainTrust, HandshakeRequest, TlsVersion} from '../../../model/facts/wire/tls.ts';
import {isSignedBy, oneLine} from './certificates.ts';

const VERSIONS = {'1.0': 'TLSv1', '1.1': 'TLSv1.1', '1.2': 'TLSv1.2', '1.3': 'TLSv1.3'} as const satisfies Record<
  TlsVersion,
  string
>;

const SUITES_OF_13 = 'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256';

/**
 * OpenSSL 3 speaks TLS 1.0 and 1.1 at security level 0 only, as their signatures are made with SHA-1: without it the refusal
 * would be this machine's own.
 */
const OLD: SecureContextOptions = {ciphers: 'ALL:!aNULL:@SECLEVEL=0'};

/**
 * A kind of key is insisted on by the signatures that are offered; those of RSA in the older padding are for certificates only
 * since TLS 1.3, where an authority with a key of RSA may have signed one of ECDSA.
 */
const KEYS = {
  rsa: {
    ciphers: `${SUITES_OF_13}:aRSA`,
    sigalgs: 'RSA-PSS+SHA256:RSA-PSS+SHA384:RSA-PSS+SHA512:RSA+SHA256:RSA+SHA384:RSA+SHA512',
  },
  ecdsa: {
    ciphers: `${SUITES_OF_13}:aECDSA`,
    sigalgs: 'ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:RSA+SHA256:RSA+SHA384:RSA+SHA512',
  },
} as const;

export interface TrustStores {
  /** What requests are made with. */
  requestContext(): SecureContext;
  /** What a handshake is made with. Throws where this machine's OpenSSL does not do what is asked. */
  contextFor(request: Pick<HandshakeRequest, 'oldest' | 'newest' | 'keyType'>): SecureContext;
  /**
   * Who of those that this machine trusts signed the chain, or a part of it: the first root from the leaf on, else the first
   * intermediate that it has.
   */
  anchorOf(chain: readonly X509Certificate[]): ChainTrust['anchor'];
}

/** Those of the run before: reading all roots for each kind of handshake takes a third of a second, and `watch` runs again and again. */
let latest: {readonly ca: string | null; readonly stores: TrustStores} | null = null;

/** @param ca PEM certificates to trust in addition, as `--ca-file` names them. */
export function trustStoresWith(ca: string | null): TrustStores {
  if (latest === null || latest.ca !== ca) latest = {ca, stores: createTrustStores(ca)};
  return latest.stores;
}

function createTrustStores(ca: string | null): TrustStores {
  const trusted = (): SecureContextOptions => (ca === null ? {} : {ca: [...getCACertificates('default'), ca]});
  let forRequests: SecureContext | null = null;
  const contexts = new Map<string, SecureContext>();
  const roots = new Map<'default' | 'system', ReadonlyMap<string, readonly X509Certificate[]>>();
  const rootsOf = (store: 'default' | 'system') => {
    const pem = store === 'default' ? [...getCACertificates('default'), ...pemsIn(ca ?? '')] : getCACertificates(store);
    const known = roots.get(store) ?? bySubject(pem);
    roots.set(store, known);
    return known;
  };
  return {
    requestContext() {
      forRequests ??= createSecureContext(trusted());
      return forRequests;
    },
    contextFor({oldest, newest, keyType}) {
      const key = `${oldest} ${newest} ${keyType}`;
      const context =
        contexts.get(key) ??
        createSecureContext({
          ...trusted(),
          minVersion: VERSIONS[oldest],
          maxVersion: VERSIONS[newest],
          ...(oldest < '1.2' ? OLD : {}),
          ...(keyType === null ? {} : KEYS[keyType]),
        });
      contexts.set(key, context);
      return context;
    },
    anchorOf(chain) {
      const path = pathOf(chain);
      for (const store of ['default', 'system'] as const) {
        const known = rootsOf(store);
        const anchors = path.flatMap((certificate) =>
          (known.get(certificate.issuer) ?? [])
            .filter((issuer) => isSignedBy(certificate, issuer))
            .map((issuer) => ({
              subject: oneLine(issuer.subject),
              store,
              signed: chain.indexOf(certificate),
              isRoot: isSignedBy(issuer, issuer),
            })),
        );
        const anchor = anchors.find(({isRoot}) => isRoot) ?? anchors[0];
        if (anchor !== undefined) return anchor;
      }
      return null;
    },
  };
}

/** From the leaf on to whoever signed it, as far as they were sent. */
function pathOf(chain: readonly X509Certificate[]): readonly X509Certificate[] {
  const path: X509Certificate[] = [];
  for (let next = chain[0]; next !== undefined && !path.includes(next); ) {
    const certificate: X509Certificate = next;
    path.push(certificate);
    next = chain.find((other) => other !== certificate && isSignedBy(certificate, other));
  }
  return path;
}

function bySubject(pems: readonly string[]): ReadonlyMap<string, readonly X509Certificate[]> {
  const roots = pems.flatMap((pem) => {
    try {
      return new X509Certificate(pem);
    } catch {
      return [];
    }
  });
  return Map.groupBy(roots, ({subject}) => subject);
}

function pemsIn(text: string): readonly string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
}

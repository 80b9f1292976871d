import {type AskedProtocol, PROTOCOLS, type Protocol, type Refusal} from '../../../model/facts/wire/connection.ts';
import type {Opened, Target} from './connection.ts';

/** Where a URL leads, and what to offer there by ALPN. */
export function targetOf(url: URL, shown: string, alpn: readonly Protocol[]): Target {
  const secure = url.protocol === 'https:' || url.protocol === 'wss:';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  return {host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port, secure, shown, alpn};
}

export function offerOf(protocol: AskedProtocol): readonly Protocol[] {
  return protocol === 'agreed' ? PROTOCOLS : [protocol];
}

/** Why a request in HTTP/2 cannot be made to this URL; null when it can. */
export function unspeakable(protocol: AskedProtocol, {secure}: Target): Refusal | null {
  if (protocol !== 'h2' || secure) return null;
  const message = 'the URL is http:, and clients speak HTTP/2 only over TLS';
  return {kind: 'protocol', code: null, message};
}

/** The refusal of a server that did not agree to the protocol asked for; null when it did. */
export function disagreement(asked: AskedProtocol, {connection}: Opened): Refusal | null {
  const alpn = connection?.tls?.alpn ?? null;
  if (asked === 'h2' && alpn !== 'h2') {
    const instead = alpn === null ? 'agreed to no protocol by ALPN, which means HTTP/1.1' : `agreed to ${alpn}`;
    return {kind: 'protocol', code: null, message: `the server does not speak HTTP/2 here: it ${instead}`};
  }
  return null;
}

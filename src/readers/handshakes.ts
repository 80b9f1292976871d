import {isIpAddress} from '../domain/certificates/certificate-names.ts';
import {handshakeDoubt} from '../domain/certificates/handshake-refusal.ts';
import {CannotTell, NoAnswer} from '../model/errors.ts';
import type {Handshake, HandshakeRequest, TlsProbe} from '../model/facts/wire/tls.ts';

/** Of the checks of TLS: where they connect. */
export interface TlsPlace {
  readonly host: string;
  readonly port: number;
  readonly address?: string | undefined;
  /** In milliseconds. */
  readonly within: number;
}

/** What a browser of today offers to a host. */
export function browserHandshake({host, port, address, within}: TlsPlace): HandshakeRequest {
  return {
    host,
    port,
    ...(address === undefined ? {} : {address}),
    // An IP address has no server name indication (RFC 6066, section 3).
    serverName: isIpAddress(host) ? null : host,
    oldest: '1.2',
    newest: '1.3',
    keyType: null,
    alpn: ['h2', 'http/1.1'],
    withinMs: within,
  };
}

/** What came of several handshakes, by name. */
export interface Handshakes<Name extends string> {
  /** Those that were answered, and not only as this machine was away. */
  readonly looks: Readonly<Partial<Record<Name, Handshake>>>;
  /** Why each of the others was not. */
  readonly unseen: Readonly<Partial<Record<Name, CannotTell | NoAnswer>>>;
}

/**
 * Each on a connection of its own, all at once. One that was closed without a word while others were made beside it is made again
 * alone: a server or firewall that limits handshakes at a time closes those that are too many, which says nothing of what it speaks.
 * Rejects with what is no statement about the world at all.
 */
export async function handshakesOf<Name extends string>(
  requests: Readonly<Record<Name, HandshakeRequest>>,
  tls: TlsProbe,
): Promise<Handshakes<Name>> {
  const named = Object.entries(requests) as [Name, HandshakeRequest][];
  const found = new Map(
    await Promise.all(named.map(async ([name, request]) => [name, await handshakeOf(request, tls)] as const)),
  );
  const isCrowded = named.length > 1;
  for (const [name, request] of named) {
    const first = found.get(name);
    if (!isCrowded || first === undefined || first instanceof Error || first.refusal?.kind !== 'closed') continue;
    found.set(name, await handshakeOf({...request, again: true}, tls));
  }
  const all = [...found].map(
    ([name, one]) => [name, one instanceof Error ? one : (handshakeDoubt(one) ?? one)] as const,
  );
  return {
    looks: Object.fromEntries(all.filter(([, one]) => !(one instanceof Error))) as Handshakes<Name>['looks'],
    unseen: Object.fromEntries(all.filter(([, one]) => one instanceof Error)) as Handshakes<Name>['unseen'],
  };
}

async function handshakeOf(request: HandshakeRequest, tls: TlsProbe): Promise<Handshake | CannotTell | NoAnswer> {
  try {
    return await tls.handshake(request);
  } catch (thrown) {
    if (thrown instanceof CannotTell || thrown instanceof NoAnswer) return thrown;
    throw thrown;
  }
}

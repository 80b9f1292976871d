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
  /** Why the first of the others was not; null when all were. */
  readonly unseen: CannotTell | NoAnswer | null;
}

/** Each on a connection of its own. Rejects with what is no statement about the world at all. */
export async function handshakesOf<Name extends string>(
  requests: Readonly<Record<Name, HandshakeRequest>>,
  tls: TlsProbe,
): Promise<Handshakes<Name>> {
  const unseen: (CannotTell | NoAnswer)[] = [];
  const named = Object.entries(requests) as [Name, HandshakeRequest][];
  const answered = await Promise.all(
    named.map(async ([name, request]) => {
      try {
        const look = await tls.handshake(request);
        const doubt = handshakeDoubt(look);
        if (doubt !== null) throw doubt;
        return [[name, look]] as const;
      } catch (thrown) {
        if (!(thrown instanceof CannotTell || thrown instanceof NoAnswer)) throw thrown;
        unseen.push(thrown);
        return [];
      }
    }),
  );
  return {looks: Object.fromEntries(answered.flat()) as Partial<Record<Name, Handshake>>, unseen: unseen[0] ?? null};
}

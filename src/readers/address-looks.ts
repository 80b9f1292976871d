import type {AddressLooks} from '../domain/certificates/address-differences.ts';
import {CannotTell, type NoAnswer} from '../model/errors.ts';
import {TLS_VERSIONS, type TlsProbe} from '../model/facts/wire/tls.ts';
import {browserHandshake, handshakesOf, type TlsPlace} from './handshakes.ts';

export interface EachAddress {
  readonly looks: readonly AddressLooks[];
  /** Why the first handshake that came to nothing did; null: each came to something. */
  readonly unseen: CannotTell | NoAnswer | null;
}

/** What each address presents and speaks: to a browser, to a client that sends no name, and in each version of TLS. */
export async function lookAtEach(
  addresses: readonly string[],
  place: Omit<TlsPlace, 'address'>,
  tls: TlsProbe,
): Promise<EachAddress> {
  const asked = addresses.flatMap((address) => {
    const browser = browserHandshake({...place, address});
    const alone = TLS_VERSIONS.map((version) => [version, {...browser, oldest: version, newest: version}] as const);
    const all = [['browser', browser], ['unnamed', {...browser, serverName: null}], ...alone] as const;
    return all.map(([kind, request]) => ({address, kind, name: `${kind} ${address}`, request}));
  });
  // Those of all addresses together: they may be one server.
  const {looks, unseen} = await handshakesOf(Object.fromEntries(asked.map(({name, request}) => [name, request])), tls);
  const found = addresses.map((address) => ({
    address,
    looks: Object.fromEntries(
      asked.flatMap((one) => {
        const look = looks[one.name];
        return one.address === address && look !== undefined ? [[one.kind, look]] : [];
      }),
    ),
  }));
  const [open = null] = asked.flatMap(({name, address}) => {
    const why = unseen[name];
    return why === undefined ? [] : [ofAddress(why, address)];
  });
  return {looks: found, unseen: open};
}

/** Whether this machine has IPv6 at all is not known, so that no control that answers shows that it is the server's fault. */
function ofAddress(unseen: CannotTell | NoAnswer, address: string): CannotTell | NoAnswer {
  if (unseen instanceof CannotTell || !address.includes(':')) return unseen;
  return new CannotTell(
    `${unseen.message}: whether that is the server, or a network without IPv6 here, is not known`,
    `look from a machine that has IPv6, or say with \`addresses:\` which have to be alike`,
    {cause: unseen},
  );
}

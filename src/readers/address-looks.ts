import type {AddressLooks} from '../domain/certificates/address-differences.ts';
import {CannotTell, type NoAnswer} from '../model/errors.ts';
import {TLS_VERSIONS, type TlsProbe, type TlsVersion} from '../model/facts/wire/tls.ts';
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
  const found = await Promise.all(
    addresses.map(async (address) => {
      const browser = browserHandshake({...place, address});
      const alone = (version: TlsVersion) => ({...browser, oldest: version, newest: version});
      const [one, two, three, four] = TLS_VERSIONS;
      const {looks, unseen} = await handshakesOf(
        {
          ...{browser, unnamed: {...browser, serverName: null}},
          ...{[one]: alone(one), [two]: alone(two), [three]: alone(three), [four]: alone(four)},
        } as Record<TlsVersion | 'browser' | 'unnamed', typeof browser>,
        tls,
      );
      return {address, looks, unseen: unseen === null ? null : ofAddress(unseen, address)};
    }),
  );
  return {looks: found, unseen: found.find(({unseen}) => unseen !== null)?.unseen ?? null};
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

import {isIP} from 'node:net';
import {CannotTell, messageOf} from '../../../model/errors.ts';
import type {HostAddresses} from '../../../model/facts/wire/tls.ts';
import {command} from '../../../model/text/shell.ts';
import type {ConnectTo} from '../connection/connect-to.ts';
import {type ResolveName, systemResolver} from '../dns.ts';

/** Rejects as `dns.lookup` does: ENOTFOUND where there is no such name, or it has no address. */
export type HostResolver = (host: string, port: number) => Promise<readonly string[]>;

/** Of the host, or of what `--connect-to` says in its place. */
export function addressesTo(connectTo: ConnectTo, resolveName: ResolveName = systemResolver): HostResolver {
  return async (host, port) => {
    const name = connectTo(host, port)?.address ?? host;
    return isIP(name) === 0 ? await resolveName(name) : [name];
  };
}

/** @throws {CannotTell} when the resolver gave no answer. */
export async function addressesFor(host: string, port: number, addressesOf: HostResolver): Promise<HostAddresses> {
  try {
    const addresses = await addressesOf(host, port);
    return {host, addresses: addresses.length === 0 ? null : [...new Set(addresses)]};
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOTFOUND') return {host, addresses: null};
    throw new CannotTell(
      `DNS did not say which addresses ${host} has (${typeof code === 'string' ? code : messageOf(error)})`,
      `see why the resolver of this machine does not answer (${command`dig ${host}`}), then run again`,
      {cause: error, transient: true, commonCause: 'the resolver of this machine does not answer'},
    );
  }
}

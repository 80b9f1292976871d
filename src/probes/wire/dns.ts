import {lookup} from 'node:dns/promises';
import type {AttemptContext} from '../../model/attempt.ts';
import {CannotTell, messageOf} from '../../model/errors.ts';
import type {FactStore} from '../../model/facts/fact-store.ts';
import type {DnsProbe, NameAnswer} from '../../model/facts/wire/probes.ts';
import {command} from '../../model/text/shell.ts';
import {addressGiven} from './connection/connect-to.ts';

/**
 * The addresses of a name, in lower case and without a trailing dot. Rejects as `dns.lookup` does: ENOTFOUND where there is
 * no such name, or it has no address.
 */
export type ResolveName = (name: string) => Promise<readonly string[]>;

/** As connections are made, but for search domains and the hosts file: a name with a trailing dot is looked up as it is. */
export const systemResolver: ResolveName = async (name) => {
  const found = await lookup(`${name}.`, {all: true});
  return found.map(({address}) => address);
};

/** With what `--resolve` says of names. */
export function resolverWith(resolve: readonly string[], otherwise: ResolveName): ResolveName {
  const given = addressGiven(resolve);
  return async (name) => {
    const address = given(name);
    return address === null ? await otherwise(name) : [address];
  };
}

/** What the resolver says of names, each asked once. */
export function createDns(
  store: FactStore,
  resolveName: ResolveName,
): (context: Pick<AttemptContext, 'signal' | 'factsNotBefore'>) => DnsProbe {
  return ({signal, factsNotBefore: notBefore}) => ({
    addresses: async (asked) => {
      const name = asked.toLowerCase().replace(/\.$/, '');
      return await store.get(`wire:name:${name}`, () => answerOf(name, resolveName), {signal, notBefore});
    },
  });
}

async function answerOf(name: string, resolveName: ResolveName): Promise<NameAnswer> {
  try {
    const addresses = await resolveName(name);
    return {name, addresses: addresses.length === 0 ? null : addresses};
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOTFOUND') return {name, addresses: null};
    throw new CannotTell(
      `DNS did not say whether ${name} exists (${typeof code === 'string' ? code : messageOf(error)})`,
      `see why the resolver of this machine does not answer (${command`dig ${name}`}), then run again`,
      {cause: error, transient: true, commonCause: 'the resolver of this machine does not answer'},
    );
  }
}

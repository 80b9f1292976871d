import {judgeAuthority, type Wanted} from '../domain/dns/authority-answers.ts';
import {type NameLook, type NameServer, type NamesProbe, serversOf} from '../model/facts/wire/names.ts';
import {ADDRESS_TYPES, type AuthorityLooks, authorityLooks} from './authority-looks.ts';

/** Real chains of CNAMEs have two or three links. */
const MOST_NAMES = 8;

/**
 * What the name servers say of a host, and of each name that its CNAMEs lead on to.
 *
 * @param rounds how often each is asked: of records that share a name by weight, a server gives one at a time.
 */
export async function servedNames(
  host: string,
  wanted: Wanted,
  names: NamesProbe,
  rounds = 1,
): Promise<readonly AuthorityLooks[]> {
  const found: AuthorityLooks[] = [];
  const asked = new Set<string>();
  let next = [host];
  while (next.length > 0 && asked.size < MOST_NAMES) {
    for (const name of next) asked.add(name);
    const looks = await Promise.all(next.map((name) => severalLooks(name, names, rounds)));
    found.push(...looks);
    const targets = looks
      .flatMap((one) => one.looks)
      .flatMap((look) => {
        const finding = judgeAuthority(look, wanted);
        return finding.kind === 'leads-on' ? [finding.to] : [];
      });
    next = [...new Set(targets)].filter((name) => !asked.has(name));
  }
  return found;
}

async function severalLooks(name: string, names: NamesProbe, rounds: number): Promise<AuthorityLooks> {
  const first = authorityLooks(name, ADDRESS_TYPES, names);
  const more = Array.from({length: rounds - 1}, (_, index) => authorityLooks(name, ADDRESS_TYPES, names, index + 2));
  const found = await Promise.all([first, ...more]);
  return {...(await first), looks: found.flatMap(({looks}) => looks)};
}

/** The HTTPS records that the name servers of these names have, which browsers go by. */
export async function bindingLooks(served: readonly AuthorityLooks[], names: NamesProbe): Promise<readonly NameLook[]> {
  const asked = served.flatMap(({delegation}) =>
    serversOf(delegation).map((server) => names.ask(server, {name: delegation.name, type: 'HTTPS'})),
  );
  return await Promise.all(asked);
}

/** Those that resolvers have. */
export async function rememberedBindings(
  host: string,
  resolvers: readonly NameServer[],
  names: NamesProbe,
): Promise<readonly NameLook[]> {
  return await Promise.all(resolvers.map((server) => names.ask(server, {name: host, type: 'HTTPS'})));
}

/** What a resolver says, and where it says SERVFAIL whether that is because of DNSSEC. */
export interface ResolverLook {
  readonly look: NameLook;
  /** It says SERVFAIL, an answer when it is asked not to validate, and SERVFAIL again. */
  readonly isBogus: boolean;
}

export async function resolverLooks(
  host: string,
  resolvers: readonly NameServer[],
  names: NamesProbe,
): Promise<readonly ResolverLook[]> {
  const asked = resolvers.flatMap((server) =>
    ADDRESS_TYPES.map(async (type) => {
      const look = await names.ask(server, {name: host, type});
      if (look.answer?.rcode !== 'SERVFAIL') return {look, isBogus: false};
      const unchecked = await names.ask(server, {name: host, type, unchecked: true});
      if (unchecked.answer?.rcode !== 'NOERROR') return {look, isBogus: false};
      const again = await names.ask(server, {name: host, type, round: 2});
      return {look, isBogus: again.answer?.rcode === 'SERVFAIL'};
    }),
  );
  return await Promise.all(asked);
}

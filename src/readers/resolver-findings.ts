import type {Wanted} from '../domain/dns/authority-answers.ts';
import {
  type Change,
  heldFor,
  judgeResolver,
  type ResolverFinding,
  unvalidated,
} from '../domain/dns/resolver-answers.ts';
import {type AddressType, servedBy} from '../domain/dns/served-addresses.ts';
import {keptBindings} from '../domain/dns/served-bindings.ts';
import {CannotTell} from '../model/errors.ts';
import type {NameServer, NamesProbe} from '../model/facts/wire/names.ts';
import type {Evidence, Fault} from '../model/outcome.ts';
import {looksEvidence} from './authority-looks.ts';
import type {NameServerFindings} from './name-server-findings.ts';
import type {OwnLook} from './own-addresses.ts';
import {type ResolverLook, rememberedBindings, resolverLooks} from './served-names.ts';

/** What resolvers say of a host of which all name servers say what they have to. */
export interface ResolverFindings {
  readonly resolvers: readonly NameServer[];
  /** Those that they give, each once. */
  readonly addresses: readonly string[];
  readonly faults: readonly Fault[];
  /** What is not known, or may be from before the change, a clause each. */
  readonly unknown: readonly string[];
  readonly evidence: readonly Evidence[];
}

interface Held {
  readonly ownLook: OwnLook;
  readonly served: NameServerFindings;
  /** The longest TTL that the record had before it was changed; null: nobody says. */
  readonly ttlBeforeMs: number | null;
}

/**
 * @param isNamed whether it is a load balancer that the host has to lead to, and not only what its name servers give.
 * @throws {CannotTell} where there is no resolver to ask.
 */
export async function resolverFindings(
  host: string,
  {ownLook, served, ttlBeforeMs}: Held,
  {isNamed, names}: {readonly isNamed: boolean; readonly names: NamesProbe},
): Promise<ResolverFindings> {
  const resolvers = await names.resolvers();
  if (resolvers.length === 0) {
    throw new CannotTell(`${host}: this machine says of no resolver that it asks`, 'name some under `resolvers:`');
  }
  const seen = await resolverLooks(host, resolvers, names);
  const change = heldFor(served, ttlBeforeMs);
  const early = seen.map((one) => findingOf(one, served.wanted, change));
  const isClear = early.every(({kind}) => kind === 'inside');
  const {own} = served.wanted;
  const settled = isClear || own.isWhole ? {own, evidence: []} : await ownLook.again();
  const wanted = {...served.wanted, own: settled.own};
  const findings = seen.map((one) => findingOf(one, wanted, change));
  const remembered = isNamed ? await rememberedBindings(host, resolvers, names) : [];
  return {
    resolvers,
    addresses: [...new Set(seen.flatMap(givenBy))],
    faults: findings.flatMap((finding) => (finding.kind === 'wrong' ? [finding.fault] : [])),
    unknown: [
      ...findings.flatMap((finding) => (finding.kind === 'behind' || finding.kind === 'unknown' ? [finding.what] : [])),
      ...remembered.flatMap((look) => keptBindings(look, wanted)),
    ],
    evidence: [...settled.evidence, ...looksEvidence(remembered), ...looksEvidence(seen.map(({look}) => look))],
  };
}

function findingOf({look, isBogus}: ResolverLook, wanted: Wanted, change: Change): ResolverFinding {
  return isBogus ? unvalidated(look) : judgeResolver(look, wanted, change);
}

function givenBy({look: {answer, name, type}}: ResolverLook): readonly string[] {
  return servedBy(answer?.answers ?? [], name, type as AddressType).addresses;
}

import {foldName} from '../domain/dns/dns-names.ts';
import type {SeenAbove, SeenLive} from '../domain/dns/zone-delegators.ts';
import {parseSigner} from '../domain/dns/zone-signing.ts';
import {CannotTell} from '../model/errors.ts';
import {
  type Delegation,
  type NameLook,
  type NameServer,
  type NamesProbe,
  serversOf,
} from '../model/facts/wire/names.ts';

/** Of the zone above, so many servers are asked: a top-level domain has up to thirteen. */
const ASKED = 4;

/**
 * Who delegates to a zone, as the name servers of the zone above say themselves.
 *
 * @param account what the account says of that.
 */
export async function liveAbove(zone: string, names: NamesProbe, account: Unseen): Promise<SeenAbove> {
  const unseen = (why: string, thrown: unknown = null): Unseen => ({
    kind: 'unseen',
    because: `${account.because}, and ${why}`,
    thrown: account.thrown ?? thrown,
  });
  const name = foldName(zone);
  let delegation: Delegation;
  try {
    delegation = await names.delegation(name);
  } catch (thrown) {
    if (!(thrown instanceof CannotTell)) throw thrown;
    return unseen(`DNS does not say either: ${thrown.message}`, thrown);
  }
  const asked = (delegation.zone === name ? delegation.parentServers : serversOf(delegation)).filter(isFirstOfItsName);
  const looks = await Promise.all(asked.slice(0, ASKED).map((server) => names.ask(server, {name, type: 'NS'})));
  const said = looks.flatMap((look) => saidOf(look, name) ?? []);
  const [first] = said;
  if (first === undefined) {
    const all = looks.map(({server}) => shownServer(server)).join(', ') || 'none is known';
    return unseen(`no name server of the zone above says who has ${name} (${all})`);
  }
  const other = said.find(({named}) => named.join() !== first.named.join());
  if (other !== undefined) {
    const shown = [first, other].map(({server, named}) => `${shownServer(server)} names ${named.join(', ') || 'none'}`);
    return unseen(`the name servers of the zone above disagree: ${shown.join(', ')}`);
  }
  const addressesOf = new Map(delegation.servers.map(({name: server, addresses}) => [server, addresses]));
  return {
    kind: 'live',
    saidBy: said.map(({server}) => shownServer(server)),
    named: first.named.map((server) => ({name: server, addresses: addressesOf.get(server) ?? []})),
    ...(first.named.length === 0
      ? {parent: first.parent, signers: [], trust: 'unknown'}
      : await signersAbove(name, first.server, names)),
  };
}

type Unseen = Extract<SeenAbove, {kind: 'unseen'}>;

interface Said {
  readonly server: NameServer;
  /** Sorted; empty: the zone above has none of that name. */
  readonly named: readonly string[];
  /** Null: the answer does not name it. */
  readonly parent: string | null;
}

/**
 * A referral; the name servers themselves, where one server has both zones; or, with authority, that there are none. Null: it
 * says nothing, or what stands between it and this machine answered in its place.
 */
function saidOf({server, answer}: NameLook, name: string): Said | null {
  if (answer === null || !['NOERROR', 'NXDOMAIN'].includes(answer.rcode)) return null;
  const section = answer.isAuthoritative ? answer.answers : answer.authorities;
  if (!answer.isAuthoritative && answer.answers.length > 0) return null;
  const named = section.flatMap((record) => (record.type === 'NS' && record.name === name ? [record.value] : []));
  if (named.length > 0) return {server, named: named.toSorted(), parent: null};
  return answer.isAuthoritative && answer.soa !== null ? {server, named: [], parent: answer.soa.zone} : null;
}

/** DS records are the zone above's; whether they count says a resolver that has validated them. */
async function signersAbove(
  name: string,
  server: NameServer,
  names: NamesProbe,
): Promise<Pick<SeenLive, 'parent' | 'signers' | 'trust'>> {
  const {answer} = await names.ask(server, {name, type: 'DS'});
  if (answer?.isAuthoritative !== true || answer.rcode !== 'NOERROR') {
    return {parent: null, signers: null, trust: 'unknown'};
  }
  const records = answer.answers.filter((record) => record.type === 'DS' && record.name === name);
  const signers = records.flatMap(({value}) => parseSigner(value) ?? []);
  const parent = answer.soa?.zone ?? null;
  if (signers.length === 0) return {parent, signers, trust: 'insecure'};
  const resolvers = await names.resolvers();
  const looks = await Promise.all(resolvers.map((resolver) => names.ask(resolver, {name, type: 'DS'})));
  const isValidated = looks.some((look) => look.answer?.isAuthentic === true && look.answer.answers.length > 0);
  return {parent, signers, trust: isValidated ? 'secure' : 'unknown'};
}

function isFirstOfItsName({name}: NameServer, index: number, all: readonly NameServer[]): boolean {
  return all.findIndex((one) => one.name === name) === index;
}

function shownServer({name, address}: NameServer): string {
  return name ?? address;
}

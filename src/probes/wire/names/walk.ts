import {CannotTell} from '../../../model/errors.ts';
import {
  authorityAt,
  type Delegation,
  type NameLook,
  type NameQuestion,
  type NameServer,
  type RecordType,
  type ZoneServer,
} from '../../../model/facts/wire/names.ts';
import {command} from '../../../model/text/shell.ts';

/** What a walk asks with. */
export interface Asking {
  ask(server: NameServer, question: NameQuestion): Promise<NameLook>;
  /** Those that are asked about name servers and about the zones above; the first that answers counts. */
  readonly resolvers: readonly NameServer[];
  /** Where to begin, if not with what the resolvers say of the topmost zone. */
  readonly roots: readonly NameServer[] | null;
}

/** The deepest names of real zones have some ten; a hostile server could refer for ever. */
const MOST_STEPS = 16;
/** Of a zone, those asked at once for the next step. */
const ASKED_AT_ONCE = 3;
/** Real zones have up to thirteen. */
const MOST_SERVERS = 16;
const MOST_ADDRESSES = 8;

/** A zone that the walk has come to. */
interface Reached {
  readonly zone: string;
  readonly servers: readonly ZoneServer[];
  readonly parentServers: readonly NameServer[];
}

/** From the top down: each zone's own servers say which zone is next. */
export async function walk(name: string, asking: Asking): Promise<Delegation> {
  let reached = await begin(name, asking);
  const steps: NameLook[] = [];
  for (let step = 0; step < MOST_STEPS; step++) {
    const servers = addressesToAsk(reached.servers);
    const {zone: at} = reached;
    // One that neither answers for the zone nor refers further down is lame: resolvers pass over it, too.
    const helps = (one: NameLook) => one.answer?.isAuthoritative === true || referralOf(one, name, at) !== null;
    const look = await firstUseful(servers, {name, type: 'NS'}, asking, helps);
    if (look === null) throw noServer(name, reached);
    steps.push(look);
    const referral = referralOf(look, name, reached.zone);
    if (referral === null) {
      const zone = answeringZone(look, name, reached.zone);
      const named = await withOwnServers(zone, look.server, zone === reached.zone ? reached.servers : [], asking);
      return {
        name,
        zone,
        servers: named,
        parentServers: zone === reached.zone ? reached.parentServers : servers,
        steps,
      };
    }
    const others = await referredByOthers(look, servers, {name, zone: at, to: referral.zone}, asking);
    const saidBy = new Map([...others, ...referral.servers.map((server) => [server, look] as const)]);
    const found = await Promise.all(
      [...saidBy]
        .slice(0, MOST_SERVERS)
        .map(async ([server, said]) => await addressed(server, ['parent'], said, asking)),
    );
    reached = {zone: referral.zone, servers: found, parentServers: servers};
  }
  throw new CannotTell(
    `${name}: its name servers refer from one zone to the next, ${MOST_STEPS} times and more`,
    `see where it goes round: ${command`dig +trace ${name}`}`,
  );
}

/** The given roots, or the closest zone above the name that the resolvers know, tried from the top. */
async function begin(name: string, asking: Asking): Promise<Reached> {
  if (asking.roots !== null) {
    const servers = asking.roots.map(({name: server, address}) => ({
      name: server ?? address,
      addresses: [address],
      namedBy: ['zone'] as const,
      problem: null,
    }));
    return {zone: '', servers, parentServers: []};
  }
  const labels = name.split('.');
  // Never the name itself.
  for (let count = 1; count < labels.length; count++) {
    const zone = labels.slice(-count).join('.');
    const look = await firstUseful(asking.resolvers, {name: zone, type: 'NS'}, asking);
    if (look === null) throw noResolver(zone, asking.resolvers);
    const names = valuesOf(look, 'NS', zone);
    if (names.length === 0) continue;
    const servers = await Promise.all(names.map((server) => addressed(server, ['zone'], look, asking)));
    return {zone, servers, parentServers: []};
  }
  throw new CannotTell(
    `${name}: the resolvers know no zone above it`,
    `see that the name is spelled as it is meant, and what the resolver of this machine says: ${command`dig +trace ${name}`}`,
  );
}

/** The first of them, in order, whose answer is one to go on with. */
async function firstUseful(
  servers: readonly NameServer[],
  question: NameQuestion,
  {ask}: Asking,
  helps: (look: NameLook) => boolean = () => true,
): Promise<NameLook | null> {
  for (let from = 0; from < servers.length; from += ASKED_AT_ONCE) {
    const looks = await Promise.all(servers.slice(from, from + ASKED_AT_ONCE).map((server) => ask(server, question)));
    const useful = looks.find((look) => ['NOERROR', 'NXDOMAIN'].includes(look.answer?.rcode ?? '') && helps(look));
    if (useful !== undefined) return useful;
  }
  return null;
}

/** IPv4 first, and one address of each server before the second of any. */
function addressesToAsk(servers: readonly ZoneServer[]): readonly NameServer[] {
  const each = servers.map(({name, addresses}) => ({
    name,
    addresses: addresses.toSorted((a, b) => Number(a.includes(':')) - Number(b.includes(':'))),
  }));
  const most = Math.max(0, ...each.map(({addresses}) => addresses.length));
  return Array.from({length: most}, (_, index) => index).flatMap((index) =>
    each.flatMap(({name, addresses}) => {
      const address = addresses[index];
      return address === undefined ? [] : [authorityAt(name, address)];
    }),
  );
}

/** A zone further down, at or above the name, with the servers that are named for it; null: it answers itself. */
function referralOf({answer}: NameLook, name: string, zone: string): {zone: string; servers: readonly string[]} | null {
  if (answer === null || answer.isAuthoritative || answer.answers.length > 0) return null;
  const next = answer.authorities.find(
    (record) =>
      record.type === 'NS' && isAtOrBelow(name, record.name) && record.name !== zone && isAtOrBelow(record.name, zone),
  );
  if (next === undefined) return null;
  const servers = answer.authorities.flatMap((record) =>
    record.type === 'NS' && record.name === next.name ? [record.value] : [],
  );
  return {zone: next.name, servers: [...new Set(servers)].slice(0, MOST_SERVERS)};
}

/**
 * Whom the other servers of a zone name for the next one: a resolver asks any of them, and one that is behind still leads to the
 * old name servers. One address of each is asked.
 */
async function referredByOthers(
  {server: first}: NameLook,
  servers: readonly NameServer[],
  {name, zone, to}: {readonly name: string; readonly zone: string; readonly to: string},
  {ask}: Asking,
): Promise<readonly (readonly [string, NameLook])[]> {
  const others = servers.filter(
    (one, index) => one.name !== first.name && servers.findIndex((other) => other.name === one.name) === index,
  );
  const looks = await Promise.all(others.map((server) => ask(server, {name, type: 'NS'})));
  return looks.flatMap((look) => {
    const referral = referralOf(look, name, zone);
    return referral?.zone === to ? referral.servers.map((server) => [server, look] as const) : [];
  });
}

/** Servers of a zone may also have one below it, and answer for that without referring to it. */
function answeringZone({answer}: NameLook, name: string, zone: string): string {
  if (answer?.isAuthoritative !== true) return zone;
  const apex = answer.answers.some((record) => record.type === 'NS' && record.name === name) ? name : answer.soa?.zone;
  return apex !== undefined && isAtOrBelow(name, apex) && isAtOrBelow(apex, zone) ? apex : zone;
}

/** With those that the zone itself names. */
async function withOwnServers(
  zone: string,
  server: NameServer,
  known: readonly ZoneServer[],
  asking: Asking,
): Promise<readonly ZoneServer[]> {
  const look = await asking.ask(server, {name: zone, type: 'NS'});
  const names = valuesOf(look, 'NS', zone).slice(0, MOST_SERVERS);
  const both = known.map((one) =>
    names.includes(one.name) ? {...one, namedBy: [...new Set([...one.namedBy, 'zone' as const])]} : one,
  );
  const others = names.filter((name) => !known.some((one) => one.name === name));
  return [...both, ...(await Promise.all(others.map((name) => addressed(name, ['zone'], look, asking))))];
}

/** A host name: anything else is not looked up. */
const HOST = /^(?=.{1,253}$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/;

/** Its glue, and what the resolver has for it. */
async function addressed(
  name: string,
  namedBy: ZoneServer['namedBy'],
  {answer, server: saidBy}: NameLook,
  asking: Asking,
): Promise<ZoneServer> {
  if (!HOST.test(name)) return {name, addresses: [], namedBy, problem: 'it is not a host name'};
  const glue = (answer?.additionals ?? []).flatMap((record) =>
    record.name === name && ['A', 'AAAA'].includes(record.type) ? [record.value] : [],
  );
  if (saidBy.role === 'authority' && glue.length > 0) return {name, addresses: bounded(glue), namedBy, problem: null};
  const looks = await Promise.all(
    (['A', 'AAAA'] as const).map((type) => firstUseful(asking.resolvers, {name, type}, asking)),
  );
  const found = looks.flatMap((look, index) => (look === null ? [] : valuesOf(look, index === 0 ? 'A' : 'AAAA', null)));
  const addresses = bounded([...glue, ...found]);
  const isUnknown = addresses.length === 0;
  const problem = looks.every((look) => look === null) ? 'no resolver said its address' : 'its name has no address';
  return {name, addresses, namedBy, problem: isUnknown ? problem : null};
}

function bounded(addresses: readonly string[]): readonly string[] {
  return [...new Set(addresses)].slice(0, MOST_ADDRESSES);
}

function valuesOf({answer}: NameLook, type: RecordType, name: string | null): readonly string[] {
  const records = answer?.answers ?? [];
  return records.flatMap((record) =>
    record.type === type && (name === null || record.name === name) ? [record.value] : [],
  );
}

function isAtOrBelow(name: string, zone: string): boolean {
  return zone === '' || name === zone || name.endsWith(`.${zone}`);
}

function noServer(name: string, {zone, servers}: Reached): CannotTell {
  const asked = servers.map((server) => (server.problem === null ? server.name : `${server.name} (${server.problem})`));
  return new CannotTell(
    `${name}: none of the name servers of ${zone === '' ? 'the root' : zone} answered: ${asked.join(', ')}`,
    `see whether port 53 leads out of this network, for UDP and TCP: ${command`dig +trace ${name}`}`,
    {transient: true, commonCause: 'name servers do not answer this machine'},
  );
}

function noResolver(zone: string, resolvers: readonly NameServer[]): CannotTell {
  return new CannotTell(
    `no resolver said who answers for ${zone}: ${resolvers.map(({address}) => address).join(', ') || 'none is set'}`,
    `see why they do not answer: ${command`dig NS ${zone}`}`,
    {transient: true, commonCause: 'no resolver answers this machine'},
  );
}

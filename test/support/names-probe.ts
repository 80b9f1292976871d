import type {
  NameAnswer,
  NameLook,
  NameProblem,
  NameQuestion,
  NameServer,
  NamesProbe,
  ZoneServer,
} from '../../src/model/facts/wire/names.ts';
import {answered, nameRecord, resolverNamed, unanswered} from './name-looks.ts';

/** What a server says; a problem where it gives no answer; undefined: what the zone has. */
type Said = Partial<NameAnswer> | NameProblem | undefined;

/** `name type` to values, each `value` or `value ttl`; a name that is in none does not exist. */
export type ZoneData = Readonly<Record<string, readonly string[]>>;

export interface NamesWorld {
  /** By zone. */
  readonly zones: Readonly<Record<string, ZoneData>>;
  /** Name servers of each zone; each has one address unless it is said. */
  readonly servers?: Readonly<Record<string, readonly ZoneServer[]>>;
  readonly resolvers?: readonly NameServer[];
  /** What a server says instead, by `address name type`, with `2` and so on for another round, `unchecked` for no validation. */
  readonly says?: Readonly<Record<string, Said>>;
  /** What was asked before, by `address name type`. */
  readonly earlier?: Readonly<Record<string, NameLook['earlier']>>;
}

export interface TestNames extends NamesProbe {
  readonly asked: readonly string[];
}

export const RESOLVERS = [resolverNamed('192.0.2.53', true), resolverNamed('1.1.1.1')];

/** Name servers that have the records of these zones, and resolvers that give the same. */
export function namesOf(world: NamesWorld): TestNames {
  const asked: string[] = [];
  const zoneOf = (name: string) =>
    Object.keys(world.zones)
      .filter((zone) => name === zone || name.endsWith(`.${zone}`))
      .toSorted((a, b) => b.length - a.length)[0];
  const resolvers = world.resolvers ?? RESOLVERS;
  return {
    asked,
    resolvers: async () => resolvers,
    async delegation(name) {
      const zone = zoneOf(name) ?? 'example';
      const servers = world.servers?.[zone] ?? [1, 2].map((n) => zoneServer(`ns${n}.${zone}`, `203.0.113.${n}`));
      return {name, zone, servers, parentServers: [], steps: []};
    },
    async ask(server, question) {
      const {name, type, round = 1, unchecked = false} = question;
      const key = `${server.address} ${name} ${type}`;
      asked.push(key);
      const how = [key, ...(round === 1 ? [] : [round]), ...(unchecked ? ['unchecked'] : [])].join(' ');
      const said = world.says?.[how] ?? world.says?.[key];
      const earlier = world.earlier?.[key] ?? [];
      if (said !== undefined && 'kind' in said) return {...unanswered(server, question, said), earlier};
      const zone = zoneOf(name) ?? 'example';
      const answer = said ?? answerFrom(world.zones, zone, question);
      const isAuthoritative = server.role === 'authority';
      return {...answered(server, question, {isAuthoritative, offersRecursion: !isAuthoritative, ...answer}), earlier};
    },
  };
}

export function zoneServer(name: string, ...addresses: readonly string[]): ZoneServer {
  return {name, addresses, namedBy: ['parent', 'zone'], problem: null};
}

/** Follows CNAMEs across all zones, as a resolver does; an authority's further answers do no harm. */
function answerFrom(zones: NamesWorld['zones'], zone: string, {name, type}: NameQuestion): Partial<NameAnswer> {
  const all: ZoneData = Object.assign({}, ...Object.values(zones));
  const records = (owner: string, of: string) =>
    (all[`${owner} ${of}`] ?? []).map((text) => {
      const [, value = text, ttl = '60'] = /^(.*?)(?: ttl=(\d+))?$/.exec(text) ?? [];
      return nameRecord(owner, of, value, Number(ttl));
    });
  const answers = [...records(name, type)];
  let at = name;
  for (let link = 0; link < 4; link++) {
    const [cname] = records(at, 'CNAME');
    if (cname === undefined) break;
    at = cname.value;
    answers.push(cname, ...records(at, type));
  }
  if (answers.length > 0) return {answers};
  const exists = Object.keys(all).some((key) => key.startsWith(`${name} `) || key.includes(`.${name} `));
  return {rcode: exists ? 'NOERROR' : 'NXDOMAIN', soa: {zone, serial: 1, negativeTtlSeconds: 900}};
}

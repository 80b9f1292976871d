import {
  authorityAt,
  type Delegation,
  type NameAnswer,
  type NameServer,
  type NamesProbe,
  type RecordType,
} from '../../src/model/facts/wire/names.ts';
import {answered, nameRecord, resolverNamed, SILENT_NAMES, unanswered} from './name-looks.ts';

/** Who answers what in a test: `SERVER NAME TYPE`, where a resolver is its address; what is not listed is silence. */
export type Answers = Readonly<Record<string, Partial<NameAnswer>>>;

export const RESOLVER = resolverNamed('9.9.9.9');

/** DNS as these servers have it. */
export function liveNames(answers: Answers, delegation: Partial<Delegation> | null = null): NamesProbe {
  return {
    ...SILENT_NAMES,
    resolvers: async () => [RESOLVER],
    ask: async (server, question) => {
      const said = answers[`${server.name ?? server.address} ${question.name} ${question.type}`];
      return said === undefined ? unanswered(server, question) : answered(server, question, said);
    },
    delegation: async (name) =>
      delegation === null
        ? SILENT_NAMES.delegation(name)
        : {name, zone: name, servers: [], parentServers: [], steps: [], ...delegation},
  };
}

export function parents(...names: readonly string[]): readonly NameServer[] {
  return names.map((name, index) => authorityAt(name, `192.0.2.${200 + index}`));
}

/** A zone that is delegated: from above, without authority. */
export function referral(zone: string, servers: readonly string[]): Partial<NameAnswer> {
  return {authorities: servers.map((server) => nameRecord(zone, 'NS', server))};
}

export function recordsOf(name: string, type: RecordType, ...values: readonly string[]): Partial<NameAnswer> {
  return {isAuthoritative: true, answers: values.map((value) => nameRecord(name, type, value))};
}

/** With authority, that there is none of the type; or no such name. */
export function noneIn(zone: string, rcode = 'NOERROR'): Partial<NameAnswer> {
  return {isAuthoritative: true, rcode, soa: {zone, serial: 1, negativeTtlSeconds: 900}};
}

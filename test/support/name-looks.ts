import {CannotTell} from '../../src/model/errors.ts';
import type {
  NameAnswer,
  NameLook,
  NameQuestion,
  NameRecord,
  NameServer,
  NamesProbe,
} from '../../src/model/facts/wire/names.ts';

const AT = '2026-11-22T12:00:00.000Z';

/** An answer with nothing in it, but for what the test says. */
export function nameAnswer(differing: Partial<NameAnswer> = {}): NameAnswer {
  return {
    over: 'udp',
    rcode: 'NOERROR',
    isAuthoritative: false,
    isTruncated: false,
    offersRecursion: false,
    isAuthentic: false,
    answers: [],
    authorities: [],
    additionals: [],
    soa: null,
    edns: null,
    ...differing,
  };
}

export function nameRecord(name: string, type: string, value: string, ttlSeconds = 60): NameRecord {
  return {name, type, ttlSeconds, value};
}

export function answered(server: NameServer, {name, type}: NameQuestion, differing: Partial<NameAnswer>): NameLook {
  return {server, name, type, at: AT, answer: nameAnswer(differing), problem: null, strays: 0, earlier: []};
}

export function unanswered(
  server: NameServer,
  {name, type}: NameQuestion,
  problem: NonNullable<NameLook['problem']> = {kind: 'silent', message: 'nothing came within 3 s'},
): NameLook {
  return {server, name, type, at: AT, answer: null, problem, strays: 0, earlier: []};
}

export function resolverNamed(address: string, isSystem = false): NameServer {
  return {address, port: 53, name: null, role: 'resolver', isSystem};
}

/** DNS where nobody answers: what AWS leaves open stays open. */
export const SILENT_NAMES: NamesProbe = {
  ask: async (server, question) => unanswered(server, question),
  resolvers: async () => [],
  delegation: async (name) => {
    throw new CannotTell(`no resolver said who answers for ${name}`, `see why: \`dig NS ${name}\``);
  },
};

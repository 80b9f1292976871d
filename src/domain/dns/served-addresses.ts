import type {NameLook, NameRecord, NameServer, RecordType} from '../../model/facts/wire/names.ts';
import {plainAddress} from '../network/plain-address.ts';

export type AddressType = 'A' | 'AAAA';

/** What an answer says of a name, its CNAMEs followed. */
export interface Served {
  /** As they compare: see `plainAddress`. */
  readonly addresses: readonly string[];
  /** Where the CNAMEs end: the name itself where there is none. */
  readonly endsAt: string;
  /** Of the records on the way, the longest; null: there is none. */
  readonly ttlSeconds: number | null;
}

/** Real chains have two or three links; one that goes round ends, too. */
const MOST_LINKS = 16;

export function servedBy(answers: readonly NameRecord[], name: string, type: AddressType): Served {
  let endsAt = name;
  const ttls: number[] = [];
  for (let link = 0; link < MOST_LINKS; link++) {
    const at = endsAt;
    const cname = answers.find((record) => record.type === 'CNAME' && record.name === at);
    if (cname === undefined) break;
    ttls.push(cname.ttlSeconds);
    endsAt = cname.value;
  }
  const records = answers.filter((record) => record.type === type && record.name === endsAt);
  ttls.push(...records.map(({ttlSeconds}) => ttlSeconds));
  return {
    addresses: [...new Set(records.map(({value}) => plainAddress(value)))],
    endsAt,
    ttlSeconds: ttls.length === 0 ? null : Math.max(...ttls),
  };
}

/**
 * For how long what is at a name itself may be kept: its CNAME, or its records of the type. What a CNAME leads to does not count:
 * a cutover and a rollback change the record at the name, and nothing behind it.
 *
 * @returns the longest, in seconds; null: there is no record at the name.
 */
export function ownTtlSeconds(answers: readonly NameRecord[], name: string, type: RecordType): number | null {
  const own = answers.filter((record) => record.name === name && (record.type === type || record.type === 'CNAME'));
  return own.length === 0 ? null : Math.max(...own.map(({ttlSeconds}) => ttlSeconds));
}

/** `ns-1.awsdns-01.org (205.251.192.1)`, `1.1.1.1`. */
export function serverText({name, address, port, isSystem}: NameServer): string {
  const place = port === 53 ? address : `${address.includes(':') ? `[${address}]` : address}:${port}`;
  if (name !== null) return `${name} (${place})`;
  return isSystem ? `the resolver of this machine (${place})` : place;
}

/** Looks that count, and a clause about what this machine cannot reach. */
export interface Reached {
  readonly looks: readonly NameLook[];
  readonly unreached: string | null;
}

/**
 * Without the IPv6 addresses of servers where none of them answers this machine, and the same servers answer over IPv4: it has
 * no IPv6.
 */
export function reachedOf(looks: readonly NameLook[]): Reached {
  const ofSix = looks.filter(({server}) => server.address.includes(':'));
  const ofFour = looks.filter(({server}) => !server.address.includes(':'));
  const answersOverFour = (one: NameLook) =>
    ofFour.some(({server, answer}) => answer !== null && server.name !== null && server.name === one.server.name);
  const noWay = (one: NameLook) => one.answer === null && ['silent', 'unreachable'].includes(one.problem?.kind ?? '');
  if (ofSix.length === 0 || !ofSix.every((one) => noWay(one) && answersOverFour(one))) return {looks, unreached: null};
  return {looks: ofFour, unreached: 'their IPv6 addresses cannot be reached from here'};
}

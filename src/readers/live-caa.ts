import {type CaaJudgement, climbedNames, judgeCaa} from '../domain/certificates/caa.ts';
import {authorityDoubt} from '../domain/dns/authority-answers.ts';
import {serverText} from '../domain/dns/served-addresses.ts';
import type {NameLook, NamesProbe} from '../model/facts/wire/names.ts';
import {authorityLooks} from './authority-looks.ts';

/** What decides whether Amazon may issue for a name, as the name servers say. */
export interface LiveCaa {
  readonly domain: string;
  /** The name whose CAA records decide; null: no name has any. */
  readonly decidedAt: string | null;
  readonly records: readonly string[];
  /** The names that have these records: others than `decidedAt` where that is a CNAME. */
  readonly owners: readonly string[];
  readonly judgement: CaaJudgement;
  readonly looks: readonly NameLook[];
}

/** A chain of CNAMEs that is longer goes round. */
const MOST_LINKS = 8;

/**
 * The closest name with CAA records decides, from the name itself upwards (RFC 8659, section 3). A CNAME is followed as for
 * every type, without climbing from where it ends.
 */
export async function liveCaa(domain: string, names: NamesProbe): Promise<LiveCaa> {
  const looks: NameLook[] = [];
  for (const name of climbedNames(domain)) {
    const said = await caaAt(name, names);
    looks.push(...said.looks);
    if (said.unknown !== null) {
      return {
        domain,
        decidedAt: name,
        records: [],
        owners: [],
        judgement: {kind: 'unknown', because: said.unknown},
        looks,
      };
    }
    if (said.sets.every((set) => set.length === 0)) continue;
    const judged = said.sets.map((set) => judgeCaa(set, domain));
    const judgement = worstOf(judged);
    const records = [...new Set(said.sets.flat())];
    return {domain, decidedAt: name, records, owners: [...new Set(said.owners)], judgement, looks};
  }
  return {domain, decidedAt: null, records: [], owners: [], judgement: {kind: 'allows'}, looks};
}

/** An authority asks one of the servers, and it may be any. */
function worstOf(judged: readonly CaaJudgement[]): CaaJudgement {
  const bad = judged.find(({kind}) => kind === 'forbids') ?? judged.find(({kind}) => kind === 'unknown');
  return bad ?? {kind: 'allows'};
}

interface SaidAt {
  /** Of each server: those that only some have count, too. */
  readonly sets: readonly (readonly string[])[];
  readonly owners: readonly string[];
  readonly unknown: string | null;
  readonly looks: readonly NameLook[];
}

async function caaAt(name: string, names: NamesProbe): Promise<SaidAt> {
  const looks: NameLook[] = [];
  const sets: (readonly string[])[] = [];
  const owners: string[] = [];
  const asked = new Set<string>();
  let next = [name];
  while (next.length > 0) {
    if (asked.size >= MOST_LINKS) return {sets, owners, looks, unknown: `the CNAMEs of ${name} lead on and on`};
    for (const one of next) asked.add(one);
    const found = await Promise.all(next.map((one) => authorityLooks(one, ['CAA'], names)));
    const all = found.flatMap((one) => one.looks);
    looks.push(...all);
    const silent = all.flatMap((look) => {
      const doubt = authorityDoubt(look);
      return doubt === null ? [] : [`${serverText(look.server)} ${doubt}`];
    });
    const doubts = [...found.flatMap((one) => one.doubts), ...silent];
    if (doubts.length > 0 || all.length === 0) {
      const because = doubts.length > 0 ? doubts.join('; ') : 'no name server of its zone has an address';
      return {sets, owners, looks, unknown: `the CAA records of ${name} are not known: ${because}`};
    }
    const ends = all.map(caaIn);
    owners.push(...ends.flatMap(({owner, records}) => (records.length > 0 ? [owner] : [])));
    sets.push(...ends.flatMap(({records, leadsTo}) => (leadsTo === null ? [records] : [])));
    next = [...new Set(ends.flatMap(({leadsTo}) => leadsTo ?? []))].filter((target) => !asked.has(target));
  }
  return {sets, owners, looks, unknown: null};
}

/** The CAA records at the end of the CNAMEs of one answer; the name to ask for, where the answer does not go to the end. */
function caaIn({name, answer}: NameLook): {
  readonly records: readonly string[];
  readonly owner: string;
  readonly leadsTo: string | null;
} {
  const answers = answer?.answers ?? [];
  let at = name;
  for (let link = 0; link < MOST_LINKS; link++) {
    const from = at;
    const cname = answers.find((record) => record.type === 'CNAME' && record.name === from);
    if (cname === undefined) break;
    at = cname.value;
  }
  const records = answers.flatMap((record) => (record.type === 'CAA' && record.name === at ? [record.value] : []));
  return {records, owner: at, leadsTo: at !== name && records.length === 0 ? at : null};
}

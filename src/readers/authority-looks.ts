import type {AddressType} from '../domain/dns/served-addresses.ts';
import {reachedOf, serverText} from '../domain/dns/served-addresses.ts';
import type {Delegation, NameLook, NameQuestion, NamesProbe, RecordType} from '../model/facts/wire/names.ts';
import {serversOf} from '../model/facts/wire/names.ts';
import type {Evidence, Json} from '../model/outcome.ts';

export const ADDRESS_TYPES: readonly AddressType[] = ['A', 'AAAA'];

/** What the name servers of a name's zone say of it. */
export interface AuthorityLooks {
  readonly delegation: Delegation;
  readonly looks: readonly NameLook[];
  /** What was not looked at, clauses. */
  readonly unseen: readonly string[];
  /** Name servers that cannot be asked, a clause each: what they say is not known. */
  readonly doubts: readonly string[];
}

/** Asks each address of each name server of a zone for the types of a name. */
export async function authorityLooks(
  name: string,
  types: readonly RecordType[],
  names: NamesProbe,
  round = 1,
): Promise<AuthorityLooks> {
  const delegation = await names.delegation(name);
  const asked = serversOf(delegation).flatMap((server) =>
    types.map((type): Promise<NameLook> => names.ask(server, questionOf(name, type, round))),
  );
  const {looks, unreached} = reachedOf(await Promise.all(asked));
  const doubts = delegation.servers.flatMap(({name: server, problem}) =>
    problem === null ? [] : [`${server}, a name server of ${delegation.zone}, cannot be asked: ${problem}`],
  );
  return {delegation, looks, unseen: unreached === null ? [] : [unreached], doubts};
}

function questionOf(name: string, type: RecordType, round: number): NameQuestion {
  return round === 1 ? {name, type} : {name, type, round};
}

/** What each server answers, as a report has it. */
export function looksEvidence(looks: readonly NameLook[]): readonly Evidence[] {
  return looks.map(({server, name, type, at, answer, problem}) => ({
    what: `${type} of ${name}, asked at ${at}`,
    value: answer === null ? (problem?.message ?? null) : answerValue(answer),
    source: serverText(server),
  }));
}

function answerValue({rcode, answers, soa}: NonNullable<NameLook['answer']>): Json {
  const records = answers.map(({name, type, value, ttlSeconds}) => `${name} ${ttlSeconds} ${type} ${value}`);
  if (records.length > 0) return records;
  return soa === null ? rcode : `${rcode}, to be remembered for ${soa.negativeTtlSeconds} s`;
}

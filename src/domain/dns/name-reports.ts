import type {SeenName} from '../../model/facts/seen-names.ts';
import type {NameAnswer, NameLook} from '../../model/facts/wire/names.ts';
import type {NameReport} from '../../model/report-name.ts';

const ADDRESS_TYPES = ['A', 'AAAA'] as const;
type AddressType = (typeof ADDRESS_TYPES)[number];

/** How many CNAMEs resolvers follow. */
const MOST_CNAMES = 16;

/**
 * Who answered what about addresses, in the order asked. `show`: what came from outside, as it may be shown. A resolver is
 * held against what the name servers say; these against each other, or against what the load balancer's own name has.
 */
export function nameReports(seen: readonly SeenName[], show: (outside: string) => string): NameReport[] {
  const looks = seen.map(({look}) => look);
  const rounds = [...Map.groupBy(seen, ({look}) => questionOf(look)).values()];
  return rounds.flatMap((round) => {
    const judged = round.flatMap(({items, look}) => {
      const type = ADDRESS_TYPES.find((one) => one === look.type);
      if (type === undefined) return [];
      const judge = look.server.role === 'authority' ? judgeAuthority : judgeResolver;
      return [{items, look, type, ...judge(look, type, looks)}];
    });
    // Of several rounds the worst, and of those alike the last.
    const worst = judged.toSorted((a, b) => WORST.indexOf(b.verdict) - WORST.indexOf(a.verdict)).at(-1);
    if (worst === undefined) return [];
    const {items, look, type, verdict, says} = worst;
    const {server, name, at, answer} = look;
    return {
      items: [...items],
      name,
      type,
      server: {
        name: server.name,
        address: server.address,
        port: server.port,
        role: server.role,
        isSystem: server.isSystem,
      },
      at,
      rcode: answer?.rcode ?? null,
      isAuthoritative: answer?.isAuthoritative ?? false,
      answers: (answer?.answers ?? []).map((record) => ({...record, value: show(record.value)})),
      until: untilOf(look),
      verdict,
      says: show(says),
    };
  });
}

function questionOf({server: {role, address, port}, name, type}: NameLook): string {
  return `${role} ${address}#${port} ${name} ${type}`;
}

const WORST: readonly NameReport['verdict'][] = ['bad', 'open', 'good'];

type Judged = Pick<NameReport, 'verdict' | 'says'>;

function judgeAuthority(look: NameLook, type: AddressType, looks: readonly NameLook[]): Judged {
  const {answer, problem} = look;
  if (answer === null || problem !== null) return {verdict: 'open', says: problem?.message ?? 'there was no answer'};
  if (!isAnswer(answer)) return {verdict: 'bad', says: `it does not answer for the zone (${answer.rcode})`};
  if (!answer.isAuthoritative && answer.offersRecursion) {
    return {
      verdict: 'open',
      says: 'it answers as a resolver does: it is one, or something on the way answers in its place',
    };
  }
  if (!answer.isAuthoritative) return {verdict: 'bad', says: 'it answers without authority (no AA)'};
  const own = said(answer, type);
  const meant = meantFor(look.name, type, looks);
  const addresses = addressesIn(answer, type);
  const outside = meant === null ? [] : addresses.filter((address) => !meant.has(address));
  if (outside.length > 0) {
    // With some that are right it may be another of many.
    const verdict = outside.length < addresses.length ? 'open' : 'bad';
    return {verdict, says: `the load balancer does not have ${outside.join(', ')}`};
  }
  const others = looks.filter(
    (one) => isGood(one) && one.name === look.name && one.type === type && one.server.address !== look.server.address,
  );
  // A load balancer's addresses change from answer to answer, and some stay.
  const isAlone = others.every((one) => one.answer !== null && !agree(own, said(one.answer, type)));
  return meant === null && others.length > 0 && isAlone
    ? {verdict: 'bad', says: 'no other name server says so'}
    : {verdict: 'good', says: ''};
}

function judgeResolver(look: NameLook, type: AddressType, looks: readonly NameLook[]): Judged {
  const {answer, problem} = look;
  if (answer === null || problem !== null) return {verdict: 'open', says: problem?.message ?? 'there was no answer'};
  if (!isAnswer(answer)) return {verdict: 'bad', says: `it cannot find out (${whyNot(answer)})`};
  const meant = meantFor(look.name, type, looks);
  const right = meant ?? addressesOf(look.name, type, looks);
  if (right === null) return {verdict: 'open', says: 'no name server said what is right'};
  const own = addressesIn(answer, type);
  if (own.length === 0) {
    if (right.size === 0) return {verdict: 'good', says: ''};
    return {verdict: 'bad', says: 'it says that there is none, and the name servers have some'};
  }
  const other = own.filter((address) => !right.has(address));
  if (other.length === 0) return {verdict: 'good', says: ''};
  const says = `${meant === null ? 'no name server says' : 'the load balancer does not have'} ${other.join(', ')}`;
  // With some that are right it may be another of many.
  return {verdict: other.length < own.length ? 'open' : 'bad', says};
}

function whyNot({rcode, edns}: NameAnswer): string {
  const errors = (edns?.errors ?? []).map(({code, text}) => (text === '' ? `extended error ${code}` : text));
  return [rcode, ...errors].join(': ');
}

function isAnswer({rcode}: NameAnswer): boolean {
  return rcode === 'NOERROR' || rcode === 'NXDOMAIN';
}

function isGood({server, answer, problem}: NameLook): boolean {
  return server.role === 'authority' && problem === null && answer?.isAuthoritative === true && isAnswer(answer);
}

function addressesIn({answers}: NameAnswer, type: AddressType): string[] {
  return answers.flatMap((record) => (record.type === type ? [record.value] : []));
}

/** Addresses and where CNAMEs lead. */
function said({answers}: NameAnswer, type: AddressType): string[] {
  return answers.flatMap((record) => (record.type === type || record.type === 'CNAME' ? [record.value] : []));
}

function agree(own: readonly string[], other: readonly string[]): boolean {
  return own.length === 0 ? other.length === 0 : own.some((value) => other.includes(value));
}

/** By all name servers together, wherever CNAMEs lead; null: nobody said. */
function addressesOf(name: string, type: AddressType, looks: readonly NameLook[]): ReadonlySet<string> | null {
  const names = chainOf(name, type, looks);
  const good = looks.filter((look) => isGood(look) && names.has(look.name) && look.type === type);
  const found = good.flatMap(({answer}) => (answer === null ? [] : addressesIn(answer, type)));
  // A CNAME alone says nothing of what it leads to.
  const isEnd = good.some(({answer}) => answer?.answers.every((record) => record.type !== 'CNAME'));
  return found.length > 0 || isEnd ? new Set(found) : null;
}

/** What the load balancer's own name has, where that was asked for beside the name; null: it was not. */
function meantFor(name: string, type: AddressType, looks: readonly NameLook[]): ReadonlySet<string> | null {
  const names = chainOf(name, type, looks);
  const beside = looks.filter((look) => isGood(look) && !names.has(look.name) && look.type === type);
  return beside.length === 0
    ? null
    : new Set(beside.flatMap(({answer}) => (answer === null ? [] : addressesIn(answer, type))));
}

/** The name, and those that the name servers' CNAMEs lead on to. */
function chainOf(name: string, type: AddressType, looks: readonly NameLook[]): ReadonlySet<string> {
  const names = new Set([name]);
  for (const one of names) {
    if (names.size > MOST_CNAMES) break;
    const good = looks.filter((look) => isGood(look) && look.name === one && look.type === type);
    for (const {answer} of good) {
      for (const record of answer?.answers ?? []) if (record.type === 'CNAME') names.add(record.value);
    }
  }
  return names;
}

/** The shortest of its records counts; of nothing, what its SOA record says. */
function untilOf({server, at, answer}: NameLook): string | null {
  if (server.role === 'authority' || answer === null || !isAnswer(answer)) return null;
  const ttls = answer.answers.map(({ttlSeconds}) => ttlSeconds);
  const seconds = ttls.length > 0 ? Math.min(...ttls) : (answer.soa?.negativeTtlSeconds ?? null);
  return seconds === null ? null : new Date(Date.parse(at) + seconds * 1000).toISOString();
}

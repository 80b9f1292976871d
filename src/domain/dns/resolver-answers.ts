import type {NameAnswer, NameLook} from '../../model/facts/wire/names.ts';
import type {Fault} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {insideForMs, type Wanted} from './authority-answers.ts';
import {type AddressType, servedBy, serverText} from './served-addresses.ts';

/** What is known of the change that resolvers have to come to know. */
export interface Change {
  /** For how long every name server has given the load balancer at every look of this run. */
  readonly insideMs: number;
  /** How long a resolver may have kept what the record said before; null: nobody says. */
  readonly keptForMs: number | null;
  /** How long a resolver may have kept that there is nothing: as the zone's SOA record says. */
  readonly nothingKeptForMs: number | null;
}

export type ResolverFinding =
  | {readonly kind: 'inside'}
  /** It may have this from before the change, and will have forgotten it by then. */
  | {readonly kind: 'behind'; readonly what: string; readonly untilMs: number}
  | {readonly kind: 'wrong'; readonly fault: Fault}
  | {readonly kind: 'unknown'; readonly what: string};

/** TTLs are whole seconds, rounded on the way, and clocks differ. */
const ALLOWANCE_MS = 5000;

/**
 * Whether a resolver gives the load balancer, while every name server does. What it gives otherwise may be from before the
 * change for as long as what it had then could be kept (RFC 2308 for nothing); what it gives after that, it did not get from
 * these name servers, or keeps for too long. A resolver may be many caches behind one address, so that what remains of
 * one answer's TTL says nothing about the next: only how long any of them may keep it counts.
 */
export function judgeResolver(look: NameLook, {own, needed}: Wanted, change: Change): ResolverFinding {
  const {server, name, type, answer, problem, at} = look;
  const who = serverText(server);
  if (answer === null) return {kind: 'unknown', what: `${who} does not answer: ${problem?.message}`};
  if (answer.isTruncated) return {kind: 'unknown', what: `${who} gives only a part of its answer`};
  if (!['NOERROR', 'NXDOMAIN'].includes(answer.rcode)) {
    const why = answer.edns?.errors.map(({code, text}) => `extended error ${code}${text === '' ? '' : ` "${text}"`}`);
    return {kind: 'unknown', what: `${who} says ${[answer.rcode, ...(why ?? [])].join(', ')}`};
  }
  const {addresses, ttlSeconds} = servedBy(answer.answers, name, type as AddressType);
  const seenMs = Date.parse(at);
  if (addresses.length === 0) {
    if (!needed.includes(type as AddressType)) return {kind: 'inside'};
    const nothing =
      answer.rcode === 'NXDOMAIN' ? 'that there is no such name (NXDOMAIN)' : `that it has no ${type} record`;
    const leftMs = 1000 * (answer.soa?.negativeTtlSeconds ?? ttlSeconds ?? 0);
    const keptForMs = longerOf(answer.answers.length > 0 ? change.keptForMs : change.nothingKeptForMs, answer);
    return late({who, says: `says ${nothing}`, name, seenMs, leftMs, keptForMs, insideMs: change.insideMs});
  }
  const outside = addresses.filter((address) => !own.addresses.has(address));
  if (outside.length === 0) return {kind: 'inside'};
  const says = `gives ${outside.join(', ')} (${type})`;
  if (outside.length < addresses.length && !own.isWhole) {
    return {
      kind: 'unknown',
      what: `${who} ${says} beside addresses of the load balancer, whose name gives some of them at a time; name it as \`alb:\`, so that AWS is asked for all`,
    };
  }
  const leftMs = 1000 * (ttlSeconds ?? 0);
  return late({who, says, name, seenMs, leftMs, keptForMs: change.keptForMs, insideMs: change.insideMs});
}

/** Of a resolver that says SERVFAIL, and answers when it is asked not to validate. */
export function unvalidated({server, name, type}: NameLook): ResolverFinding {
  return {
    kind: 'wrong',
    fault: {
      what: `${serverText(server)} says SERVFAIL, and answers when it is asked not to validate: DNSSEC of ${name} does not hold for it`,
      fix: `Compare the DS record of the zone (in the zone above, or at the registrar) with its keys: \`delv @${server.address} ${name} ${type}\` names the link that breaks. A DS record that stayed when the zone moved has to go.`,
    },
  };
}

interface AuthoritiesAgree {
  readonly looks: readonly NameLook[];
  /** The zone of the host itself. */
  readonly zone: string | null;
  readonly wanted: Wanted;
}

/** For how long all name servers, which agree by now, have given what is wanted, and for how long resolvers may not know it. */
export function heldFor({looks, zone, wanted}: AuthoritiesAgree, ttlBeforeMs: number | null): Change {
  // The SOA of another zone, where a CNAME leads, says nothing of how long this one's names are known not to exist.
  const nothing = looks.flatMap(({answer}) =>
    answer?.soa?.zone === zone ? (answer?.soa?.negativeTtlSeconds ?? []) : [],
  );
  const ttls = looks.flatMap(
    ({answer, name, type}) => servedBy(answer?.answers ?? [], name, type as AddressType).ttlSeconds ?? [],
  );
  return {
    insideMs: Math.min(...looks.map((look) => insideForMs(look, wanted))),
    keptForMs: ttlBeforeMs === null ? null : Math.max(ttlBeforeMs, ...ttls.map((seconds) => 1000 * seconds)),
    nothingKeptForMs: nothing.length === 0 ? null : 1000 * Math.max(...nothing),
  };
}

/** By the SOA record that a resolver remembers nothing by: the zone's own may have said more before. */
function longerOf(keptForMs: number | null, {authorities}: NameAnswer): number | null {
  if (keptForMs === null) return null;
  const minimums = authorities.flatMap(({type, value}) => (type === 'SOA' ? Number(value.split(' ').at(-1)) : []));
  return Math.max(keptForMs, ...minimums.filter(Number.isFinite).map((seconds) => 1000 * seconds));
}

interface Late {
  readonly who: string;
  readonly says: string;
  readonly name: string;
  readonly seenMs: number;
  /** Of its TTL. */
  readonly leftMs: number;
  readonly keptForMs: number | null;
  readonly insideMs: number;
}

function late({who, says, name, seenMs, leftMs, keptForMs, insideMs}: Late): ResolverFinding {
  if (keptForMs !== null && insideMs > keptForMs + ALLOWANCE_MS) {
    const what = `${who} ${says}, though all name servers have given the load balancer for ${formatDuration(insideMs)} and what was before may be kept for ${formatDuration(keptForMs)}`;
    return {
      kind: 'wrong',
      fault: {
        what,
        fix: `Whoever runs ${who} answers for ${name}, keeps answers for longer than their TTL, or asks other name servers: see \`dig\` of it there, with and without \`+norecurse\`, and whether its users matter; else leave it out of \`resolvers:\`.`,
      },
    };
  }
  const untilMs = seenMs + leftMs;
  const until =
    leftMs === 0 ? 'and says nothing of how long' : `until ${timeText(untilMs)} (${formatDuration(leftMs)} from then)`;
  return {kind: 'behind', what: `${who} still ${says} ${until}`, untilMs};
}

/** `2026-11-22T12:03:20Z`. */
export function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

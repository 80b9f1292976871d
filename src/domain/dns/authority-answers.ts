import type {NameLook} from '../../model/facts/wire/names.ts';
import type {Fault} from '../../model/outcome.ts';
import {command} from '../../model/text/shell.ts';
import {type AddressType, servedBy, serverText} from './served-addresses.ts';

/** The load balancer that a name has to lead to. */
export interface OwnAddresses {
  /** Its own DNS names. */
  readonly names: readonly string[];
  /** As they compare. */
  readonly addresses: ReadonlySet<string>;
  /** AWS was asked for all of them; else they are those that DNS gave, which may be some of many. */
  readonly isWhole: boolean;
}

export interface Wanted {
  readonly own: OwnAddresses;
  /** The types that clients need an answer to. */
  readonly needed: readonly AddressType[];
}

export type AnswerFinding =
  /** The load balancer, or nothing where nothing is needed. */
  | {readonly kind: 'inside'}
  /** A CNAME to a name that has to be asked for. */
  | {readonly kind: 'leads-on'; readonly to: string}
  | {readonly kind: 'wrong'; readonly fault: Fault}
  | {readonly kind: 'unknown'; readonly what: string};

/** Whether an authority of a name gives the load balancer, with its word as one. */
export function judgeAuthority(look: NameLook, wanted: Wanted): AnswerFinding {
  const doubt = authorityDoubt(look);
  if (doubt !== null) return {kind: 'unknown', what: `${serverText(look.server)} ${doubt}`};
  return judgeServed(look, wanted);
}

/** Why an answer is not the word of an authority, a predicate; null: it is. */
export function authorityDoubt({answer, problem}: NameLook): string | null {
  if (answer === null) return `does not answer: ${problem?.message}`;
  if (answer.isTruncated) return `gives only a part of its answer: ${problem?.message ?? 'it was cut'}`;
  if (!['NOERROR', 'NXDOMAIN'].includes(answer.rcode)) return `says ${answer.rcode}`;
  if (answer.isAuthoritative) return null;
  return answer.offersRecursion
    ? 'answers as a resolver does: it is one, or something on the way answers in its place'
    : 'does not call itself an authority for the name (a lame delegation)';
}

function judgeServed({server, name, type, answer}: NameLook, {own, needed}: Wanted): AnswerFinding {
  const {addresses, endsAt} = servedBy(answer?.answers ?? [], name, type as AddressType);
  const who = serverText(server);
  if (addresses.length === 0) {
    if (endsAt !== name) return own.names.includes(endsAt) ? {kind: 'inside'} : {kind: 'leads-on', to: endsAt};
    if (!needed.includes(type as AddressType)) return {kind: 'inside'};
    const none =
      answer?.rcode === 'NXDOMAIN' ? 'that there is no such name (NXDOMAIN)' : `that it has no ${type} record`;
    return {kind: 'wrong', fault: {what: `${who} says ${none}`, fix: missingFix(name, type)}};
  }
  const outside = addresses.filter((address) => !own.addresses.has(address));
  if (outside.length === 0) return {kind: 'inside'};
  const what = `${who} gives ${outside.join(', ')} (${type})`;
  if (outside.length < addresses.length && !own.isWhole) {
    return {
      kind: 'unknown',
      what: `${what} beside addresses of the load balancer, whose name gives some of them at a time; name it as \`alb:\`, so that AWS is asked for all`,
    };
  }
  return {kind: 'wrong', fault: {what: `${what}, which the load balancer does not have`, fix: elsewhereFix(name)}};
}

function missingFix(name: string, type: string): string {
  return `Create the ${type} record of ${name} in the zone that answers for it: an alias of the load balancer. Where that was done a minute ago, wait until all name servers of the zone have it (\`aws route53 get-change\` says INSYNC).`;
}

function elsewhereFix(name: string): string {
  return `See what the record of ${name} names (${command`dig +trace ${name}`}), and let it be an alias of the load balancer; dns/record-points-to-load-balancer says what AWS has. Where that was changed a minute ago, wait until all name servers of the zone have it.`;
}

/** For how long an authority has given what is wanted at every look of this run, in milliseconds; 0: this is the first such look. */
export function insideForMs(look: NameLook, wanted: Wanted): number {
  let insideMs = 0;
  for (const {agoMs, answer} of look.earlier.toReversed()) {
    const {kind} = judgeAuthority({...look, answer, problem: null}, wanted);
    if (kind !== 'inside' && kind !== 'leads-on') break;
    insideMs = agoMs;
  }
  return insideMs;
}

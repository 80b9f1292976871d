import type {FactSource} from '../../app/fact-source.ts';
import {
  type HostEnd,
  lookUpHost,
  lookUpLoadBalancer,
  lookUpName,
  lookUpService,
  type SearchScope,
} from '../../app/run-trace.ts';
import {type FoundIn, lentResource, readLoadBalancer} from '../../checklist/ad-hoc.ts';
import type {Checklist} from '../../model/checklist.ts';
import {CannotTell, UsageError} from '../../model/errors.ts';
import type {OperatorFlags} from './operator-flags.ts';
import type {Subject} from './operator-items.ts';
import {isHost} from './request-from-flags.ts';

export interface Wanted {
  readonly host: string;
  readonly port: number;
  readonly needsZone: boolean;
}

/** Where an operator command looks. */
export interface Place {
  readonly factSource: FactSource;
  readonly scope: SearchScope;
  /** Whose accounts and resources these are; null: the SDK's own account. */
  readonly lender: Checklist | null;
  readonly flags: OperatorFlags;
  /** Of each lookup. */
  readonly timeoutMs: number;
}

export interface Found {
  readonly subject: Subject;
  /** The accounts of what was found by looking, by param. */
  readonly found: Readonly<Record<string, FoundIn>>;
  readonly state:
    | 'found'
    | /** The record is missing or leads nowhere, so that there is no load balancer to look at. */ 'not-in-dns'
    | /** No zone of the accounts answers for it, and DNS has no address of it or did not say. */ 'unresolved'
    | /** AWS refused the lookup. */ 'refused';
}

/**
 * Asks DNS for what was not named.
 * @throws UsageError naming the flag that says what cannot be derived from the host.
 */
export async function findSubject(wanted: Wanted, place: Place): Promise<Found> {
  const {host, port, needsZone} = wanted;
  const {factSource, scope, flags, timeoutMs} = place;
  const subject = {host, alb: flags.alb ?? host, zone: flags.zone ?? null, parent: null, isFromRecord: false};
  const named = flags.alb === undefined ? {} : await placeOfNamed(flags.alb, place);
  const isNamed = flags.alb !== undefined;
  if (isNamed && (flags.zone !== undefined || !needsZone)) return {subject, found: named, state: 'found'};
  const end = await lookUpHost(factSource, scope, host, timeoutMs);
  if (end.isRefused) {
    // Any name will do: whatever needs it is blocked by the lookup that was refused.
    const zone = flags.zone ?? host.slice(host.indexOf('.') + 1);
    const account = scope.dnsAccounts[0];
    const found = flags.zone === undefined && account !== undefined ? {zone: {account, region: null}} : {};
    return {subject: {...subject, zone}, found: {...named, ...found}, state: 'refused'};
  }
  if (end.zone === null && (await nameIs(host, place)) !== 'there') {
    return {subject, found: named, state: flags.zone === undefined ? 'unresolved' : 'not-in-dns'};
  }
  const zones = zonesOf(end, flags);
  const inZones = {...subject, zone: zones.zone ?? subject.zone, parent: zones.parent};
  const found = {...named, ...zones.found};
  if (isNamed) {
    if (inZones.zone === null) throw underivable(host, 'zone', end, ['--zone NAME']);
    return {subject: inZones, found, state: 'found'};
  }
  if (end.entry?.kind === 'load-balancer') {
    const {dnsName, region} = end.entry;
    const alb = await placeOf(dnsName, region, place);
    return {
      subject: {...inZones, alb: `${dnsName}:${port}`, isFromRecord: true},
      found: {...found, alb},
      state: 'found',
    };
  }
  const leadsNowhere =
    end.entry === null
      ? end.last.status === 'broken'
      : isHost(end.entry.dnsName) && (await nameIs(end.entry.dnsName, place)) === 'gone';
  if (end.zone !== null && leadsNowhere) return {subject: inZones, found, state: 'not-in-dns'};
  const flagsMissing = end.zone === null && needsZone && flags.zone === undefined ? ['--zone NAME'] : [];
  throw underivable(host, 'load balancer', end, ['--alb NAME[:PORT]', ...flagsMissing]);
}

async function nameIs(
  name: string,
  {factSource, timeoutMs}: Place,
): Promise<'there' | 'gone' | /** DNS did not say. */ 'unknown'> {
  try {
    const {addresses} = await lookUpName(factSource, name, timeoutMs);
    return addresses === null ? 'gone' : 'there';
  } catch (thrown) {
    if (thrown instanceof CannotTell || isTimeOut(thrown)) return 'unknown';
    throw thrown;
  }
}

function isTimeOut(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'TimeoutError';
}

/** The account of a service that is not one of the lender's own; empty where there is nothing to choose from. */
export async function placeOfService(text: string, place: Place): Promise<Readonly<Record<string, FoundIn>>> {
  const {factSource, scope, lender, timeoutMs} = place;
  const [, cluster, service] = /^([^/]+)\/([^/]+)$/.exec(text) ?? [];
  if (lender === null || cluster === undefined || service === undefined) return {};
  if (lentResource(lender, 'service', text) !== undefined) return {};
  const [first, ...others] = scope.loadBalancerAccounts;
  const account =
    others.length === 0 ? first : ((await lookUpService(factSource, scope, {cluster, service}, timeoutMs)) ?? first);
  return account === undefined ? {} : {service: {account, region: null}};
}

/** The account of a load balancer that was named and is not one of the lender's own. */
export async function placeOfNamed(text: string, place: Place): Promise<Readonly<Record<string, FoundIn>>> {
  const {lender} = place;
  if (lender === null || lentResource(lender, 'loadBalancer', text) !== undefined) return {};
  return {alb: await placeOf(readLoadBalancer(text).loadBalancer, null, place)};
}

/** In the first account when none has it: its own check then says so. */
export async function placeOf(loadBalancer: string, region: string | null, place: Place): Promise<FoundIn> {
  const {factSource, scope, timeoutMs} = place;
  const [first = '', ...others] = scope.loadBalancerAccounts;
  if (others.length === 0) return {account: first, region};
  const account = await lookUpLoadBalancer(factSource, scope, {loadBalancer, region}, timeoutMs);
  return {account: account ?? first, region};
}

function zonesOf(end: HostEnd, flags: OperatorFlags) {
  if (end.zone === null) return {zone: null, parent: null, found: {}};
  const {zone, account, parent} = end.zone;
  // What was named stands; what delegates to it is known only of the zone that was found.
  if (flags.zone !== undefined) return {zone: null, parent: null, found: {}};
  const found: Record<string, FoundIn> = {zone: {account, region: null}};
  if (parent !== null) found.parent = {account: parent.account, region: null};
  return {zone: zone.id, parent: parent?.zone.id ?? null, found};
}

function underivable(host: string, what: string, end: HostEnd, flags: readonly string[]): UsageError {
  const {because, summary} = end.last;
  const why =
    end.entry === null ? (because ?? summary) : `${host} leads to ${end.entry.dnsName}, which is not a load balancer`;
  const account = end.zone === null ? ', or the account that holds its zone: --profile NAME or --checklist FILE' : '';
  const message = `${host}: the ${what} cannot be found from DNS: ${why}. Name it: ${flags.join(' ')}${account}`;
  return new UsageError(message, {code: what === 'zone' ? 'no-zone' : 'no-load-balancer', where: host});
}

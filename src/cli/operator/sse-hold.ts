import {lookUpHost, lookUpIdleTimeout} from '../../app/run-trace.ts';
import {type FoundIn, lentResource, readLoadBalancer} from '../../checklist/ad-hoc.ts';
import {UsageError} from '../../model/errors.ts';
import {formatDuration, parseDuration} from '../../model/text/duration.ts';
import {type Place, placeOf, placeOfNamed} from './find-subject.ts';
import type {SseFlags} from './operator-flags.ts';
import {portOf} from './operator-items.ts';
import {isHost} from './request-from-flags.ts';

const PAST_IDLE = 'past-idle';
/** A load balancer's idle timeout where nobody changed it, and what is past it (docs/checklist.md). */
const PAST_DEFAULT_IDLE = '67s';

/** How long the streams of a run are held. */
export interface Hold {
  /** `past-idle`, or a duration. */
  readonly holdFor: string;
  /** The load balancer whose idle timeout is meant; null: none. */
  readonly alb: string | null;
  readonly found: Readonly<Record<string, FoundIn>>;
  /** That timeout, where it is known. */
  readonly idleTimeoutMs: number | null;
  /** What the title of the run says of it; null: nothing. */
  readonly remark: string | null;
}

/**
 * As `--hold` says; else past the idle timeout of the load balancer that `--alb` or DNS names, and where there is none to be
 * asked, as long as that of a load balancer nobody has changed.
 *
 * @throws {UsageError} for a hold of another form, and for `--hold past-idle` where DNS leads to no load balancer.
 */
export async function holdOf(url: URL, flags: SseFlags, place: Place): Promise<Hold> {
  const given = flags.hold ?? null;
  if (given !== null && given !== PAST_IDLE) {
    if ((parseDuration(given) ?? 0) <= 0) {
      throw new UsageError(`--hold ${given}: is neither ${PAST_IDLE} nor a duration such as 90s`, {where: '--hold'});
    }
    const named = flags.alb === undefined ? {} : await placeOfNamed(flags.alb, place);
    return {holdFor: given, alb: flags.alb ?? null, found: named, idleTimeoutMs: null, remark: null};
  }
  const behind = await loadBalancerOf(url, flags, place);
  if ('alb' in behind) {
    const {alb, found} = behind;
    const idleTimeoutMs = await lookUpIdleTimeout(
      place.factSource,
      place.scope,
      resourceOf(alb, found, place),
      place.timeoutMs,
    );
    if (idleTimeoutMs !== null || given !== null || flags.alb !== undefined) {
      return {holdFor: PAST_IDLE, alb, found, idleTimeoutMs, remark: null};
    }
    return otherwise(`load balancer ${alb} did not say its own`);
  }
  if (given === null) return otherwise(behind.because);
  if (behind.isRefused) {
    // The check asks once more, and says why nobody answers.
    return {holdFor: PAST_IDLE, alb: url.hostname, found: {}, idleTimeoutMs: null, remark: null};
  }
  const where = url.hostname;
  throw new UsageError(
    `--hold ${PAST_IDLE}: ${behind.because}. Name the load balancer (--alb NAME), or how long (--hold 90s)`,
    {code: 'no-load-balancer', where},
  );
}

function otherwise(because: string): Hold {
  const remark = `held for ${formatDuration(parseDuration(PAST_DEFAULT_IDLE) ?? 0)}, past the idle timeout that load balancers have by default: ${because}`;
  return {holdFor: PAST_DEFAULT_IDLE, alb: null, found: {}, idleTimeoutMs: null, remark};
}

type Behind =
  | {readonly alb: string; readonly found: Readonly<Record<string, FoundIn>>}
  | {readonly because: string; readonly isRefused: boolean};

async function loadBalancerOf(url: URL, flags: SseFlags, place: Place): Promise<Behind> {
  if (flags.alb !== undefined) return {alb: flags.alb, found: await placeOfNamed(flags.alb, place)};
  const host = url.hostname.replace(/\.$/, '');
  if (!isHost(host)) return {because: `${host} is not a name that DNS has`, isRefused: false};
  const end = await lookUpHost(place.factSource, place.scope, host, place.timeoutMs);
  const {entry, last, isRefused} = end;
  if (entry?.kind === 'load-balancer') {
    const alb = await placeOf(entry.dnsName, entry.region, place);
    return {alb: `${entry.dnsName}:${portOf(url)}`, found: {alb}};
  }
  if (isRefused) return {because: `AWS did not say what is in front (${last.because ?? last.summary})`, isRefused};
  const because =
    entry === null ? (last.because ?? last.summary) : `${host} leads to ${entry.dnsName}, which is not a load balancer`;
  return {because, isRefused};
}

/** As the check will look it up. */
function resourceOf(alb: string, found: Readonly<Record<string, FoundIn>>, {lender, scope}: Place) {
  const lent = lender === null ? undefined : lentResource(lender, 'loadBalancer', alb);
  if (lent?.kind === 'loadBalancer') return lent;
  const {account = scope.loadBalancerAccounts[0] ?? '', region = null} = found.alb ?? {};
  return {kind: 'loadBalancer', name: 'alb', account, region, ...readLoadBalancer(alb)} as const;
}

import {decisiveAction, forwardShares} from '../../domain/listener-rules/listener-rules.ts';
import {CannotTell} from '../../model/errors.ts';
import type {ListenerRule} from '../../model/facts/aws-facts.ts';
import {HOP_NAMES, type HopKind, type SeenHop, type TraceHop, type TraceLive} from '../../model/trace.ts';
import type {Followed, FollowedWay} from '../follow.ts';
import {doesWhat} from '../rules-hop.ts';
import type {RequestToFollow} from '../traced-request.ts';
import {groupSeen, isLoadBalancers, ruleSeen} from './answers-seen.ts';
import {certificatesSeen} from './certificate-seen.ts';
import {apiRouteSeen, gatewaySeen} from './gateway-seen.ts';
import {listenersSeen, promisedBy} from './listener-seen.ts';
import {type AddressLook, type LiveAnswer, type LiveWire, lookAt, MOST_ADDRESSES} from './look.ts';
import {namesSeen, ownedBy} from './names-seen.ts';
import {type SeenAt, seenAtAll, worstOf} from './seen.ts';
import {idleTimeoutSeen} from './timer-seen.ts';
import {waysInSeen} from './way-in-seen.ts';

interface Asked {
  readonly wire: LiveWire;
  readonly request: RequestToFollow;
  /** Connections are led elsewhere than DNS says (`--resolve`, `--connect-to`): DNS is not asked then. */
  readonly isPointed: boolean;
}

/** What the wire shows of each hop that was followed, beside what is configured. */
export async function confirm({wire, request, isPointed}: Asked, followed: Followed): Promise<TraceLive> {
  const {hops, way} = followed;
  const names = isPointed ? null : await namesSeen(wire, request.shown.host, followed);
  const found = names?.addresses ?? [];
  // Where DNS leads nowhere there is nothing to connect to; where it did not say, a recording may hold what answered.
  const leadsNowhere = names !== null && found.length === 0 && names.hop.status !== 'unknown';
  const pinned = found.length === 0 ? [null] : found.slice(0, MOST_ADDRESSES);
  // Without a way that was followed there is nothing to compare an answer with.
  const isFollowed = way.entry?.kind === 'gateway' || way.loadBalancer !== null;
  const looks = leadsNowhere || !isFollowed ? [] : await lookAt(wire, request, pinned);
  const behind =
    way.entry?.kind === 'gateway'
      ? behindGateway(looks, hops)
      : await behindLoadBalancer(wire, looks, request, followed);
  const unseen = found.length > MOST_ADDRESSES ? [leftOut(found.length)] : [];
  const seen = [...(names === null ? [] : [names.hop]), ...unseen, ...behind];
  return liveOf(seen, hops);
}

function leftOut(count: number): SeenHop {
  return {
    kind: 'load-balancer',
    status: 'unknown',
    configured: `${count} addresses`,
    seen: `${MOST_ADDRESSES} of them were looked at`,
    fix: 'Run again: DNS gives others first then.',
  };
}

function behindGateway(looks: readonly AddressLook[], hops: readonly TraceHop[]): readonly SeenHop[] {
  const hopOf = hopIn(hops);
  return [
    ...(hopOf('api-domain') === undefined
      ? []
      : [
          ...seenAtAll('api-domain', hopOf('api-domain')?.summary ?? '', unreachable(looks)),
          ...seenAtAll('api-domain', 'API Gateway answers', ofAnswers(looks, gatewaySeen)),
        ]),
    ...(hopOf('api-route') === undefined
      ? []
      : seenAtAll('api-route', hopOf('api-route')?.summary ?? '', ofAnswers(looks, apiRouteSeen))),
  ];
}

/** What keeps an answer from coming, where nothing else is known to be promised. */
function unreachable(looks: readonly AddressLook[]): readonly SeenAt[] {
  return looks.flatMap(({address, exchange, silent}): SeenAt[] => {
    if (exchange !== null && exchange.answer !== null) return [];
    const seen = exchange?.refusal?.message ?? silent?.message ?? 'nothing came back';
    const status = exchange?.refusal == null ? 'unknown' : 'differs';
    return [{address, status, seen, fix: 'See whether the name leads to the domain name of API Gateway.'}];
  });
}

async function behindLoadBalancer(
  wire: LiveWire,
  looks: readonly AddressLook[],
  request: RequestToFollow,
  {hops, way}: Followed,
): Promise<readonly SeenHop[]> {
  const {loadBalancer, listener, winner} = way;
  if (loadBalancer === null) return [];
  const {shown, query} = request;
  const hopOf = hopIn(hops);
  const isOwn = await ownedBy(
    wire,
    way,
    looks.map(({address}) => address),
  );
  const isProven = (address: string) => isOwn(address) || isItsAnswer(looks, address);
  const ofAll = (kind: HopKind, configured: string, each: readonly SeenAt[]) =>
    seenAtAll(
      kind,
      configured,
      each.map((seen) => (isProven(seen.address) ? seen : unproven(seen))),
    );
  const waysIn = ofAll('way-in', wayInText(hopOf('way-in'), shown.port), waysInSeen(looks, hopOf('way-in')));
  if (listener === null) return waysIn;
  const promised = await promisedBy(loadBalancer, listener);
  const rules = await rulesOf(way);
  const shares = winner === null ? [] : forwardShares(winner);
  const certificate = hopOf('certificate');
  const health = hopOf('target-group')?.status ?? 'unknown';
  const isHealthy = health === 'unknown' ? null : health === 'ok';
  return [
    ...(await idleTimeoutSeen(wire, request, loadBalancer, looks)),
    ...waysIn,
    ...ofAll('listener', promised.text, listenersSeen(looks, promised, shown.scheme)),
    ...(certificate === undefined
      ? []
      : seenAtAll('certificate', certificate.summary, await certificatesSeen(wire, request, looks, certificate))),
    ...ofAll(
      'rules',
      winner === null ? 'which rule wins cannot be determined' : ruleText(winner),
      ofAnswers(looks, (answer) => ruleSeen(answer, {request: {...shown, query}, winner, rules})),
    ),
    ...(shares.length === 0
      ? []
      : ofAll(
          'target-group',
          hopOf('target-group')?.summary ?? (winner === null ? '' : doesWhat(winner)),
          ofAnswers(looks, (answer) => groupSeen(answer, {shares, rules, isHealthy})),
        )),
  ];
}

/** The load balancer's own answer, whoever says that this is its address. */
function isItsAnswer(looks: readonly AddressLook[], address: string): boolean {
  return looks.some(
    (look) => look.address === address && look.exchange?.answer && isLoadBalancers(look.exchange.answer),
  );
}

/** Any server accepts connections, speaks HTTP and answers: that says nothing of a load balancer that may be elsewhere. */
function unproven(seen: SeenAt): SeenAt {
  if (seen.status !== 'as-configured') return seen;
  return {
    ...seen,
    status: 'unknown',
    seen: `${seen.seen}, at an address that is not known to be the load balancer's`,
    fix: 'See what is at this address: compare it with those that the name of the load balancer has, and with its network interfaces.',
  };
}

function wayInText(hop: TraceHop | undefined, port: number): string {
  switch (hop?.status) {
    case 'ok':
      return `port ${port} is open`;
    case 'broken':
      return `port ${port} is closed: ${hop.because}`;
    default:
      return `whether port ${port} is open is not known`;
  }
}

function ruleText(winner: ListenerRule): string {
  const body = decisiveAction(winner);
  return `rule ${winner.priority}: ${doesWhat(winner)}${body?.type === 'fixed-response' && body.body ? ' with its body' : ''}`;
}

async function rulesOf({loadBalancer}: FollowedWay): Promise<readonly ListenerRule[]> {
  if (loadBalancer === null) return [];
  try {
    return await loadBalancer.aws.listenerRules(loadBalancer.name);
  } catch (thrown) {
    if (thrown instanceof CannotTell) return [];
    throw thrown;
  }
}

/** What answers show; where none came, the hops before say why, and these remain unknown. */
function ofAnswers(
  looks: readonly AddressLook[],
  judge: (answer: LiveAnswer) => Omit<SeenAt, 'address'>,
): readonly SeenAt[] {
  return looks.map(({address, exchange, silent}): SeenAt => {
    const answer = exchange?.answer ?? null;
    if (answer !== null) return {address, ...judge(answer)};
    const seen = exchange?.refusal?.message ?? silent?.message ?? 'nothing came back';
    return {address, status: 'unknown', seen: `no answer: ${seen}`, fix: 'See why it was not answered.'};
  });
}

function hopIn(hops: readonly TraceHop[]): (kind: HopKind) => TraceHop | undefined {
  return (kind) => hops.find((hop) => hop.kind === kind);
}

function liveOf(seen: readonly SeenHop[], hops: readonly TraceHop[]): TraceLive {
  const verdict = worstOf(seen.map(({status}) => status));
  const differing = seen.find(({status}) => status === 'differs');
  const unknown = [...new Set(seen.filter(({status}) => status === 'unknown').map(({kind}) => HOP_NAMES[kind]))];
  const notVisible = hops.map(({kind}) => kind).filter((kind) => !seen.some((one) => one.kind === kind));
  const conclusions = {
    differs:
      differing === undefined
        ? ''
        : `The wire first differs at the ${HOP_NAMES[differing.kind]}: ${differing.seen}, not ${differing.configured}.`,
    unknown:
      seen.length === 0
        ? 'The wire was not asked: the way that it is to be compared with could not be followed.'
        : `Nothing that was seen on the wire differs, but it does not show all of it: ${unknown.join(', ')}.`,
    'as-configured': 'The wire shows every hop that can be seen from outside as it is configured.',
  };
  return {
    verdict,
    firstDiffering: differing?.kind ?? null,
    conclusion: conclusions[verdict],
    hops: seen,
    notVisible,
  };
}

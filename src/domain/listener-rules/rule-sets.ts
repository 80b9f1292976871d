/** What a listener's rules do with whole sets of requests: proved for all of them, or shown by a request. */

import type {ListenerRule, LoadBalancer} from '../../model/facts/aws-facts.ts';
import {decisiveAction, forwardShares, gatesOf, type Match, type RoutedRequest} from './listener-rules.ts';
import {EVERY_REQUEST, proveReach, type RequestSet, type Taken} from './rule-reach.ts';

export type {Taken};

/** A rule for which it is not known whether a request of the set reaches it. */
export interface Undecided {
  readonly rule: ListenerRule;
  readonly because: string;
}

export type Proof =
  /** Every request of the set is taken by one of these; without a request where it is not known whether it takes any. */
  | {
      readonly verdict: 'proven';
      readonly takers: readonly {readonly rule: ListenerRule; readonly request: RoutedRequest | null}[];
    }
  | {readonly verdict: 'refuted'; readonly counterexample: Taken}
  | {readonly verdict: 'unknown'; readonly undecided: readonly Undecided[]};

/**
 * Whether all requests of the set are taken by rules that are right. With no request in the set it is proven, and no rule
 * takes anything. The rules include the default rule: one without conditions.
 *
 * @param isRight `unknown` where it is not known what the rule does.
 */
export function proveAll(
  rules: readonly ListenerRule[],
  requests: RequestSet,
  isRight: (rule: ListenerRule) => Match,
): Proof {
  const prover = proveReach(rules);
  const undecided: Undecided[] = [];
  const takers: {rule: ListenerRule; request: RoutedRequest | null}[] = [];
  for (const rule of prover.rules) {
    const right = isRight(rule);
    const reach = prover.reach(rule, requests);
    if (reach.verdict === 'never') continue;
    if (reach.verdict === 'unknown') {
      if (right === true) takers.push({rule, request: null});
      else undecided.push({rule, because: reach.because});
    } else if (right === true) takers.push({rule, request: reach.request});
    else if (right === 'unknown') undecided.push({rule, because: 'what it does with its requests is not known here'});
    else return {verdict: 'refuted', counterexample: {rule, request: reach.request}};
  }
  return undecided.length > 0 ? {verdict: 'unknown', undecided} : {verdict: 'proven', takers};
}

export interface DeadRule {
  readonly rule: ListenerRule;
  /** The rules before it that together take every request it would; none where no request can meet its conditions. */
  readonly coveredBy: readonly ListenerRule[];
}

export interface ShadowedRule {
  readonly rule: ListenerRule;
  /** A request that meets its conditions and goes to a rule before it. */
  readonly loses: Taken;
  /** One that it still gets. */
  readonly keeps: RoutedRequest;
}

export interface Shadows {
  readonly dead: readonly DeadRule[];
  readonly shadowed: readonly ShadowedRule[];
  readonly undecided: readonly Undecided[];
}

/** Which rules other rules keep from requests; the default rule, which gets what is left, is not judged. */
export function shadowsAmong(rules: readonly ListenerRule[], requests: RequestSet = EVERY_REQUEST): Shadows {
  const prover = proveReach(rules);
  const dead: DeadRule[] = [];
  const shadowed: ShadowedRule[] = [];
  const undecided: Undecided[] = [];
  for (const rule of prover.rules) {
    if (rule.priority === 'default') continue;
    const reach = prover.reach(rule, requests);
    if (reach.verdict === 'never') dead.push({rule, coveredBy: reach.coveredBy});
    else if (reach.verdict === 'unknown') undecided.push({rule, because: reach.because});
    else {
      const loses = prover.lost(rule, requests);
      if (loses !== null) shadowed.push({rule, loses, keeps: reach.request});
    }
  }
  return {dead, shadowed, undecided};
}

export interface Exposed {
  readonly rule: ListenerRule;
  /** Where it forwards to, by ARN; empty for a rule that answers itself. See {@link forwardsTo}. */
  readonly targetGroupArns: readonly string[];
  readonly witness: RoutedRequest;
}

export interface Exposure {
  readonly reachable: readonly Exposed[];
  readonly undecided: readonly Undecided[];
}

/** Everything that clients with these addresses (CIDRs, IPv4 or IPv6) can reach, over all hosts, paths and the rest. */
export function exposure(rules: readonly ListenerRule[], sources: readonly string[]): Exposure {
  const prover = proveReach(rules);
  // One set for all rules, so that what is found out about it is reused.
  const requests = requestsFrom(sources);
  const reachable: Exposed[] = [];
  const undecided: Undecided[] = [];
  for (const rule of prover.rules) {
    const reach = prover.reach(rule, requests);
    if (reach.verdict === 'reached') {
      reachable.push({rule, targetGroupArns: forwardsTo(rule) ?? [], witness: reach.request});
    } else if (reach.verdict === 'unknown') undecided.push({rule, because: reach.because});
  }
  return {reachable, undecided};
}

export function requestsFrom(sources: readonly string[]): RequestSet {
  return {within: [{field: 'source-ip', values: sources}]};
}

/** The addresses that clients of a load balancer can have: of the internet, or of the networks an internal one serves. */
export function clientSources({ipAddressType}: Pick<LoadBalancer, 'ipAddressType'>): readonly string[] {
  return ipAddressType === 'ipv4' ? ['0.0.0.0/0'] : ['0.0.0.0/0', '::/0'];
}

/**
 * ARNs of the target groups that get requests from a rule, a login or a token check in front or not; empty when it
 * answers by itself. Null when it is not known: an action that this version does not know, or weights that are all 0.
 */
export function forwardsTo(rule: ListenerRule): readonly string[] | null {
  const action = decisiveAction(rule);
  if (action === null || gatesOf(rule).some(({type}) => type === 'unknown')) return null;
  const shares = forwardShares(rule);
  if (action.type === 'forward' && shares.length === 0) return null;
  return shares.map(({targetGroupArn}) => targetGroupArn);
}

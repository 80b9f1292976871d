/**
 * Whether a rule of a listener can be reached, over all requests of a set: proved, or shown by a request.
 *
 * A request reaches a rule when it meets the rule's conditions and, for each rule before it, fails one condition at
 * least. Conditions that cannot be judged are tried both ways (see `View`): what holds either way holds.
 */

import type {ListenerRule, RuleCondition} from '../../model/facts/aws-facts.ts';
import {type ConditionSet, conditionSets, holdsOfAll, mayMeet, type RequestPart} from './condition-sets.ts';
import {evaluateRules, inEvaluationOrder, type RoutedRequest, ruleName} from './listener-rules.ts';
import {
  fewest,
  type KnownValues,
  type Obstacle,
  type Search,
  search,
  type Values,
  withoutWhatHolds,
} from './request-search.ts';
import {requestText} from './request-text.ts';
import {KEY_END} from './text-universe.ts';

/** All requests that meet every condition of `within`, but for those that meet all conditions of one of `except`. */
export interface RequestSet {
  readonly within: readonly RuleCondition[];
  readonly except?: readonly (readonly RuleCondition[])[];
}

export const EVERY_REQUEST: RequestSet = {within: []};

export type Reach =
  | {readonly verdict: 'reached'; readonly request: RoutedRequest}
  /** A minimal set of rules that take every request that would reach it; empty where no request meets it at all. */
  | {readonly verdict: 'never'; readonly coveredBy: readonly ListenerRule[]}
  | {readonly verdict: 'unknown'; readonly because: string};

export interface ReachProver {
  /** In evaluation order. */
  readonly rules: readonly ListenerRule[];
  /** Whether the rule takes a request of the set. */
  reach(rule: ListenerRule, requests: RequestSet): Reach;
  /** A request of the set that meets the rule and is taken by one before it; null when none certainly is. */
  lost(rule: ListenerRule, requests: RequestSet): Taken | null;
}

/** A rule, and a request that it takes. */
export interface Taken {
  readonly rule: ListenerRule;
  readonly request: RoutedRequest;
}

/** What was found out about a listener's globs is reused for every question: facts are fetched once a run. */
const provers = new WeakMap<readonly ListenerRule[], ReachProver>();

export function proveReach(rules: readonly ListenerRule[]): ReachProver {
  const prover = provers.get(rules) ?? makeProver(rules);
  provers.set(rules, prover);
  return prover;
}

function makeProver(unordered: readonly ListenerRule[]): ReachProver {
  const rules = inEvaluationOrder(unordered);
  const setOf = conditionSets();
  const obstacles: readonly Obstacle[] = rules.map((rule) => ({rule, conditions: rule.conditions.map(setOf)}));
  const places = new Map(rules.map((rule, place) => [rule, place]));
  const mindsSource = rules.some(({conditions}) => conditions.some(({field}) => field === 'source-ip'));
  const known: KnownValues = new Map();
  const conditionsOf = (rule: ListenerRule) => obstacles[places.get(rule) ?? -1]?.conditions ?? [];
  const met = new Map<ListenerRule, readonly Obstacle[]>();
  /** Most rules of a listener do not overlap. */
  const metBefore = (rule: ListenerRule) => {
    const some = met.get(rule) ?? thoseThatMeet(obstacles.slice(0, places.get(rule)), conditionsOf(rule));
    met.set(rule, some);
    return some;
  };
  const readySets = new WeakMap<RequestSet, ReadySet>();
  const readySet = (requests: RequestSet) => {
    const ready = readySets.get(requests) ?? madeReady(requests, setOf);
    readySets.set(requests, ready);
    return ready;
  };

  /** Several checks ask the same about a listener, each in words of its own. */
  const answers = new Map<string, Map<ListenerRule, Reach>>();
  const reach = (rule: ListenerRule, requests: RequestSet): Reach => {
    const {name} = readySet(requests);
    const given = answers.get(name) ?? new Map<ListenerRule, Reach>();
    answers.set(name, given);
    const answer = given.get(rule) ?? findOut(rule, requests);
    given.set(rule, answer);
    return answer;
  };

  const findOut = (rule: ListenerRule, requests: RequestSet): Reach => {
    const {asked, leftOut} = readySet(requests);
    const required = distinct([...asked, ...conditionsOf(rule)]);
    if (!mayAllMeet(required, required)) return {verdict: 'never', coveredBy: []};
    const held = new Set(required.filter(({kind}) => kind !== 'unknown'));
    const before = [...leftOut, ...thoseThatMeet(metBefore(rule), asked)].map((one) => withoutWhatHolds(one, held));

    const sure = search({required, obstacles: before, view: 'sure', known});
    if (sure.found !== null) return {verdict: 'reached', request: confirmed(sure.found, rule, requests)};
    const possible = search({required, obstacles: before, view: 'possible', known});
    if (possible.found !== null || possible.isGivenUp) {
      return {verdict: 'unknown', because: whyNot(required, rule, sure, possible)};
    }
    const needed = fewest({required, obstacles: possible.blockers, view: 'possible', known});
    return {verdict: 'never', coveredBy: needed.flatMap((blocker) => blocker.rule ?? [])};
  };

  /** A proof that the simulator contradicts is our bug, and must not be shown as an answer. */
  const confirmed = (values: Values, rule: ListenerRule, {within, except = []}: RequestSet): RoutedRequest => {
    const request = requestOf(values);
    const {winner} = evaluateRules(rules, request);
    if (winner !== rule || !meets(request, within) || except.some((conditions) => meets(request, conditions))) {
      throw new Error(`${ruleName(rule)} should take ${requestText(request)}: ${winner && ruleName(winner)} does`);
    }
    return shown(request);
  };

  /** Without the source address where no rule asks for one. */
  const shown = ({sourceIp = '', ...request}: RoutedRequest): RoutedRequest =>
    mindsSource ? {...request, sourceIp} : request;

  const lost = (rule: ListenerRule, requests: RequestSet): Taken | null => {
    const own = [...readySet(requests).asked, ...conditionsOf(rule)];
    for (const {conditions} of metBefore(rule)) {
      const required = distinct([...own, ...conditions]);
      const {found} = search({required, obstacles: [], view: 'sure', known});
      if (found === null) continue;
      const request = requestOf(found);
      const {winner} = evaluateRules(rules, request);
      if (winner !== null && winner !== rule) return {rule: winner, request: shown(request)};
    }
    return null;
  };
  return {rules, reach, lost};
}

/** A set of requests as the search takes it. */
interface ReadySet {
  /** Equal sets have the same. */
  readonly name: string;
  readonly asked: readonly ConditionSet[];
  readonly leftOut: readonly Obstacle[];
}

function madeReady({within, except = []}: RequestSet, setOf: (condition: RuleCondition) => ConditionSet): ReadySet {
  // "From anywhere" asks for nothing.
  const asked = within.map(setOf).filter((set) => !holdsOfAll(set));
  const leftOut = except.map((conditions) => ({rule: null, conditions: conditions.map(setOf)}));
  const names = [asked, ...leftOut.map(({conditions}) => conditions)].map((sets) => sets.map(({id}) => id).join(','));
  return {name: names.join(';'), asked, leftOut};
}

function distinct(sets: readonly ConditionSet[]): readonly ConditionSet[] {
  return [...new Set(sets)];
}

/** Quick and approximate: false only when no request can meet all of both. */
function mayAllMeet(some: readonly ConditionSet[], others: readonly ConditionSet[]): boolean {
  return some.every((a) => others.every((b) => mayMeet(a, b)));
}

/** Those that may be met along with all of `others`; rules have conditions in common, so each is looked at once. */
function thoseThatMeet(obstacles: readonly Obstacle[], others: readonly ConditionSet[]): readonly Obstacle[] {
  if (others.length === 0) return obstacles;
  const seen = new Map<ConditionSet, boolean>();
  const mayBeMet = (set: ConditionSet) => {
    let may = seen.get(set);
    if (may === undefined) {
      may = others.every((other) => mayMeet(set, other));
      seen.set(set, may);
    }
    return may;
  };
  return obstacles.filter(({conditions}) => conditions.every(mayBeMet));
}

function whyNot(required: readonly ConditionSet[], rule: ListenerRule, sure: Search, possible: Search): string {
  if (sure.isGivenUp || possible.isGivenUp) return 'its conditions and those before it are too many to try all';
  const opaque = [{rule, conditions: required}, ...sure.blockers].filter(({conditions}) =>
    conditions.some(({isOpaque}) => isOpaque),
  );
  if (opaque.length > 0) {
    const names = opaque.map((one) => (one.rule === null ? 'what is left out' : ruleName(one.rule)));
    return `${names.join(' and ')} has a regex or another condition that cannot be judged here`;
  }
  const {host = [], path = []} = Object.fromEntries(possible.found ?? []);
  return `only a request of unusual form could (host "${host[0]}", path "${path[0]}"), and what AWS makes of that is not documented`;
}

/** What is asked about a listener is asked of each of its rules: its globs are read once. */
const alone = new WeakMap<readonly RuleCondition[], readonly ListenerRule[]>();

function meets(request: RoutedRequest, conditions: readonly RuleCondition[]): boolean {
  const rules = alone.get(conditions) ?? [{arn: '', priority: 'default', conditions, actions: [], transforms: []}];
  alone.set(conditions, rules);
  return evaluateRules(rules, request).winner !== null;
}

function requestOf(values: Values): RoutedRequest {
  const one = (part: RequestPart) => values.get(part)?.[0] ?? '';
  const headers = [...values]
    .filter(([part, sent]) => part.startsWith('header ') && sent.length > 0)
    .map(([part, sent]) => [part.slice('header '.length), sent] as const);
  const query = (values.get('query') ?? []).map((pair) => pair.replace(KEY_END, '=')).join('&');
  return {
    host: one('host'),
    path: one('path'),
    method: one('method'),
    sourceIp: one('source'),
    isWhole: true,
    ...(headers.length > 0 ? {headers: Object.fromEntries(headers)} : {}),
    ...(query === '' ? {} : {query}),
  };
}

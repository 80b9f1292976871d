/**
 * Whether a rule of a listener can be reached, over all requests of a set: proved, or shown by a request.
 *
 * A request reaches a rule when it meets the rule's conditions and, for each rule before it, fails one condition at
 * least. Looked for is one such request: start from any that meets the rule; while a rule before takes it, choose a
 * condition of that rule to fail and look again. All choices are tried before the answer is "never".
 */

import type {ListenerRule, RuleCondition} from '../model/aws-facts.ts';
import {
  type ConditionSet,
  conditionSets,
  findValues,
  holds,
  mayMeet,
  type RequestPart,
  type View,
} from './condition-sets.ts';
import {type Budget, OutOfBudget, spend} from './glob-sets.ts';
import {evaluateRules, inEvaluationOrder, type RoutedRequest, ruleName} from './listener-rules.ts';
import {KEY_END} from './text-universe.ts';

/** All requests that meet every condition of `within`, but for those that meet all conditions of one of `except`. */
export interface RequestSet {
  readonly within: readonly RuleCondition[];
  readonly except?: readonly (readonly RuleCondition[])[];
}

export const EVERY_REQUEST: RequestSet = {within: []};

export type Reach =
  | {readonly verdict: 'reached'; readonly request: RoutedRequest}
  /** The rules that take every request that would reach it, as few as will do; none where no request meets it at all. */
  | {readonly verdict: 'never'; readonly coveredBy: readonly ListenerRule[]}
  | {readonly verdict: 'unknown'; readonly because: string};

export interface ReachProver {
  /** In evaluation order. */
  readonly rules: readonly ListenerRule[];
  /** Whether the rule takes a request of the set. */
  reach(rule: ListenerRule, requests: RequestSet): Reach;
  /** A request of the set that meets both rules, and the rule that takes it: not the first. Null when none is sure. */
  lost(
    rule: ListenerRule,
    before: ListenerRule,
    requests: RequestSet,
  ): {readonly rule: ListenerRule; readonly request: RoutedRequest} | null;
}

/** What a rule before the one in question, or a part that is left out, must not have: all of these hold. */
interface Obstacle {
  readonly rule: ListenerRule | null;
  readonly conditions: readonly ConditionSet[];
}

type Values = ReadonlyMap<RequestPart, readonly string[]>;

/** Far more than real listeners need, and still a fraction of a second. */
const STEPS = 200_000;

export function proveReach(unordered: readonly ListenerRule[]): ReachProver {
  const rules = inEvaluationOrder(unordered);
  const setOf = conditionSets();
  const obstacles: readonly Obstacle[] = rules.map((rule) => ({rule, conditions: rule.conditions.map(setOf)}));
  const mindsSource = rules.some(({conditions}) => conditions.some(({field}) => field === 'source-ip'));
  const known: KnownValues = new Map();
  const conditionsOf = (rule: ListenerRule) => obstacles[rules.indexOf(rule)]?.conditions ?? [];

  const reach = (rule: ListenerRule, {within, except = []}: RequestSet): Reach => {
    const required = [...within.map(setOf), ...conditionsOf(rule)];
    if (contradict(required)) return {verdict: 'never', coveredBy: []};
    const before = [
      ...except.map((conditions) => ({rule: null, conditions: conditions.map(setOf)})),
      ...obstacles.slice(0, rules.indexOf(rule)),
    ].filter(({conditions}) => !contradict([...required, ...conditions]));

    const sure = search({required, obstacles: before, view: 'sure', known});
    if (sure.found !== null) {
      const request = requestOf(sure.found, mindsSource);
      confirm(rules, rule, request);
      return {verdict: 'reached', request};
    }
    const possible = search({required, obstacles: before, view: 'possible', known});
    if (possible.found !== null || possible.isGivenUp)
      return {verdict: 'unknown', because: whyNot(required, rule, sure, possible)};
    return {
      verdict: 'never',
      coveredBy: fewest(required, possible.blockers, known).flatMap((blocker) => blocker.rule ?? []),
    };
  };

  const lost = (rule: ListenerRule, before: ListenerRule, {within}: RequestSet) => {
    const required = [...within.map(setOf), ...conditionsOf(rule), ...conditionsOf(before)];
    const {found} = contradict(required) ? {found: null} : search({required, obstacles: [], view: 'sure', known});
    if (found === null) return null;
    const request = requestOf(found, mindsSource);
    const {winner} = evaluateRules(rules, request);
    return winner === null || winner === rule ? null : {rule: winner, request};
  };
  return {rules, reach, lost};
}

/** Two conditions about one part that no request meets both. Quick: most rules have nothing to do with each other. */
function contradict(sets: readonly ConditionSet[]): boolean {
  return sets.some((a, i) => sets.some((b, j) => j < i && !mayMeet(a, b)));
}

interface Search {
  readonly found: Values | null;
  /** The obstacles that had to be got round; where nothing is found, these alone are in the way. */
  readonly blockers: readonly Obstacle[];
  readonly isGivenUp: boolean;
}

/** Which values were found for a part, by what was asked of it: rules have conditions in common. */
type KnownValues = Map<string, readonly string[] | null>;

interface Question {
  readonly required: readonly ConditionSet[];
  readonly obstacles: readonly Obstacle[];
  readonly view: View;
  readonly known: KnownValues;
}

function search(question: Question): Search {
  const blockers = new Set<Obstacle>();
  const ground: Ground = {...question, parts: partsOf(question), budget: {left: STEPS}, blockers, tried: new Set()};
  try {
    return {found: getRound(ground, new Map()), blockers: [...blockers], isGivenUp: false};
  } catch (error) {
    if (error instanceof OutOfBudget) return {found: null, blockers: [...blockers], isGivenUp: true};
    throw error;
  }
}

/** The parts that every request has, and those that a condition asks for. */
function partsOf({required, obstacles}: Question): readonly RequestPart[] {
  const sets = [...required, ...obstacles.flatMap(({conditions}) => conditions)];
  return [...new Set(['host', 'path', 'method', 'source', ...sets.map(({part}) => part)])];
}

interface Ground extends Question {
  readonly parts: readonly RequestPart[];
  readonly budget: Budget;
  readonly blockers: Set<Obstacle>;
  /** Sets of conditions to fail that have led nowhere. */
  readonly tried: Set<string>;
}

/** Which conditions the request is to fail, by the part they are about. */
type Avoided = ReadonlyMap<RequestPart, readonly ConditionSet[]>;

function getRound(ground: Ground, avoided: Avoided): Values | null {
  spend(ground.budget);
  const attempt = nameOf(avoided);
  if (ground.tried.has(attempt)) return null;
  ground.tried.add(attempt);

  const values = valuesFor(ground, avoided);
  if (values === null) return null;
  const inTheWay = ground.obstacles.filter(({conditions}) =>
    conditions.every((set) => holds(set, values.get(set.part) ?? [], ground.view)),
  );
  // The one with the fewest ways round it first: with none, no other has to be looked at.
  const [next] = inTheWay
    .map((obstacle) => ({obstacle, waysRound: waysRound(ground, avoided, obstacle)}))
    .toSorted((a, b) => a.waysRound.length - b.waysRound.length);
  if (next === undefined) return values;
  ground.blockers.add(next.obstacle);
  for (const way of next.waysRound) {
    const found = getRound(ground, way);
    if (found !== null) return found;
  }
  return null;
}

function waysRound(ground: Ground, avoided: Avoided, {conditions}: Obstacle): Avoided[] {
  return conditions.flatMap((set) => {
    const more = [...(avoided.get(set.part) ?? []), set].toSorted((a, b) => a.id - b.id);
    return valuesOf(ground, set.part, more) === null ? [] : [new Map([...avoided, [set.part, more]])];
  });
}

function nameOf(avoided: Avoided): string {
  const names = [...avoided].map(([part, sets]) => `${part} ${idsOf(sets)}`);
  return names.sort().join(';');
}

function valuesFor(ground: Ground, avoided: Avoided): Values | null {
  const values = new Map<RequestPart, readonly string[]>();
  for (const part of ground.parts) {
    const found = valuesOf(ground, part, avoided.get(part) ?? []);
    if (found === null) return null;
    values.set(part, found);
  }
  return values;
}

function valuesOf(ground: Ground, part: RequestPart, avoided: readonly ConditionSet[]): readonly string[] | null {
  const {view, budget, known} = ground;
  const required = ground.required.filter((set) => set.part === part);
  const key = `${view} ${part} ${idsOf(required)} ${idsOf(avoided)}`;
  let values = known.get(key);
  if (values === undefined) {
    values = findValues({part, required, avoided, view, budget});
    known.set(key, values);
  }
  return values;
}

function idsOf(sets: readonly ConditionSet[]): string {
  return sets.map(({id}) => id).join(',');
}

/** Leaves out, one after the other, what is not needed for "never". */
function fewest(
  required: readonly ConditionSet[],
  blockers: readonly Obstacle[],
  known: KnownValues,
): readonly Obstacle[] {
  return blockers.reduce((needed, blocker) => {
    const others = needed.filter((one) => one !== blocker);
    const {found, isGivenUp} = search({required, obstacles: others, view: 'possible', known});
    return found === null && !isGivenUp ? others : needed;
  }, blockers);
}

function whyNot(required: readonly ConditionSet[], rule: ListenerRule, sure: Search, possible: Search): string {
  if (sure.isGivenUp || possible.isGivenUp) return 'its conditions and those before it are too many to try all';
  const opaque = [{rule, conditions: required}, ...sure.blockers].filter(({conditions}) =>
    conditions.some(({isOpaque}) => isOpaque),
  );
  if (opaque.length > 0) {
    const names = opaque.map((one) => (one.rule === null ? 'what is left out' : ruleName(one.rule)));
    return `${names.join(' and ')} has a regex or another condition that can't be judged here`;
  }
  const {host = [], path = []} = Object.fromEntries(possible.found ?? []);
  return `only a request of unusual form could (host "${host[0]}", path "${path[0]}"), and what AWS makes of that is not documented`;
}

function requestOf(values: Values, mindsSource: boolean): RoutedRequest {
  const one = (part: RequestPart) => values.get(part)?.[0] ?? '';
  const headers = [...values]
    .filter(([part, sent]) => part.startsWith('header ') && sent.length > 0)
    .map(([part, sent]) => [part.slice('header '.length), sent] as const);
  const query = (values.get('query') ?? []).map((pair) => pair.replace(KEY_END, '=')).join('&');
  return {
    host: one('host'),
    path: one('path'),
    method: one('method'),
    ...(headers.length > 0 ? {headers: Object.fromEntries(headers)} : {}),
    ...(query === '' ? {} : {query}),
    ...(mindsSource ? {sourceIp: one('source')} : {}),
  };
}

/** A proof that the simulator contradicts is a bug of ours, and must not be shown as an answer. */
function confirm(rules: readonly ListenerRule[], rule: ListenerRule, request: RoutedRequest): void {
  const {winner} = evaluateRules(rules, request);
  if (winner === rule) return;
  throw new Error(`rule ${rule.priority} does not take ${JSON.stringify(request)}: rule ${winner?.priority} does`);
}

/**
 * The search for one request that meets some conditions and avoids some obstacles: start from any that meets the
 * conditions; while an obstacle is in the way, choose one of its conditions to fail and look again. All choices are
 * tried before the answer is "none".
 */

import type {ListenerRule} from '../../model/facts/aws-facts.ts';
import {type ConditionSet, findValues, holds, type RequestPart, type View} from './condition-sets.ts';
import {type Budget, OutOfBudget, spend} from './find-text.ts';

/**
 * A rule that comes before, or requests that are left out: a request that meets all of its conditions does not get
 * past it.
 */
export interface Obstacle {
  readonly rule: ListenerRule | null;
  readonly conditions: readonly ConditionSet[];
}

export type Values = ReadonlyMap<RequestPart, readonly string[]>;

/** Far more than real listeners need, yet done in a fraction of a second. */
const STEPS = 200_000;

export interface Search {
  readonly found: Values | null;
  /** The obstacles that had to be avoided; where nothing is found, these alone are in the way. */
  readonly blockers: readonly Obstacle[];
  readonly isGivenUp: boolean;
}

/** Which values were found for a part, by what was asked of it: rules have conditions in common. */
export type KnownValues = Map<string, readonly string[] | null>;

export interface Question {
  readonly required: readonly ConditionSet[];
  readonly obstacles: readonly Obstacle[];
  readonly view: View;
  readonly known: KnownValues;
}

export function search(question: Question): Search {
  const blockers = new Set<Obstacle>();
  const ground: Ground = {...question, parts: partsOf(question), budget: {left: STEPS}, blockers, tried: new Set()};
  try {
    return {found: getRound(ground, new Map()), blockers: [...blockers], isGivenUp: false};
  } catch (error) {
    if (error instanceof OutOfBudget) return {found: null, blockers: [...blockers], isGivenUp: true};
    throw error;
  }
}

const EVERY_REQUEST_HAS: readonly RequestPart[] = ['host', 'path', 'method', 'source'];

interface PartOfGround {
  /** The conditions about this part that have to hold. */
  readonly required: readonly ConditionSet[];
  /** Begins the key of what is found for it. */
  readonly key: string;
}

/** The parts that every request has, and those that a condition asks for. */
function partsOf({required, obstacles, view}: Question): ReadonlyMap<RequestPart, PartOfGround> {
  const names = new Set(EVERY_REQUEST_HAS);
  for (const {part} of required) names.add(part);
  for (const {conditions} of obstacles) for (const {part} of conditions) names.add(part);
  const parts = new Map<RequestPart, PartOfGround>();
  for (const name of names) {
    const own = required.filter(({part}) => part === name);
    parts.set(name, {required: own, key: `${view} ${name} ${idsOf(own)} `});
  }
  return parts;
}

interface Ground extends Question {
  readonly parts: ReadonlyMap<RequestPart, PartOfGround>;
  readonly budget: Budget;
  readonly blockers: Set<Obstacle>;
  /** Sets of conditions to fail that have led nowhere. */
  readonly tried: Set<string>;
}

/** Which conditions the request is to fail, by the part they are about. */
type Avoided = ReadonlyMap<RequestPart, readonly ConditionSet[]>;

function getRound(ground: Ground, avoided: Avoided): Values | null {
  spend(ground.budget, 1 + ground.obstacles.length);
  const attempt = nameOf(avoided);
  if (ground.tried.has(attempt)) return null;
  ground.tried.add(attempt);

  const values = valuesFor(ground, avoided);
  if (values === null) return null;
  const inTheWay = ground.obstacles.filter(({conditions}) =>
    conditions.every((set) => holds(set, values.get(set.part) ?? [], ground.view)),
  );
  // The one with the fewest ways around it first: when it has none, no other has to be looked at.
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
  for (const part of ground.parts.keys()) {
    const found = valuesOf(ground, part, avoided.get(part) ?? []);
    if (found === null) return null;
    values.set(part, found);
  }
  return values;
}

function valuesOf(ground: Ground, part: RequestPart, avoided: readonly ConditionSet[]): readonly string[] | null {
  const {view, budget, known} = ground;
  const {required = [], key: begin = ''} = ground.parts.get(part) ?? {};
  const key = begin + idsOf(avoided);
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

/** A minimal set of the obstacles that nothing gets past: leaves out, one by one, those that are not needed. */
export function fewest({obstacles, ...question}: Question): readonly Obstacle[] {
  return obstacles.reduce((needed, obstacle) => {
    const others = needed.filter((one) => one !== obstacle);
    const {found, isGivenUp} = search({...question, obstacles: others});
    return found === null && !isGivenUp ? others : needed;
  }, obstacles);
}

/**
 * What is required cannot be failed, not even where it holds a regex. What an unknown condition compares is not known.
 */
export function withoutWhatHolds(obstacle: Obstacle, held: ReadonlySet<ConditionSet>): Obstacle {
  const {conditions} = obstacle;
  return conditions.some((set) => held.has(set))
    ? {...obstacle, conditions: conditions.filter((set) => !held.has(set))}
    : obstacle;
}

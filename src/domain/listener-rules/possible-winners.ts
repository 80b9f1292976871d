/**
 * Which rules can take a request of which not all is known: headers that are not stated, a regex, an odd path. Conditions
 * about the same part are tried together, so that what no request can meet is no possibility.
 */

import type {ListenerRule} from '../../model/facts/aws-facts.ts';
import {conditionSets} from './condition-sets.ts';
import {evaluateRules, type OpenCondition, type RoutedRequest, type RuleTrial} from './listener-rules.ts';
import {type Obstacle, search, withoutWhatHolds} from './request-search.ts';

export interface PossibleWinners {
  /** In evaluation order; one where it is certain which rule wins, none where no rule can. */
  readonly possible: readonly RuleTrial[];
  /** Every rule in evaluation order, those after the winner too. */
  readonly trail: readonly RuleTrial[];
}

/** A rule is left out only where it certainly does not win; whether all that are left do the same is for the caller. */
export function possibleWinners(rules: readonly ListenerRule[], request: RoutedRequest): PossibleWinners {
  const {trail} = evaluateRules(rules, request);
  const end = trail.findIndex(({matches}) => matches === true);
  const tried = (end < 0 ? trail : trail.slice(0, end + 1)).filter(({matches}) => matches !== false);
  if (tried.length <= 1) return {possible: tried, trail};
  const setOf = conditionSets();
  const known = new Map();
  const obstacles: Obstacle[] = [];
  const possible = tried.filter(({rule, open}) => {
    const required = open.map(({condition}) => setOf(condition));
    const held = new Set(required.filter(({kind}) => kind !== 'unknown'));
    const before = obstacles.map((obstacle) => withoutWhatHolds(obstacle, held));
    const {found, isGivenUp} = search({required, obstacles: before, view: 'possible', known});
    obstacles.push({rule, conditions: required});
    return found !== null || isGivenUp;
  });
  return {possible, trail};
}

/** A condition that would decide, with the rule that has it. */
export interface OpenQuestion extends OpenCondition {
  readonly rule: ListenerRule;
}

/** What keeps it from being known which of the possible rules wins: the first that would settle it first. */
export function openQuestions({possible}: PossibleWinners): readonly OpenQuestion[] {
  return possible.flatMap(({rule, open}) => open.map((condition) => ({...condition, rule})));
}

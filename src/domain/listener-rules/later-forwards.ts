import type {ListenerRule} from '../../model/facts/aws-facts.ts';
import {forwardShares, type RuleTrial} from './listener-rules.ts';

/**
 * The rules that match a request and forward it, and would take it if none before them did: the one that was probably
 * meant for it first, which is the one that states most characters of the path, then of the host. The default
 * rule is not one of them: its position in the order cannot be changed.
 *
 * @param winner the rule that takes the request now; null when that is not known.
 */
export function laterForwards(trail: readonly RuleTrial[], winner: ListenerRule | null): ListenerRule[] {
  const behind = trail.filter(({rule, matches}) => rule !== winner && matches === true);
  const forwarding = behind.filter(({rule}) => rule.priority !== 'default' && forwardShares(rule).length > 0);
  const lettersOf = (rule: ListenerRule) => ['path-pattern', 'host-header'].map((field) => literalLength(rule, field));
  return forwarding
    .map(({rule}) => ({rule, letters: lettersOf(rule)}))
    .toSorted((a, b) => (b.letters[0] ?? 0) - (a.letters[0] ?? 0) || (b.letters[1] ?? 0) - (a.letters[1] ?? 0))
    .map(({rule}) => rule);
}

/** How much of a part of the request a rule states: of the longest of its values, without wildcards. */
export function literalLength({conditions}: ListenerRule, field: string): number {
  const values = conditions.flatMap((condition) =>
    condition.field === field && 'values' in condition ? condition.values : [],
  );
  return Math.max(0, ...values.map((value) => value.replace(/[*?]/g, '').length));
}

import type {ListenerRule, TargetGroup} from '../../model/facts/aws-facts.ts';
import {decisiveAction, forwardShares} from './listener-rules.ts';

/** In evaluation order, without those that give the groups no weight. */
export function rulesTo(arns: readonly string[], rules: readonly ListenerRule[]): ListenerRule[] {
  return rules
    .filter((rule) => forwardShares(rule).some(({targetGroupArn}) => arns.includes(targetGroupArn)))
    .toSorted((a, b) => (rankOf(a) < rankOf(b) ? -1 : 1));
}

/** Whether it may forward to one of the groups, as far as is known. */
export function mayForwardTo(rule: ListenerRule, groups: readonly TargetGroup[]): boolean {
  const action = decisiveAction(rule);
  if (action === null) return true;
  if (action.type !== 'forward' || forwardShares(rule).length > 0) return false;
  return action.targets.some(({targetGroupArn}) => groups.some(({arn}) => arn === targetGroupArn));
}

/** The default rule comes last, whatever the others are. */
export function rankOf({priority}: ListenerRule): number {
  return priority === 'default' ? Number.POSITIVE_INFINITY : priority;
}

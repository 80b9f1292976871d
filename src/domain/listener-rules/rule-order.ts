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

/** Nothing is below 1: there the rule that has it moves first. */
export function priorityBefore(priority: ListenerRule['priority']): string {
  if (priority === 'default') return 'a priority below the others';
  if (priority > 1) return `a priority below ${priority}`;
  return 'a priority below that of rule 1, which has to get a larger one first (`aws elbv2 set-rule-priorities`)';
}

/** The default rule comes last, whatever the others are. */
export function rankOf({priority}: ListenerRule): number {
  return priority === 'default' ? Number.POSITIVE_INFINITY : priority;
}

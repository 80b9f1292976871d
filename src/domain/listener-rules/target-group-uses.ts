import type {ListenerRule, ListenerRules} from '../../model/facts/aws-facts.ts';
import {forwardShares, ruleName} from './listener-rules.ts';

export interface TargetGroupUse {
  readonly rule: ListenerRule;
  readonly where: string;
  /** Null: all weights of the rule are 0. */
  readonly percent: number | null;
}

/** Those with an action that may forward, as far as this version knows. */
export function opaqueRules({listener, rules}: ListenerRules): string[] {
  return rules.flatMap((rule) => {
    const names = rule.actions.flatMap((action) => (action.type === 'unknown' ? action.name : []));
    return names.length === 0 ? [] : `${ruleName(rule)} of listener ${listener.port} (${names.join(', ')})`;
  });
}

export function usesOfTargetGroup(groupArn: string, {listener, rules}: ListenerRules): TargetGroupUse[] {
  return rules.flatMap((rule) => {
    const isNamed = rule.actions.some(
      (action) => action.type === 'forward' && action.targets.some(({targetGroupArn}) => targetGroupArn === groupArn),
    );
    if (!isNamed) return [];
    const shares = forwardShares(rule);
    const own = shares.find(({targetGroupArn}) => targetGroupArn === groupArn)?.percent ?? 0;
    const where = `${ruleName(rule)} of listener ${listener.port}`;
    return [{rule, where, percent: shares.length === 0 ? null : own}];
  });
}

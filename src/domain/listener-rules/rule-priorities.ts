import type {Listener, ListenerRule} from '../../model/facts/aws-facts.ts';
import type {Evidence, Fault} from '../../model/outcome.ts';
import {conditionsText, ruleEffect} from './rule-effect.ts';

export const HIGHEST_PRIORITY = 50_000;

export interface PriorityInUse {
  /** Which rule has it, and the nearest that are free; null where it is free itself. */
  readonly fault: Fault | null;
  readonly evidence: readonly Evidence[];
}

/** Whether a rule of the listener has this priority, and what to take instead. */
export function priorityInUse(
  priority: number,
  rules: readonly ListenerRule[],
  {arn}: Pick<Listener, 'arn'>,
): PriorityInUse {
  const taken = new Set(rules.map((rule) => rule.priority));
  const source = `elasticloadbalancing:DescribeRules ${arn}`;
  const inUse = {what: 'priorities in use', value: [...taken], source};
  const holder = rules.find((rule) => rule.priority === priority);
  if (holder === undefined) return {fault: null, evidence: [inUse]};
  return {
    fault: {
      what: `priority ${priority} belongs to a rule for ${conditionsText(holder)}: ${ruleEffect(holder)}`,
      fix: `Take a free priority (${freePrioritiesText(priority, taken)}), or move that rule with \`aws elbv2 set-rule-priorities\`.`,
    },
    evidence: [inUse, {what: `rule ${priority}`, value: conditionsText(holder), source: holder.arn}],
  };
}

/** `109 before it, 111 after it`. */
function freePrioritiesText(priority: number, taken: ReadonlySet<number | 'default'>): string {
  const below = nearestFree(priority, taken, -1);
  const above = nearestFree(priority, taken, 1);
  return [below === null ? [] : `${below} before it`, above === null ? [] : `${above} after it`].flat().join(', ');
}

/** The next free priority in this direction; null when there is none. */
function nearestFree(priority: number, taken: ReadonlySet<number | 'default'>, step: 1 | -1): number | null {
  for (let next = priority + step; next >= 1 && next <= HIGHEST_PRIORITY; next += step)
    if (!taken.has(next)) return next;
  return null;
}

import type {ListenerRule, RuleCondition} from '../../model/facts/aws-facts.ts';
import {targetGroupName} from '../targets/target-groups.ts';
import {globMatches} from './glob.ts';
import type {Match} from './listener-rules.ts';
import {regexMatcher} from './regex-sets.ts';

/** A rule as a plan speaks of it: what is left out may be anything. */
export interface DescribedRule {
  readonly priority?: number | undefined;
  readonly host?: string | undefined;
  /** As the rule has it: a pattern. */
  readonly path?: string | undefined;
  /** Name or ARN of a group that it forwards to. */
  readonly targetGroup?: string | undefined;
}

/**
 * Whether this is the rule that is described. Host and path are compared as they are written; where a target group is
 * described, too, a wider rule that sends their requests there is it as well. `unknown` where an action or a regex keeps it
 * from being known.
 */
export function isDescribed(
  rule: ListenerRule,
  {priority, host, path, targetGroup}: DescribedRule,
  isWider = targetGroup !== undefined,
): Match {
  if (priority !== undefined && rule.priority !== priority) return false;
  const parts = [
    ...(host === undefined ? [] : [partOf(rule, 'host-header', host.toLowerCase(), isWider)]),
    ...(path === undefined ? [] : [partOf(rule, 'path-pattern', path, isWider)]),
    ...(targetGroup === undefined ? [] : [namesGroup(rule, targetGroup)]),
  ];
  if (parts.includes(false)) return false;
  return parts.includes('unknown') ? 'unknown' : true;
}

/** Whether the rule takes requests for the host and the path that are described, if only by wider conditions; not the default one. */
export function takesDescribed(rule: ListenerRule, {host, path}: DescribedRule): boolean {
  if (rule.priority === 'default' || (host === undefined && path === undefined)) return false;
  return isDescribed(rule, {host, path}, true) !== false;
}

/** `priority 110, host api.example.com, forwarding to old-api`. */
export function describedText({priority, host, path, targetGroup}: DescribedRule): string {
  return [
    ...(priority === undefined ? [] : [`priority ${priority}`]),
    ...(host === undefined ? [] : [`host ${host}`]),
    ...(path === undefined ? [] : [`path ${path}`]),
    ...(targetGroup === undefined ? [] : [`target group ${targetGroup}`]),
  ].join(', ');
}

function partOf(rule: ListenerRule, field: 'host-header' | 'path-pattern', wanted: string, isWider: boolean): Match {
  const own = rule.conditions.filter(
    (condition): condition is Extract<RuleCondition, {field: typeof field}> => condition.field === field,
  );
  if (own.length === 0) return isWider;
  const matches = own.flatMap(({values, regexValues}) => [
    ...values.map((value) => {
      const pattern = field === 'host-header' ? value.toLowerCase() : value;
      return pattern === wanted || (isWider && globMatches(pattern, wanted));
    }),
    ...(isWider ? regexValues.map((value) => regexMatcher(value)(wanted)) : []),
  ]);
  return matches.includes(true) || (matches.includes('unknown') && 'unknown');
}

/** Whatever its weight: a group of weight 0 is still in the rule. */
function namesGroup({actions}: ListenerRule, wanted: string): Match {
  const arns = actions
    .flatMap((action) => (action.type === 'forward' ? action.targets : []))
    .map((target) => target.targetGroupArn);
  if (arns.some((arn) => arn === wanted || targetGroupName(arn) === wanted)) return true;
  return actions.some(({type}) => type === 'unknown') && 'unknown';
}

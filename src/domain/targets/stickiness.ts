import type {ListenerRule} from '../../model/facts/aws-facts.ts';
import type {Fault} from '../../model/outcome.ts';
import {decisiveAction, forwardShares, ruleName} from '../listener-rules/listener-rules.ts';
import {type Attributes, attributeOf} from './elb-attributes.ts';
import {targetGroupName} from './target-groups.ts';

export function targetCount(homes: number): string {
  return `${homes} ${homes === 1 ? 'target' : 'targets'}`;
}

/** The kind of cookie, or null when there is none. */
export function stickinessOf(attributes: Attributes): string | null {
  if (attributeOf(attributes, 'stickiness.enabled').value !== 'true') return null;
  return attributeOf(attributes, 'stickiness.type').value;
}

export function targetFlaws(homes: number, attributes: Attributes): Fault[] {
  if (stickinessOf(attributes) === null) {
    const fix =
      'Run one task, or switch stickiness on for the target group: a `stickiness` block of type lb_cookie on the `aws_lb_target_group`.';
    return [{what: `${homes} targets without stickiness`, fix}];
  }
  const isInZone = attributeOf(attributes, 'load_balancing.cross_zone.enabled').value === 'false';
  const what = `${homes} targets, and stickiness does not work with cross-zone load balancing off`;
  const fix = 'Switch cross-zone load balancing of the target group on, or run one task.';
  return isInZone ? [{what, fix}] : [];
}

/** Whether a request may also reach another target group, so that even one target in each makes two homes. */
export function dividesRequests(rule: ListenerRule, groupArn: string): boolean {
  const shares = forwardShares(rule);
  return shares.length > 1 && shares.some(({targetGroupArn}) => targetGroupArn === groupArn);
}

export function divisionFlaw(rule: ListenerRule, attributes: Attributes): Fault | null {
  const action = decisiveAction(rule);
  const name = ruleName(rule);
  const among = `${name} divides requests among ${dividedGroups(rule)}`;
  if (action?.type !== 'forward' || action.stickinessSeconds === null) {
    const fix = `Let ${name} forward to one target group, or give its \`forward\` a \`stickiness\` block.`;
    return {what: `${among} without stickiness of its own`, fix};
  }
  if (stickinessOf(attributes) !== 'app_cookie') return null;
  const fix = `Let ${name} forward to one target group, or use stickiness of type lb_cookie.`;
  return {what: `${among}, where stickiness of type app_cookie does not work`, fix};
}

export function dividedGroups(rule: ListenerRule): string {
  return forwardShares(rule)
    .map(({targetGroupArn}) => targetGroupName(targetGroupArn))
    .join(', ');
}

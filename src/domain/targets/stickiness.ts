import type {ListenerRule} from '../../model/facts/aws-facts.ts';
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

export function targetFlaws(homes: number, attributes: Attributes): string[] {
  if (stickinessOf(attributes) === null) return [`${homes} targets without stickiness`];
  const isInZone = attributeOf(attributes, 'load_balancing.cross_zone.enabled').value === 'false';
  return isInZone ? [`${homes} targets, and stickiness does not work with cross-zone load balancing off`] : [];
}

/** Whether a request may also reach another target group, so that even one target in each makes two homes. */
export function dividesRequests(rule: ListenerRule, groupArn: string): boolean {
  const shares = forwardShares(rule);
  return shares.length > 1 && shares.some(({targetGroupArn}) => targetGroupArn === groupArn);
}

export function divisionFlaw(rule: ListenerRule, attributes: Attributes): string | null {
  const action = decisiveAction(rule);
  const among = `${ruleName(rule)} divides requests among ${dividedGroups(rule)}`;
  if (action?.type !== 'forward' || action.stickinessSeconds === null) return `${among} without stickiness of its own`;
  return stickinessOf(attributes) === 'app_cookie'
    ? `${among}, where stickiness of type app_cookie does not work`
    : null;
}

export function dividedGroups(rule: ListenerRule): string {
  return forwardShares(rule)
    .map(({targetGroupArn}) => targetGroupName(targetGroupArn))
    .join(', ');
}

import {CannotTell} from '../../model/errors.ts';
import type {EcsLoadBalancer, ListenerRule, TargetGroup} from '../../model/facts/aws-facts.ts';
import type {Fault} from '../../model/outcome.ts';
import {forwardShares} from '../listener-rules/listener-rules.ts';
import {targetGroupName} from './target-groups.ts';
import {groupsOf} from './task-sets.ts';

/** Which of two groups a blue/green service serves production from. */
export interface LiveGroups {
  /** With the share of the requests of the production rule; null where it is not known which rule that is. */
  readonly live: readonly {readonly targetGroupArn: string; readonly percent: number | null}[];
  /** `the rules forward`, or `its production rule 90 forwards`. */
  readonly said: string;
}

/**
 * The rule for testers leads to the other group, too, so where the service names its production rule, that alone tells.
 *
 * @throws {CannotTell} when the rules do not say it.
 */
export function liveGroups(entry: EcsLoadBalancer, rules: readonly ListenerRule[], place: string): LiveGroups {
  const arns = groupsOf(entry);
  const {productionListenerRuleArn: production, testListenerRuleArn: test} = entry;
  if (production !== null) {
    const rule = rules.find(({arn}) => arn === production);
    if (rule === undefined) {
      throw new CannotTell(
        `${place}: its production rule ${production} is not on this listener, so which of ${arns.map(targetGroupName).join(' and ')} is live is not known`,
        'name the listener of that rule in `resources:`',
      );
    }
    const live = forwardShares(rule).filter(({targetGroupArn}) => arns.includes(targetGroupArn));
    return {live, said: `its production rule ${rule.priority} forwards`};
  }
  const served = servedGroups(
    rules.filter(({arn}) => arn !== test),
    arns,
  );
  if (served.length === 0) {
    throw new CannotTell(
      `${place}: no rule of the listener forwards to ${arns.map(targetGroupName).join(' or ')}, so which of them is live is not known`,
      'name the listener whose rules lead there in `resources:`',
    );
  }
  return {live: served.map((targetGroupArn) => ({targetGroupArn, percent: null})), said: 'the rules forward'};
}

export function notLiveFault({name}: TargetGroup, {live, said}: LiveGroups): Fault {
  const others = live.map(({targetGroupArn}) => targetGroupName(targetGroupArn)).join(', ');
  return {
    what: others === '' ? `${said} to neither of its groups` : `${said} to ${others}, its other group`,
    fix: `Name the group that is live in the item, or finish the deployment that makes ${name} live.`,
  };
}

/** Of several target groups, those that some rule sends requests to. */
function servedGroups(rules: readonly ListenerRule[], arns: readonly string[]): string[] {
  const served = new Set(rules.flatMap((rule) => forwardShares(rule).map(({targetGroupArn}) => targetGroupArn)));
  return arns.filter((arn) => served.has(arn));
}

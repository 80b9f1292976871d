import {z} from 'zod';
import {decisiveAction, forwardShares, ruleName} from '../../domain/listener-rules/listener-rules.ts';
import {type Attributes, attributeOf, attributeText} from '../../domain/targets/elb-attributes.ts';
import {findTargetGroup, targetGroupName} from '../../domain/targets/target-groups.ts';
import {censusOf, describeTarget} from '../../domain/targets/target-health.ts';
import {defineCheck} from '../../model/check.ts';
import {CannotTell} from '../../model/errors.ts';
import type {ListenerRule} from '../../model/facts/aws-facts.ts';
import {fail, pass} from '../../model/outcome.ts';
import {resourceParam} from '../../model/params.ts';

export const sessionsHaveOneHome = defineCheck({
  id: 'alb/sessions-have-one-home',
  title: 'Every request of a session reaches the task that holds it',
  docs: {
    why: 'A server that keeps sessions in memory answers 404 "session not found" whenever a request reaches another of its tasks. Stickiness is a cookie: most MCP clients are no browsers, keep none, and are not kept anywhere by it.',
    fix: 'Run one task, or keep sessions where all tasks find them. Where all clients keep cookies: a `stickiness` block of type lb_cookie on the `aws_lb_target_group`, and one on the `forward` of a rule that divides requests among target groups.',
    byHand: 'aws elbv2 describe-target-group-attributes --target-group-arn <TARGET_GROUP_ARN>',
    links: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html'],
  },
  facts: ['loadBalancer', 'rulesOfAllListeners', 'service', 'targetGroupAttributes', 'targetGroups', 'targetHealth'],
  touches: 'aws',
  params: z.strictObject({
    alb: resourceParam('loadBalancer', 'The load balancer in front; the rules of all its listeners count'),
    targetGroup: z.string().min(1).meta({description: 'The target group: a name or an ARN'}),
    service: resourceParam('service', 'The service, whose desired count then counts as well as the targets').optional(),
    clients: z
      .enum(['cookies', 'no-cookies'])
      .default('no-cookies')
      .meta({description: 'Whether all clients keep cookies, as browsers do'}),
  }),
  async run({alb, targetGroup, service, clients}, {aws}) {
    const [loadBalancer, groups] = await Promise.all([aws.loadBalancer(alb), aws.targetGroups(alb)]);
    const group = findTargetGroup(targetGroup, groups, loadBalancer.arn);
    const [attributes, targets, listeners, tasks] = await Promise.all([
      aws.targetGroupAttributes(alb, group.arn),
      aws.targetHealth(alb, group.arn),
      aws.rulesOfAllListeners(alb),
      service === undefined ? null : aws.service(service),
    ]);
    // One of whose health AWS says nothing may get requests like a healthy one.
    const {healthy, initial, unclear} = censusOf(targets);
    const homes = Math.max(healthy.length + initial.length + unclear.length, tasks?.desiredCount ?? 0);
    const place = `target group ${group.name}`;
    if (homes === 0) {
      throw new CannotTell(
        `${place}: it has no targets, and so how many tasks share its sessions is not known`,
        'start the service, or name it with `service:`',
      );
    }

    const dividing = listeners.flatMap(({rules}) => rules).filter((rule) => divides(rule, group.arn));
    const flaws = [
      ...(homes > 1 ? targetFlaws(homes, attributes) : []),
      ...dividing.flatMap((rule) => divisionFlaw(rule, attributes) ?? []),
    ];
    const isShared = homes > 1 || dividing.length > 0;
    if (isShared && flaws.length === 0 && clients === 'no-cookies') {
      flaws.push(`${countOf(homes)} with stickiness, but the clients keep no cookies`);
    }
    const grounds = {
      place,
      expected: 'one target, or stickiness and clients that keep its cookie',
      evidence: [
        {what: 'targets', value: targets.map(describeTarget), source: group.arn},
        {
          what: 'stickiness.enabled',
          value: attributeText(attributeOf(attributes, 'stickiness.enabled')),
          source: group.arn,
        },
        ...(tasks === null ? [] : [{what: 'desired count', value: tasks.desiredCount, source: tasks.arn}]),
        ...dividing.map((rule) => ({
          what: `${ruleName(rule)} divides requests`,
          value: groupsOf(rule),
          source: rule.arn,
        })),
      ],
    };
    if (flaws.length === 0) {
      const stickiness = stickinessOf(attributes) ?? 'off';
      return pass({...grounds, actual: `${countOf(homes)}, stickiness ${stickiness}, clients: ${clients}`});
    }
    const cookieless = 'Run one task, or keep sessions where all tasks find them: these clients keep no cookies.';
    return fail({...grounds, actual: flaws.join('; '), fix: clients === 'cookies' ? null : cookieless});
  },
});

function countOf(homes: number): string {
  return `${homes} ${homes === 1 ? 'target' : 'targets'}`;
}

/** The kind of cookie, or null when there is none. */
function stickinessOf(attributes: Attributes): string | null {
  if (attributeOf(attributes, 'stickiness.enabled').value !== 'true') return null;
  return attributeOf(attributes, 'stickiness.type').value;
}

function targetFlaws(homes: number, attributes: Attributes): string[] {
  if (stickinessOf(attributes) === null) return [`${homes} targets without stickiness`];
  const isInZone = attributeOf(attributes, 'load_balancing.cross_zone.enabled').value === 'false';
  return isInZone ? [`${homes} targets, and stickiness does not work with cross-zone load balancing off`] : [];
}

/** Whether a request may also reach another target group, so that even one target in each makes two homes. */
function divides(rule: ListenerRule, groupArn: string): boolean {
  const shares = forwardShares(rule);
  return shares.length > 1 && shares.some(({targetGroupArn}) => targetGroupArn === groupArn);
}

function divisionFlaw(rule: ListenerRule, attributes: Attributes): string | null {
  const action = decisiveAction(rule);
  const among = `${ruleName(rule)} divides requests among ${groupsOf(rule)}`;
  if (action?.type !== 'forward' || action.stickinessSeconds === null) return `${among} without stickiness of its own`;
  return stickinessOf(attributes) === 'app_cookie'
    ? `${among}, where stickiness of type app_cookie does not work`
    : null;
}

function groupsOf(rule: ListenerRule): string {
  return forwardShares(rule)
    .map(({targetGroupArn}) => targetGroupName(targetGroupArn))
    .join(', ');
}

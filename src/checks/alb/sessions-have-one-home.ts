import {ruleName} from '../../domain/listener-rules/listener-rules.ts';
import {attributeOf, attributeText} from '../../domain/targets/elb-attributes.ts';
import {
  dividedGroups,
  dividesRequests,
  divisionFlaw,
  stickinessOf,
  targetCount,
  targetFlaws,
} from '../../domain/targets/stickiness.ts';
import {describeTarget, homesAmong} from '../../domain/targets/target-health.ts';
import {adviceOn, CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {resourceParam, textParam, z} from '../../model/params.ts';
import {targetGroupAt} from '../../readers/target-groups.ts';

const COOKIELESS_FIX = 'Run one task, or keep sessions where all tasks find them: these clients keep no cookies.';

export const sessionsHaveOneHome = defineCheck({
  id: 'alb/sessions-have-one-home',
  title: 'Every request of a session reaches the task that holds it',
  why: 'A server that keeps sessions in memory answers 404 "session not found" whenever a request reaches another of its tasks. Stickiness is a cookie: most MCP clients are not browsers and keep no cookies, so it does not hold them to one task.',
  fix: 'Run one task, or keep sessions where all tasks find them. Where all clients keep cookies: a `stickiness` block of type lb_cookie on the `aws_lb_target_group`, and one on the `forward` of a rule that divides requests among target groups.',
  byHand: 'aws elbv2 describe-target-group-attributes --target-group-arn <TARGET_GROUP_ARN>',
  links: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html'],
  facts: ['loadBalancer', 'rulesOfAllListeners', 'service', 'targetGroupAttributes', 'targetGroups', 'targetHealth'],
  params: () => ({
    alb: resourceParam('loadBalancer', 'The load balancer in front; the rules of all its listeners count'),
    targetGroup: textParam('The target group: a name or an ARN'),
    service: resourceParam('service', 'The service, whose desired count then counts as well as the targets').optional(),
    clients: z
      .enum(['cookies', 'no-cookies'])
      .default('no-cookies')
      .meta({description: 'Whether all clients keep cookies, as browsers do'}),
  }),
  async run({alb, targetGroup, service, clients}, {aws}) {
    const {group} = await targetGroupAt(alb, targetGroup, aws);
    const [attributes, targets, listeners, tasks] = await Promise.all([
      aws.targetGroupAttributes(alb, group.arn),
      aws.targetHealth(alb, group.arn),
      aws.rulesOfAllListeners(alb),
      service === undefined ? null : aws.service(service),
    ]);
    const homes = Math.max(homesAmong(targets), tasks?.desiredCount ?? 0);
    const place = `target group ${group.name}`;
    if (homes === 0) {
      throw new CannotTell(
        `${place}: it has no targets, and so how many tasks share its sessions is not known`,
        'start the service, or name it with `service:`',
      );
    }

    const dividing = listeners.flatMap(({rules}) => rules).filter((rule) => dividesRequests(rule, group.arn));
    const flaws = [
      ...(homes > 1 ? targetFlaws(homes, attributes) : []),
      ...dividing.flatMap((rule) => divisionFlaw(rule, attributes) ?? []),
    ];
    const isShared = homes > 1 || dividing.length > 0;
    if (isShared && flaws.length === 0 && clients === 'no-cookies') {
      flaws.push({what: `${targetCount(homes)} with stickiness, but the clients keep no cookies`, fix: COOKIELESS_FIX});
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
          value: dividedGroups(rule),
          source: rule.arn,
        })),
      ],
    };
    if (flaws.length === 0) {
      const stickiness = stickinessOf(attributes) ?? 'off';
      // More tasks than now.
      const because = isShared ? null : 'what automatic scaling and deployments start beside it was not looked at';
      return pass({
        ...grounds,
        actual: `${targetCount(homes)}, stickiness ${stickiness}, clients: ${clients}`,
        because,
      });
    }
    const actual = flaws.map(({what}) => what).join('; ');
    const fix = clients === 'cookies' ? adviceOn(flaws) : COOKIELESS_FIX;
    return fail({...grounds, actual, fix});
  },
});

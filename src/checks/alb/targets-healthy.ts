import {requireUsable, stateNote} from '../../domain/load-balancers/usable-state.ts';
import {attributeOf, attributeText} from '../../domain/targets/elb-attributes.ts';
import {
  censusOf,
  describeTarget,
  describeTargets,
  FAIL_OPEN_BELOW,
  healthAdviceOn,
  SHIFT_FIX,
  shiftNote,
} from '../../domain/targets/target-health.ts';
import {zoneFault} from '../../domain/targets/target-zones.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {resourceParam, textParam, z} from '../../model/params.ts';
import {clauses} from '../../model/text/clauses.ts';
import {targetGroupAt} from '../../readers/target-groups.ts';

export const targetsHealthy = defineCheck({
  id: 'alb/targets-healthy',
  title: 'A target group has enough healthy targets and no failing one',
  why: 'When no target is healthy, or fewer than the target group wants (unhealthy_state_routing), the load balancer fails open and sends requests to all of them: the service seems to work, and the next deployment ends it. A 200 answer does not prove health.',
  fix: 'Act on the reason that AWS gives for each target. Targets that drain are not counted; new ones are `initial` until they have answered, so give the item a `poll:` after a deployment.',
  byHand: 'aws elbv2 describe-target-health --target-group-arn <TARGET_GROUP_ARN>',
  links: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/zonal-shift.html',
    'https://docs.aws.amazon.com/r53recovery/latest/dg/arc-zonal-shift.resource-types.app-load-balancers.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/disable-cross-zone.html',
  ],
  facts: ['loadBalancer', 'targetGroupAttributes', 'targetGroups', 'targetHealth'],
  params: () => ({
    alb: resourceParam('loadBalancer', 'The load balancer in whose account and region the target group is'),
    targetGroup: textParam('The target group: a name or an ARN'),
    atLeast: z.int().min(1).default(1).meta({description: 'How many targets have to be healthy'}),
  }),
  async run({alb, targetGroup, atLeast}, {aws}) {
    const {group, loadBalancer} = await targetGroupAt(alb, targetGroup, aws);
    requireUsable(loadBalancer);
    const [targets, attributes] = await Promise.all([
      aws.targetHealth(alb, group.arn),
      aws.targetGroupAttributes(alb, group.arn),
    ]);
    const leastHealthy = attributeOf(attributes, FAIL_OPEN_BELOW);
    const census = censusOf(targets, Number(leastHealthy.value));
    const {healthy, shifted, perhapsShifted, initial, failing, unclear, draining, hasFailedOpen} = census;

    const place = `target group ${group.name}`;
    const expected = `at least ${atLeast} healthy, none unhealthy or unused`;
    const left = draining.length === 0 ? null : `${draining.length} draining, not counted`;
    const because = clauses(left, shiftNote(census), stateNote(loadBalancer));
    const evidence = [
      {
        what: 'targets',
        value: targets.map(describeTarget),
        source: `elasticloadbalancing:DescribeTargetHealth ${group.arn}`,
      },
      {
        what: 'healthy targets below which the load balancer fails open',
        value: attributeText(leastHealthy),
        source: `elasticloadbalancing:DescribeTargetGroupAttributes ${group.arn}`,
      },
    ];
    const grounds = {place, expected, evidence, because};

    if (targets.length === draining.length) {
      const fix = 'Let the ECS service register its tasks with this target group, and start one.';
      return fail({...grounds, actual: 'no targets', fix});
    }
    if (failing.length > 0) {
      const why = healthy.length === 0 ? '' : `, fewer than the ${leastHealthy.value} that the target group wants`;
      const open = `${why}, and so the load balancer has failed open: it sends requests to all of them`;
      const actual = `${healthy.length} healthy; ${describeTargets(failing)}${hasFailedOpen ? open : ''}`;
      return fail({...grounds, actual, fix: healthAdviceOn(failing)});
    }
    if (unclear.length > 0) {
      throw new CannotTell(
        `${place}: ${describeTargets(unclear)}, which does not say whether it is healthy`,
        'look at the health check of the target group, and ask again',
      );
    }
    const actual = `${healthy.length} healthy${initial.length === 0 ? '' : `, ${initial.length} not yet checked`}`;
    if (healthy.length >= atLeast) {
      const fault = zoneFault(group, loadBalancer, attributes, census);
      return fault === null ? pass({...grounds, actual}) : fail({...grounds, faults: [fault]});
    }
    if (healthy.length + perhapsShifted.length >= atLeast) {
      throw new CannotTell(
        `${place}: ${describeTargets(perhapsShifted)}: whether a zonal shift keeps requests away is not known`,
        'start tasks in another zone, or look at the zonal shifts of the load balancer (`aws arc-zonal-shift list-zonal-shifts`)',
      );
    }
    if (healthy.length + shifted.length >= atLeast) {
      return fail({...grounds, actual, fix: SHIFT_FIX});
    }
    const wait = 'Wait for the first health checks: give the item a `poll:`.';
    return fail({...grounds, actual, fix: initial.length === 0 ? 'Start more tasks, or ask for fewer.' : wait});
  },
});

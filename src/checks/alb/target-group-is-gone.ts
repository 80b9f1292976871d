import {targetGroupName} from '../../domain/targets/target-groups.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {resourceParam, textParam} from '../../model/params.ts';

export const targetGroupIsGone = defineCheck({
  id: 'alb/target-group-is-gone',
  title: 'There is no such target group where the load balancer is',
  why: 'A target group that stays behind is one that a rule or a service can still name: its targets go on being checked, and nobody knows any longer whether they are needed. That there ever was one is not looked at, nor any other account or region.',
  fix: 'Take it out of all rules and services first; then delete it (`aws elbv2 delete-target-group`, or its `aws_lb_target_group`).',
  byHand: 'aws elbv2 describe-target-groups --query "TargetGroups[].[TargetGroupName,LoadBalancerArns]"',
  links: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html'],
  facts: ['loadBalancer', 'targetGroups'],
  params: () => ({
    alb: resourceParam('loadBalancer', 'A load balancer in the account and region that had the target group'),
    targetGroup: textParam('The target group: a name or an ARN'),
  }),
  async run({alb, targetGroup}, {aws}) {
    const loadBalancer = await aws.loadBalancer(alb);
    const [, , , region = '', account = ''] = loadBalancer.arn.split(':');
    const place = `account ${account}, ${region}`;
    const [prefix, , , itsRegion, itsAccount] = targetGroup.split(':');
    if (prefix === 'arn' && (itsRegion !== region || itsAccount !== account)) {
      throw new CannotTell(
        `${targetGroup} would be in account ${itsAccount}, ${itsRegion}, and load balancer ${loadBalancer.name} is in ${place}`,
        'let `alb:` be a load balancer of that account and region',
      );
    }
    const groups = await aws.targetGroups(alb);
    if (groups.length === 0) {
      throw new CannotTell(
        `${place}: no target group at all is listed beside load balancer ${loadBalancer.name}`,
        'see whether this is the account and region that had it',
      );
    }
    const source = `elasticloadbalancing:DescribeTargetGroups ${place}`;
    const expected = `no target group ${targetGroupName(targetGroup)}`;
    const found = groups.find(({arn, name}) => arn === targetGroup || name === targetGroup);
    if (found === undefined) {
      const evidence = [{what: 'target groups listed', value: groups.map(({name}) => name), source}];
      return pass({place, actual: `${expected} among ${groups.length}`, expected, evidence});
    }
    const users = found.loadBalancerArns;
    const use = users.length === 0 ? 'no load balancer uses it' : `in use by ${users.join(', ')}`;
    const deletion = `delete its \`aws_lb_target_group\`, or \`aws elbv2 delete-target-group --target-group-arn ${found.arn}\``;
    const fix =
      users.length === 0
        ? `See that no service registers targets in it, then ${deletion}.`
        : `Take it out of the rules of that load balancer once nothing asks for what it serves, and out of the service; then ${deletion}.`;
    return fail({
      place,
      faults: [{what: `target group ${found.name} is still there, ${use}`, fix}],
      expected,
      evidence: [{what: found.name, value: [...users], source: found.arn}],
    });
  },
});

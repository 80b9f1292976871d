import type {Leg} from '../../domain/network/network-hop.ts';
import {byHandOf, hopFault, hopText, opennessText} from '../../domain/network/network-hop-text.ts';
import {ruleToAddText} from '../../domain/network/network-rule-to-add.ts';
import {targetPorts} from '../../domain/targets/target-ports.ts';
import {groupsOf, loadBalancersOf} from '../../domain/targets/task-sets.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {resourceParam, textParam} from '../../model/params.ts';
import {loadBalancerSide, requireOwnAddress, tasksSide, wayToTasks} from '../../readers/network-sides.ts';
import {targetGroupAt} from '../../readers/target-groups.ts';

export const loadBalancerReachesTasks = defineCheck({
  id: 'ec2/load-balancer-reaches-tasks',
  title: 'Security groups, network ACLs and routes let the load balancer reach the tasks, and the replies come back',
  why: 'A connection that a group or an ACL drops gets no answer at all: health checks end in Target.Timeout, requests in 504 after ten seconds. ACLs are stateless: without an entry for ports 1024-65535 back, only the replies are lost.',
  fix: 'Let the group of the tasks admit the group of the load balancer on the target port and the health-check port (aws_vpc_security_group_ingress_rule with referenced_security_group_id), let the group of the load balancer out to it, and let the network ACLs of both pass the request and the replies.',
  byHand:
    'aws ecs describe-services --cluster <CLUSTER> --services <SERVICE> --query "services[].networkConfiguration"; aws ec2 describe-security-groups --filters Name=group-id,Values=<SECURITY_GROUP_IDS>',
  links: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html',
  ],
  facts: [
    'loadBalancer',
    'networkAcls',
    'networkInterfaces',
    'prefixListCidrs',
    'routeTables',
    'securityGroups',
    'securityGroupsById',
    'service',
    'subnets',
    'targetGroupAttributes',
    'targetGroups',
    'targetHealth',
    'tasks',
  ],
  params: () => ({
    alb: resourceParam('loadBalancer', 'The load balancer where the path begins'),
    targetGroup: textParam('The target group that gives the ports: a name or an ARN'),
    service: resourceParam('service', 'The service whose tasks have to be reached'),
  }),
  async run({alb, targetGroup, service}, {aws}) {
    const {group} = await targetGroupAt(alb, targetGroup, aws);
    const family = group.ipAddressType === 'ipv6' ? 6 : 4;
    const [loadBalancer, from, health, running, tasks] = await Promise.all([
      aws.loadBalancer(alb),
      loadBalancerSide(aws, alb, family),
      aws.targetHealth(alb, group.arn),
      aws.service(service),
      aws.tasks(service),
    ]);
    await requireOwnAddress(aws, alb, group);
    const to = await tasksSide(aws, loadBalancer, {name: service, service: running, tasks}, family);
    const entry = loadBalancersOf(running).find((one) => groupsOf(one).includes(group.arn));
    const legs: Leg[] = [{from, to, ports: targetPorts(group, health, entry?.containerPort ?? undefined)}];
    const hops = await wayToTasks(aws, alb, legs);

    const place = `${from.name} to ${to.name}`;
    const ports = legs.flatMap((leg) => leg.ports.map(({port, use}) => `tcp ${port} (${use})`)).join(' and ');
    const expected = `${ports} open all the way, and the replies back`;
    const evidence = hops.map((hop) => ({
      what: `${hopText(hop)}: ${opennessText(hop)}`,
      value: [...hop.decidedBy],
      source: `ec2:${hop.guard === 'network ACL' ? 'DescribeNetworkAcls' : 'DescribeSecurityGroups'} ${hop.ids.join(' ')}`,
    }));
    const [broken, ...others] = hops.filter(({open}) => open === false || open === 'partly');
    const unknown = hops.find(({open}) => open === 'unknown');
    if (broken === undefined && unknown !== undefined) {
      const fix = unknown.add === null ? 'look at it by hand' : ruleToAddText(unknown.add);
      throw new CannotTell(`${place}: ${hopFault(unknown)}`, fix);
    }
    if (broken === undefined) {
      const byHand = [...new Set(hops.map(byHandOf))].join('; ');
      return pass({place, actual: expected, expected, evidence, byHand});
    }
    const more = others.length === 0 ? null : `${others.length} more after it not open`;
    const what = hopFault(broken);
    const opening = broken.add === null ? `Open it: ${broken.decidedBy.join('; ')}.` : ruleToAddText(broken.add);
    return fail({place, faults: [{what, fix: opening}], expected, evidence, because: more, byHand: byHandOf(broken)});
  },
});

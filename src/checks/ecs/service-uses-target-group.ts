import {otherContainerFaults, servedGroups, serviceTargetFaults} from '../../domain/targets/service-targets.ts';
import {targetGroupName} from '../../domain/targets/target-groups.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {portParam, resourceParam, textParam} from '../../model/params.ts';
import {vpcsOf} from '../../readers/service-vpcs.ts';
import {targetGroupAt} from '../../readers/target-groups.ts';

export const serviceUsesTargetGroup = defineCheck({
  id: 'ecs/service-uses-target-group',
  title: 'The service puts its tasks into the target group, with the right container and port',
  why: 'A target group that no service fills stays empty, and one that is filled with the wrong port or from another VPC never becomes healthy: both answer 502, 503 or 504.',
  fix: 'Give the service a load_balancer block (aws_ecs_service) with target_group_arn, container_name and container_port of the container that serves; a service takes it without being replaced.',
  byHand:
    'aws ecs describe-services --cluster <CLUSTER> --services <SERVICE> --query "services[].loadBalancers" # and the portMappings of its task definition',
  links: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html',
  ],
  facts: ['listenerRules', 'loadBalancer', 'service', 'subnets', 'targetGroups', 'targetHealth', 'taskDefinition'],
  params: () => ({
    service: resourceParam('service', 'The service'),
    alb: resourceParam('loadBalancer', 'The load balancer and listener in front of the target group'),
    targetGroup: textParam('The target group: a name or an ARN'),
    containerName: textParam('The container that has to serve').optional(),
    containerPort: portParam('The port that it has to serve on').optional(),
  }),
  async run({service: name, alb, targetGroup, containerName, containerPort}, {aws}) {
    const [service, {group}] = await Promise.all([aws.service(name), targetGroupAt(alb, targetGroup, aws)]);
    const place = `service ${service.name}`;
    const entries = service.loadBalancers.map((one) => ({
      ...one,
      arns: [one.targetGroupArn, one.alternateTargetGroupArn].flatMap((arn) => arn ?? []),
    }));
    const entry = entries.find(({arns}) => arns.includes(group.arn));
    const grounds = {
      place,
      expected: [
        `target group ${group.name}`,
        ...(containerName === undefined ? [] : [`container ${containerName}`]),
        ...(containerPort === undefined ? [] : [`port ${containerPort}`]),
      ].join(', '),
      evidence: entries.map((one) => ({
        what: `target group ${one.arns.map(targetGroupName).join(' or ')}`,
        value: `container ${one.containerName}, port ${one.containerPort}`,
        source: `ecs:DescribeServices ${service.arn}`,
      })),
    };
    if (entry === undefined) {
      const used = entries.flatMap(({arns}) => arns.map(targetGroupName)).join(', ') || 'no target group';
      const fix = `Give the service a load_balancer block with target_group_arn ${group.arn} (\`aws_ecs_service\`), beside those it has: it takes it without being replaced.`;
      return fail({...grounds, faults: [{what: `it uses ${used}, not ${group.name}`, fix}]});
    }

    const [definition, targets, taskVpcIds] = await Promise.all([
      aws.taskDefinition(name, service.taskDefinitionArn),
      aws.targetHealth(alb, group.arn),
      vpcsOf(service, name, aws),
    ]);
    const faults = serviceTargetFaults({service, entry, definition, group, targets, taskVpcIds});
    faults.push(...otherContainerFaults(entry, {containerName, containerPort}));
    // Blue/green services have two groups, and only the rules say which of them is live.
    if (entry.arns.length > 1) {
      const served = servedGroups(await aws.listenerRules(alb), entry.arns);
      if (served.length === 0) {
        throw new CannotTell(
          `${place}: no rule of the listener forwards to ${entry.arns.map(targetGroupName).join(' or ')}, so which of them is live is not known`,
          'name the listener whose rules lead there in `resources:`',
        );
      }
      if (!served.includes(group.arn)) {
        faults.push({
          what: `the rules forward to ${served.map(targetGroupName).join(', ')}, its other group`,
          fix: `Name the group that is live in the item, or finish the deployment that makes ${group.name} live.`,
        });
      }
    }
    if (faults.length > 0) return fail({...grounds, place: `${place} and target group ${group.name}`, faults});
    if (taskVpcIds.length === 0) {
      throw new CannotTell(
        `${place}: its tasks have no subnets of their own, so it is not known whether they are in ${group.vpcId}`,
        'look at the instances of the cluster',
      );
    }
    const actual = `it uses target group ${group.name}, container ${entry.containerName}, port ${entry.containerPort}`;
    return pass({...grounds, actual});
  },
});

import {liveGroups, notLiveFault} from '../../domain/targets/live-groups.ts';
import {runningOf} from '../../domain/targets/running-tasks.ts';
import {
  otherContainerFaults,
  otherGroupFault,
  registrationFaults,
  serviceTargetFaults,
} from '../../domain/targets/service-targets.ts';
import {targetGroupName} from '../../domain/targets/target-groups.ts';
import {groupsOf, loadBalancersOf, productionTasks} from '../../domain/targets/task-sets.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {portParam, resourceParam, textParam} from '../../model/params.ts';
import {runningDefinitions} from '../../readers/running-definitions.ts';
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
  facts: [
    'listenerRules',
    'loadBalancer',
    'service',
    'subnets',
    'targetGroups',
    'targetHealth',
    'taskDefinition',
    'tasks',
  ],
  params: () => ({
    service: resourceParam('service', 'The service'),
    alb: resourceParam('loadBalancer', 'The load balancer and listener in front of the target group'),
    targetGroup: textParam('The target group: a name or an ARN'),
    containerName: textParam('The container that has to serve').optional(),
    containerPort: portParam('The port that it has to serve on').optional(),
  }),
  async run({service: name, alb, targetGroup, containerName, containerPort}, {aws}) {
    const [service, tasks, {group}] = await Promise.all([
      aws.service(name),
      aws.tasks(name),
      targetGroupAt(alb, targetGroup, aws),
    ]);
    const place = `service ${service.name}`;
    const entries = loadBalancersOf(service);
    const entry = entries.find((one) => groupsOf(one).includes(group.arn));
    const expected = [
      `target group ${group.name}`,
      ...(containerName === undefined ? [] : [`container ${containerName}`]),
      ...(containerPort === undefined ? [] : [`port ${containerPort}`]),
    ].join(', ');
    const evidence = entries.map((one) => ({
      what: `target group ${groupsOf(one).map(targetGroupName).join(' or ')}`,
      value: `container ${one.containerName}, port ${one.containerPort}`,
      source: `ecs:DescribeServices ${service.arn}`,
    }));
    const grounds = {place, expected, evidence};
    if (entry === undefined) return fail({...grounds, faults: [otherGroupFault(service, group)]});

    const ofProduction = runningOf(productionTasks(service, tasks));
    const [{running, text}, targets, taskVpcIds] = await Promise.all([
      runningDefinitions(service, ofProduction, name, aws),
      aws.targetHealth(alb, group.arn),
      vpcsOf(service, ofProduction, name, aws),
    ]);
    const definitions = running.map(({definition}) => definition);
    const faults = serviceTargetFaults({service, entry, definitions, group, targets, taskVpcIds});
    faults.push(...otherContainerFaults(entry, {containerName, containerPort}));
    // Blue/green services have two groups, and only the rules say which of them is live.
    const groups = groupsOf(entry).length > 1 ? liveGroups(entry, await aws.listenerRules(alb), place) : null;
    const share = groups?.live.find(({targetGroupArn}) => targetGroupArn === group.arn);
    if (groups !== null && share === undefined) faults.push(notLiveFault(group, groups));
    else faults.push(...registrationFaults(group, targets, ofProduction));
    if (faults.length > 0) return fail({...grounds, place: `${place} and target group ${group.name}`, faults});
    if (taskVpcIds.length === 0) {
      throw new CannotTell(
        `${place}: its tasks have no subnets of their own, so it is not known whether they are in ${group.vpcId}`,
        'look at the instances of the cluster',
      );
    }
    const percent = share?.percent ?? 100;
    const part = percent === 100 ? '' : `, which gets ${Math.round(percent)} % of the requests of its production rule`;
    const actual = `it uses target group ${group.name}, container ${entry.containerName}, port ${entry.containerPort}${part}`;
    return pass({...grounds, actual, because: text});
  },
});

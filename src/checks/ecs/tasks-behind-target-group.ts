import {findTargetGroup} from '../../domain/targets/target-groups.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {resourceParam, textParam, z} from '../../model/params.ts';

export const tasksBehindTargetGroup = defineCheck({
  id: 'ecs/tasks-behind-target-group',
  title: 'The healthy targets of the group are the running tasks of the service, and no others',
  docs: {
    why: 'A healthy target that is no task of this service is something else that answers users; a running task that is no healthy target serves nobody.',
    fix: 'Let the service register its tasks (load_balancer of aws_ecs_service), and deregister targets that were put there by hand (aws elbv2 deregister-targets).',
    byHand:
      'aws elbv2 describe-target-health --target-group-arn <TARGET_GROUP_ARN> --query "TargetHealthDescriptions[].[Target.Id,TargetHealth.State]"',
    links: [
      'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html',
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
    ],
  },
  facts: ['loadBalancer', 'targetGroups', 'targetHealth', 'tasks'],
  params: () =>
    z.strictObject({
      service: resourceParam('service', 'The service whose tasks are meant'),
      alb: resourceParam('loadBalancer', 'The load balancer in whose account the target group is'),
      targetGroup: textParam('The target group: a name or an ARN'),
    }),
  async run({service, alb, targetGroup}, {aws}) {
    const [loadBalancer, groups, tasks] = await Promise.all([
      aws.loadBalancer(alb),
      aws.targetGroups(alb),
      aws.tasks(service),
    ]);
    const group = findTargetGroup(targetGroup, groups, loadBalancer.arn);
    const place = `target group ${group.name}`;
    if (group.targetType !== 'ip') {
      throw new CannotTell(
        `${place}: its targets are of type ${group.targetType}, which can't be compared with the addresses of tasks`,
        'register tasks of network mode awsvpc in a group of type ip',
      );
    }
    if (group.ipAddressType === 'ipv6') {
      throw new CannotTell(
        `${place}: its targets have IPv6 addresses, and only the IPv4 addresses of tasks are known`,
        'compare the IPv6 addresses by hand',
      );
    }
    const targets = await aws.targetHealth(alb, group.arn);
    const running = tasks.filter(({lastStatus}) => lastStatus === 'RUNNING');
    const addressless = running.find(({privateIpv4Address}) => privateIpv4Address === null);
    if (addressless !== undefined) {
      throw new CannotTell(
        `${addressless.arn}: AWS shows no private IPv4 address of it`,
        'compare its addresses by hand',
      );
    }

    const addresses = running.map(({privateIpv4Address}) => privateIpv4Address ?? '');
    const strangers = targets.filter(({targetId, state}) => state === 'healthy' && !addresses.includes(targetId));
    const unserved = running.filter(
      ({privateIpv4Address: address}) =>
        !targets.some(({targetId, state}) => targetId === address && state === 'healthy'),
    );
    const faults = [
      ...(running.length === 0 ? ['no task runs'] : []),
      ...strangers.map(({targetId, port}) => `healthy target ${targetId}:${port} is no running task of the service`),
      ...unserved.map(({arn, privateIpv4Address: address}) => {
        const states = targets.filter(({targetId}) => targetId === address).map(({state}) => state);
        return `task ${arn.split('/').at(-1)} (${address}) is ${states.join(', ') || 'not registered'}`;
      }),
    ];
    const grounds = {
      place,
      expected: 'the healthy targets are the running tasks',
      evidence: [
        {
          what: 'targets',
          value: targets.map(({targetId, port, state}) => `${targetId}:${port} ${state}`),
          source: `elasticloadbalancing:DescribeTargetHealth ${group.arn}`,
        },
        {what: 'running tasks', value: addresses, source: `ecs:DescribeTasks of ${service}`},
      ],
    };
    if (faults.length > 0) return fail({...grounds, faults});
    const all = running.length === 1 ? 'the one task is' : `${running.length} tasks, each`;
    return pass({...grounds, actual: `${all} a healthy target`});
  },
});

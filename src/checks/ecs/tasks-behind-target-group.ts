import {registrationFaults, requireIpv4Targets, runningTasks} from '../../domain/targets/registered-tasks.ts';
import {runningOf} from '../../domain/targets/running-tasks.ts';
import {productionTasks} from '../../domain/targets/task-sets.ts';
import {defineCheck, fail, pass} from '../../model/check.ts';
import {resourceParam, textParam} from '../../model/params.ts';
import {targetGroupAt} from '../../readers/target-groups.ts';

export const tasksBehindTargetGroup = defineCheck({
  id: 'ecs/tasks-behind-target-group',
  title: 'The healthy targets of the group are the running tasks of the service that serve production, and no others',
  why: 'A healthy target that is not a task of this service means that something else answers users; a running task that is not a healthy target serves nobody.',
  fix: 'Let the service register its tasks (load_balancer of aws_ecs_service), and deregister targets that were put there by hand (aws elbv2 deregister-targets).',
  byHand:
    'aws elbv2 describe-target-health --target-group-arn <TARGET_GROUP_ARN> --query "TargetHealthDescriptions[].[Target.Id,TargetHealth.State]"',
  links: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
  ],
  facts: ['loadBalancer', 'service', 'targetGroups', 'targetHealth', 'tasks'],
  params: () => ({
    service: resourceParam('service', 'The service whose tasks are meant'),
    alb: resourceParam('loadBalancer', 'The load balancer in whose account the target group is'),
    targetGroup: textParam('The target group: a name or an ARN'),
  }),
  async run({service: name, alb, targetGroup}, {aws}) {
    const [{group}, service, tasks] = await Promise.all([
      targetGroupAt(alb, targetGroup, aws),
      aws.service(name),
      aws.tasks(name),
    ]);
    requireIpv4Targets(group);
    const targets = await aws.targetHealth(alb, group.arn);
    const ofProduction = productionTasks(service, tasks);
    const running = runningTasks(ofProduction);
    const apart = runningOf(tasks).length - running.length;
    const faults = registrationFaults(running, targets);
    const grounds = {
      place: `target group ${group.name}`,
      expected: 'the healthy targets are the running tasks',
      evidence: [
        {
          what: 'targets',
          value: targets.map(({targetId, port, state}) => `${targetId}:${port} ${state}`),
          source: `elasticloadbalancing:DescribeTargetHealth ${group.arn}`,
        },
        {what: 'running tasks', value: running.map(({address}) => address), source: `ecs:DescribeTasks of ${name}`},
      ],
    };
    if (faults.length > 0) return fail({...grounds, faults});
    const all = running.length === 1 ? 'the one task is' : `${running.length} tasks, each`;
    const because = apart === 0 ? null : `not looked at: ${apart} of task sets that do not serve production`;
    return pass({...grounds, actual: `${all} a healthy target`, because});
  },
});

import type {AwsFacts, EcsService, EcsTask} from '../model/aws-facts.ts';
import type {ResourceOfKind} from '../model/checklist.ts';
import type {TraceLine} from '../model/trace.ts';
import {brokenHop, okHop, type Step, step, unknownHop} from './hop.ts';
import type {TraceScope} from './scope.ts';
import type {GroupHere} from './target-group-hop.ts';

/** The service behind a target group, and its tasks. */
export interface TasksHere {
  readonly name: string;
  readonly aws: AwsFacts;
  readonly service: EcsService;
  readonly tasks: readonly EcsTask[];
}

export function tasksStep(scope: TraceScope, groups: readonly GroupHere[]): Promise<Step<TasksHere>> {
  return step('tasks', async () => {
    const names = groups.map(({group}) => group.name).join(', ');
    const services = await Promise.all(scope.services.map((resource) => serviceOf(scope, resource)));
    const arns = groups.map(({group}) => group.arn);
    const behind = services.find(({service}) => registersIn(service, arns));
    if (behind === undefined) {
      const looked = services.map(({service}) => service.name).join(', ');
      const because =
        looked === ''
          ? `which service registers its tasks in ${names} does not stand in the target group, and none was named`
          : `${looked} registers its tasks in no target group that the request reaches (${names})`;
      const fix = 'name the service: --service CLUSTER/SERVICE, or a checklist that has it among its resources';
      return {hop: unknownHop('tasks', {summary: 'not known', because, fix}), next: null};
    }
    const tasks = await behind.aws.tasks(behind.name);
    return judge({...behind, tasks}, groups);
  });
}

async function serviceOf(scope: TraceScope, resource: ResourceOfKind<'service'>) {
  const name = 'service';
  const aws = scope.facts({[name]: {...resource, name}});
  return {name, aws, service: await aws.service(name)};
}

function registersIn({loadBalancers}: EcsService, arns: readonly string[]): boolean {
  return loadBalancers.some(({targetGroupArn, alternateTargetGroupArn}) =>
    [targetGroupArn, alternateTargetGroupArn].some((arn) => arn !== null && arns.includes(arn)),
  );
}

function judge(here: TasksHere, groups: readonly GroupHere[]): Step<TasksHere> {
  const {service, tasks} = here;
  const running = tasks.filter(({lastStatus}) => lastStatus === 'RUNNING');
  const healthy = new Set(groups.flatMap(({census}) => census.healthy.map(({targetId}) => targetId)));
  const serving = running.filter(({privateIpv4Address: address}) => address !== null && healthy.has(address));
  const cluster = service.clusterArn.split('/').at(-1) ?? service.clusterArn;
  const said = {
    summary: `${cluster}/${service.name}: ${running.length} running of ${service.desiredCount} wanted, ${shortArn(service.taskDefinitionArn)}`,
    lines: tasks.map((task) => taskLine(task, serving)),
    facts: {
      service: service.arn,
      taskDefinition: service.taskDefinitionArn,
      desired: service.desiredCount,
      running: running.length,
      tasks: tasks.map(({arn, lastStatus, privateIpv4Address, networkInterfaceId}) => ({
        arn,
        lastStatus,
        address: privateIpv4Address,
        networkInterface: networkInterfaceId,
      })),
    },
    byHand: `aws ecs describe-services --cluster ${cluster} --services ${service.name}`,
  };
  const others = groups.filter(({group}) => group.targetType !== 'ip');
  if (others.length > 0) {
    const because = `${others.map(({group}) => `${group.name} is of type ${group.targetType}`).join(', ')}: its targets do not show which task answers`;
    return {
      hop: unknownHop('tasks', {...said, because, fix: 'compare the tasks with the targets by hand'}),
      next: here,
    };
  }
  if (running.length === 0) {
    const because = `no task of ${service.name} is running (${service.desiredCount} wanted)`;
    const fix =
      service.desiredCount === 0
        ? 'Give the service a desired count.'
        : 'See the events of the service for why tasks do not start.';
    return {hop: brokenHop('tasks', {...said, because, fix}), next: here};
  }
  if (serving.length === 0) {
    const because = `no running task of ${service.name} has the address of a healthy target: who answers there is not this service`;
    const fix =
      'Compare the addresses of the targets with those of the tasks, and deregister what does not belong there.';
    return {hop: brokenHop('tasks', {...said, because, fix}), next: here};
  }
  return {hop: okHop('tasks', said), next: here};
}

function taskLine(task: EcsTask, serving: readonly EcsTask[]): TraceLine {
  const {arn, lastStatus, healthStatus, privateIpv4Address, stoppedReason} = task;
  const health = healthStatus === null || healthStatus === 'UNKNOWN' ? '' : `, container ${healthStatus}`;
  const reason = stoppedReason === null ? '' : ` (${stoppedReason})`;
  const isIdle = lastStatus === 'RUNNING' && !serving.includes(task);
  const where = isIdle ? ', no healthy target' : '';
  return {
    mark: isIdle ? 'broken' : null,
    text: `${arn.split('/').at(-1)} at ${privateIpv4Address ?? 'no address'}: ${lastStatus}${health}${reason}${where}`,
  };
}

function shortArn(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}

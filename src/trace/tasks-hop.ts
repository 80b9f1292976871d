import {revisionOf, runningOf, runningRevisions} from '../domain/targets/running-tasks.ts';
import type {EcsTask} from '../model/facts/aws-facts.ts';
import {command} from '../model/text/shell.ts';
import type {TraceLine} from '../model/trace.ts';
import {brokenHop, okHop, type Step, step, unknownHop} from './hop.ts';
import type {LoadBalancerHere} from './load-balancer-hop.ts';
import type {TraceScope} from './scope.ts';
import {clusterName, registersIn, type ServiceHere, servicesBehind} from './services-behind.ts';
import type {GroupHere} from './target-group-hop.ts';

/** A service behind the target groups, and its tasks. */
export interface TasksHere extends ServiceHere {
  readonly tasks: readonly EcsTask[];
}

/** Leads to the tasks of every service behind the groups: of none where the targets are not tasks of ECS. */
export function tasksStep(
  scope: TraceScope,
  here: LoadBalancerHere,
  groups: readonly GroupHere[],
): Promise<Step<readonly TasksHere[]>> {
  return step('tasks', async () => {
    const arns = groups.map(({group}) => group.arn);
    const {services, search} = await servicesBehind(scope, here, arns);
    if (services.length === 0) return noService(groups, search ?? '');
    const all = await Promise.all(services.map(async (one) => ({...one, tasks: await one.aws.tasks(one.name)})));
    return judge(all, groups, search);
  });
}

/** Whether targets that are not tasks serve shows in their health. */
function noService(groups: readonly GroupHere[], search: string): Step<readonly TasksHere[]> {
  const names = groups.map(({group}) => group.name).join(', ');
  const because = `no ECS service registers its tasks in ${names}: ${search}`;
  const facts = {services: []};
  if (groups.every(({census}) => census.well.length > 0)) {
    const summary = `none: the targets of ${names} are not those of an ECS service of this account`;
    return {hop: okHop('tasks', {summary, facts, lines: [{mark: null, text: search}]}), next: []};
  }
  const fix = 'Let the service that is meant name the target group, or look at who else registers targets there.';
  return {hop: unknownHop('tasks', {summary: 'not those of an ECS service', facts, because, fix}), next: []};
}

function judge(
  all: readonly TasksHere[],
  groups: readonly GroupHere[],
  search: string | null,
): Step<readonly TasksHere[]> {
  const healthy = new Set(groups.flatMap(({census}) => census.well.map(({targetId}) => targetId)));
  const serving = all
    .flatMap(({tasks}) => runningOf(tasks))
    .filter(({privateIpv4Address: address}) => address !== null && healthy.has(address));
  const [first] = all;
  if (first === undefined) throw new Error('there is a service to judge');
  const said = {
    summary: all.map(summaryOf).join('; '),
    lines: [...notesOn(all, groups, search), ...all.flatMap(({tasks}) => tasks.map((task) => taskLine(task, serving)))],
    facts: {services: all.map(factsOf)},
    byHand: command`aws ecs describe-services --cluster ${clusterName(first.service)} --services ${first.service.name}`,
  };
  const others = groups.filter(({group}) => group.targetType !== 'ip');
  if (others.length > 0) {
    const because = `${others.map(({group}) => `${group.name} is of type ${group.targetType}`).join(', ')}: its targets do not show which task answers`;
    return {
      hop: unknownHop('tasks', {...said, because, fix: 'compare the tasks with the targets by hand'}),
      next: all,
    };
  }
  if (serving.length > 0) return {hop: okHop('tasks', said), next: all};
  const names = all.map(({service}) => service.name).join(', ');
  if (all.every(({tasks}) => runningOf(tasks).length === 0)) {
    const wanted = all.reduce((sum, {service}) => sum + service.desiredCount, 0);
    const because = `no task of ${names} is running (${wanted} wanted)`;
    const fix =
      wanted === 0 ? 'Give the service a desired count.' : 'See the events of the service for why tasks do not start.';
    return {hop: brokenHop('tasks', {...said, because, fix}), next: all};
  }
  const because = `no running task of ${names} has the address of a healthy target: something other than this service answers there`;
  const fix =
    'Compare the addresses of the targets with those of the tasks, and deregister what does not belong there.';
  return {hop: brokenHop('tasks', {...said, because, fix}), next: all};
}

/** Which revisions run, which need not be the one that the service names. */
function summaryOf({service, tasks}: TasksHere): string {
  const named = revisionOf(service.taskDefinitionArn);
  const running = runningRevisions(tasks).map((one) => revisionOf(one.taskDefinitionArn));
  const other = running.length === 0 || running.includes(named) ? '' : ` (the service names ${named})`;
  const what = running.length === 0 ? named : `${running.join(' and ')}${other}`;
  return `${clusterName(service)}/${service.name}: ${runningOf(tasks).length} running of ${service.desiredCount} wanted, ${what}`;
}

/** How the services were found, and what of the groups is not theirs alone or not theirs at all. */
function notesOn(all: readonly TasksHere[], groups: readonly GroupHere[], search: string | null): TraceLine[] {
  const texts = groups.flatMap(({group}) => {
    const names = all.filter(({service}) => registersIn(service, [group.arn])).map(({service}) => service.name);
    if (names.length === 0) return [`no ECS service registers its tasks in ${group.name}`];
    if (names.length === 1) return [];
    return [`${names.length} services register in ${group.name}, and any may get the request: ${names.join(', ')}`];
  });
  return [...(search === null ? [] : [search]), ...texts].map((text) => ({mark: null, text}));
}

function factsOf({service, tasks}: TasksHere) {
  return {
    arn: service.arn,
    taskDefinition: service.taskDefinitionArn,
    desired: service.desiredCount,
    running: runningOf(tasks).length,
    tasks: tasks.map(({arn, lastStatus, privateIpv4Address, networkInterfaceId}) => ({
      arn,
      lastStatus,
      address: privateIpv4Address,
      networkInterface: networkInterfaceId,
    })),
  };
}

function taskLine(task: EcsTask, serving: readonly EcsTask[]): TraceLine {
  const {arn, lastStatus, healthStatus, privateIpv4Address, stoppedReason} = task;
  const health = healthStatus === null || healthStatus === 'UNKNOWN' ? '' : `, container ${healthStatus}`;
  const reason = stoppedReason === null ? '' : ` (${stoppedReason})`;
  const isIdle = runningOf([task]).length > 0 && !serving.includes(task);
  const where = isIdle ? ', no healthy target' : '';
  return {
    mark: isIdle ? 'broken' : null,
    text: `${arn.split('/').at(-1)} at ${privateIpv4Address ?? 'no address'}: ${lastStatus}${health}${reason}${where}`,
  };
}

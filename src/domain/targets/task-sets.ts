import type {EcsLoadBalancer, EcsService, EcsTask, EcsTaskSet} from '../../model/facts/aws-facts.ts';

/**
 * With another deployment controller than ECS itself (CodeDeploy, external) a service's tasks belong to task sets, each with
 * its own revision and target groups; the PRIMARY one serves production.
 * Source: the ECS API reference (TaskSet, DeploymentController).
 */

/** Null where there are no task sets, or none serves production yet. */
export function primaryTaskSet({taskSets}: EcsService): EcsTaskSet | null {
  return taskSets.find(({status}) => status === 'PRIMARY') ?? null;
}

/** What production's tasks are registered in: a task set has target groups of its own. */
export function loadBalancersOf(service: EcsService): readonly EcsLoadBalancer[] {
  const own = primaryTaskSet(service)?.loadBalancers ?? [];
  return own.length > 0 ? own : service.loadBalancers;
}

/** Those of the task set that serves production; all of a service without task sets. */
export function productionTasks(service: EcsService, tasks: readonly EcsTask[]): readonly EcsTask[] {
  const primary = primaryTaskSet(service);
  if (primary === null) return tasks;
  const ids = service.taskSets.map(({id}) => id);
  return tasks.filter(({startedBy, taskDefinitionArn}) =>
    startedBy !== null && ids.includes(startedBy)
      ? startedBy === primary.id
      : taskDefinitionArn === primary.taskDefinitionArn,
  );
}

/** Every target group that the service fills, or will in the course of a deployment. */
export function targetGroupsOf({loadBalancers, taskSets}: EcsService): string[] {
  const all = [...loadBalancers, ...taskSets.flatMap((set) => set.loadBalancers)];
  return [...new Set(all.flatMap((one) => groupsOf(one)))];
}

/** A blue/green service has two for each container that serves. */
export function groupsOf({targetGroupArn, alternateTargetGroupArn}: EcsLoadBalancer): string[] {
  return [targetGroupArn, alternateTargetGroupArn].flatMap((arn) => arn ?? []);
}

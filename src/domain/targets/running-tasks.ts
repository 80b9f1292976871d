import type {EcsService, EcsTask} from '../../model/facts/aws-facts.ts';

/**
 * What runs of a service. It is not what the service names: after a deployment that failed, and during each, tasks of another
 * revision run. Source: the ECS API reference (Task), the ECS developer guide (task lifecycle).
 */

/** Those that run and are to go on: what is being stopped takes no new requests. */
export function runningOf(tasks: readonly EcsTask[]): EcsTask[] {
  return tasks.filter(({lastStatus, desiredStatus}) => lastStatus === 'RUNNING' && desiredStatus === 'RUNNING');
}

export interface RunningRevision {
  readonly taskDefinitionArn: string;
  /** At least one. */
  readonly tasks: readonly EcsTask[];
}

/** Each revision that a task runs, those of most tasks first. */
export function runningRevisions(tasks: readonly EcsTask[]): RunningRevision[] {
  const byRevision = Map.groupBy(runningOf(tasks), ({taskDefinitionArn}) => taskDefinitionArn);
  return [...byRevision]
    .map(([taskDefinitionArn, alike]) => ({taskDefinitionArn, tasks: alike}))
    .toSorted((a, b) => b.tasks.length - a.tasks.length);
}

/** `2 of 2 tasks run jessica-service:7`; `1 of 2 tasks runs jessica-service:8, 1 of 2 jessica-service:7`. */
export function revisionsText(revisions: readonly RunningRevision[]): string {
  const all = revisions.reduce((sum, {tasks}) => sum + tasks.length, 0);
  const [first, ...others] = revisions;
  if (first === undefined) return 'no task runs';
  const verb = first.tasks.length === 1 ? 'runs' : 'run';
  return [
    `${first.tasks.length} of ${all} ${all === 1 ? 'task' : 'tasks'} ${verb} ${revisionOf(first.taskDefinitionArn)}`,
    ...others.map(({taskDefinitionArn, tasks}) => `${tasks.length} of ${all} ${revisionOf(taskDefinitionArn)}`),
  ].join(', ');
}

/** `family:revision` of an ARN, or what is given. */
export function revisionOf(taskDefinition: string): string {
  return taskDefinition.split('/').at(-1) ?? taskDefinition;
}

/** `family:revision` of the number before; null for the first. It need not have run, nor exist. */
export function revisionBefore(taskDefinition: string): string | null {
  const [, family = '', number = ''] = /^(.*):(\d+)$/.exec(revisionOf(taskDefinition)) ?? [];
  return Number(number) > 1 ? `${family}:${Number(number) - 1}` : null;
}

/**
 * How tasks of a revision are mended that the service does not name any longer: another deployment of that revision will not
 * do it. Null for the revision that it names.
 */
export function replacementAdvice({taskDefinitionArn: named}: EcsService, arn: string): string | null {
  if (arn === named) return null;
  return `Let ${revisionOf(named)}, which the service names, replace the tasks of ${revisionOf(arn)}: wait for its deployment, or see with ecs/service-steady why it does not get through.`;
}

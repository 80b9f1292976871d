import {type RunningRevision, revisionOf, revisionsText, runningRevisions} from '../domain/targets/running-tasks.ts';
import {CannotTell} from '../model/errors.ts';
import type {AwsFacts, EcsService, EcsTask, TaskDefinition} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';

type Asked = Pick<AwsFacts, 'service' | 'taskDefinition' | 'tasks'>;

export interface RunningDefinition extends RunningRevision {
  readonly definition: TaskDefinition;
}

export interface WhatRuns {
  readonly service: EcsService;
  /** At least one. */
  readonly running: readonly RunningDefinition[];
  /** `2 of 2 tasks run jessica-service:7`, with what the service names instead and what that is not. */
  readonly text: string;
}

/** @throws {CannotTell} when no task runs. */
export async function whatRuns(name: ResourceRef<'service'>, aws: Asked): Promise<WhatRuns> {
  const [service, tasks] = await Promise.all([aws.service(name), aws.tasks(name)]);
  return runningDefinitions(service, tasks, name, aws);
}

/**
 * Of those of these tasks that run.
 *
 * @throws {CannotTell} when none does.
 */
export async function runningDefinitions(
  service: EcsService,
  tasks: readonly EcsTask[],
  name: ResourceRef<'service'>,
  aws: Pick<Asked, 'taskDefinition'>,
): Promise<WhatRuns> {
  const revisions = runningRevisions(tasks);
  if (revisions.length === 0) {
    throw new CannotTell(
      `service ${service.name}: no task of it runs (${service.desiredCount} are desired, ${service.pendingCount} pending), so there is nothing to look at yet`,
      'start it, or see in its newest events and stopped tasks why none runs',
    );
  }
  const running = await Promise.all(
    revisions.map(async (one) => ({...one, definition: await aws.taskDefinition(name, one.taskDefinitionArn)})),
  );
  return {service, running, text: `${revisionsText(revisions)}${notRunning(service, revisions)}`};
}

function notRunning({taskDefinitionArn}: EcsService, revisions: readonly RunningRevision[]): string {
  if (revisions.some((one) => one.taskDefinitionArn === taskDefinitionArn)) return '';
  return ` (the service names ${revisionOf(taskDefinitionArn)}, which no task runs: it was not looked at)`;
}

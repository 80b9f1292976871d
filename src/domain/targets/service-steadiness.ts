import type {EcsService, ServiceDeployment} from '../../model/facts/aws-facts.ts';

/**
 * Whether a service has reached the state it was meant to. The API's own waiter accepts one deployment and
 * running = desired, which 0 = 0 satisfies, and so does a service that a circuit breaker rolled back to its old revision.
 * Source: the ECS API reference (DescribeServices, DescribeServiceDeployments).
 */

export interface Steadiness {
  /** What certainly contradicts it. */
  readonly faults: readonly string[];
  /** What is not known. */
  readonly doubts: readonly string[];
}

export interface SteadyState {
  readonly atLeast: number;
  /** `family:revision` or an ARN; null: whichever the service names. */
  readonly revision: string | null;
}

/** `deployments` newest first, as the service's history has them; empty where there is none. */
export function steadiness(
  service: EcsService,
  history: readonly ServiceDeployment[],
  expected: SteadyState,
): Steadiness {
  const found = [
    ofCounts(service, expected.atLeast),
    ofDeployment(service, history[0] ?? null, expected.revision),
    history[0] === undefined ? {} : ofHistory(history[0]),
  ];
  return {
    faults: found.flatMap(({faults = []}) => faults),
    doubts: found.flatMap(({doubts = []}) => doubts),
  };
}

function ofCounts(service: EcsService, atLeast: number): Partial<Steadiness> {
  const {status, desiredCount, runningCount, pendingCount} = service;
  const faults: string[] = [];
  if (status !== 'ACTIVE') faults.push(`its status is ${status}`);
  if (desiredCount < atLeast) faults.push(`${desiredCount} tasks are desired, fewer than ${atLeast}`);
  if (runningCount !== desiredCount) faults.push(`${runningCount} of ${desiredCount} tasks run`);
  if (pendingCount > 0) faults.push(`${pendingCount} tasks are pending`);
  return {faults};
}

function ofDeployment(
  service: EcsService,
  latest: ServiceDeployment | null,
  revision: string | null,
): Partial<Steadiness> {
  const [deployment, ...others] = service.deployments;
  if (deployment === undefined) {
    return {doubts: ['it lists no deployments (another deployment controller has them)']};
  }
  if (others.length > 0 || deployment.status !== 'PRIMARY') {
    const all = service.deployments.map((one) => `${one.status} of ${revisionOf(one.taskDefinitionArn)}`);
    return {faults: [`it has ${all.length} deployments (${all.join(', ')}), not one that is PRIMARY`]};
  }
  const {rolloutState, rolloutStateReason, failedTasks, taskDefinitionArn} = deployment;
  const faults: string[] = [];
  if (rolloutState !== null && rolloutState !== 'COMPLETED') {
    const reason = rolloutStateReason === null ? '' : ` (${rolloutStateReason})`;
    faults.push(`the rollout is ${rolloutState}${reason}`);
  }
  if (failedTasks > 0) faults.push(`${failedTasks} tasks of the deployment failed`);
  const wanted = revision ?? service.taskDefinitionArn;
  if (!isRevision(taskDefinitionArn, wanted)) {
    faults.push(`it runs ${revisionOf(taskDefinitionArn)}, not ${revisionOf(wanted)}`);
  }
  // Some services do not get a rollout state: then only their history shows whether the deployment went well.
  const isOpen = rolloutState === null && latest?.status !== 'SUCCESSFUL';
  return {faults, ...(isOpen ? {doubts: ['AWS does not say how the rollout went']} : {})};
}

function ofHistory({status, statusReason}: ServiceDeployment): Partial<Steadiness> {
  if (status === 'SUCCESSFUL') return {};
  const what = `its newest deployment is ${status}${statusReason === null ? '' : ` (${statusReason})`}`;
  if (/^ROLLBACK/.test(status)) return {faults: [`${what}: it goes back to what ran before`]};
  if (['PENDING', 'IN_PROGRESS', 'STOP_REQUESTED', 'STOPPED'].includes(status)) return {faults: [what]};
  return {doubts: [`${what}, which is not known to this version`]};
}

/** `family:revision` of an ARN, or what is given. */
export function revisionOf(taskDefinition: string): string {
  return taskDefinition.split('/').at(-1) ?? taskDefinition;
}

function isRevision(arn: string, wanted: string): boolean {
  return arn === wanted || (!wanted.startsWith('arn:') && revisionOf(arn) === wanted);
}

/** What the scheduler says when a deployment does not get through, and when it does. */
const NOTEWORTHY = /unhealthy|unable|fail|rolling back|rollback|circuit breaker|steady state|stopped/i;

/** The newest three of them. */
export function tellingEvents(events: readonly {readonly at: string; readonly message: string}[]): string[] {
  return events
    .filter(({message}) => NOTEWORTHY.test(message))
    .slice(0, 3)
    .map(({at, message}) => `${at} ${message}`);
}

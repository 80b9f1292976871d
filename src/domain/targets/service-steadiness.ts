import type {EcsService, ServiceDeployment} from '../../model/facts/aws-facts.ts';
import type {Fault} from '../../model/outcome.ts';
import {revisionOf} from './running-tasks.ts';

/**
 * Whether a service has reached the state it was meant to. The API's own waiter accepts one deployment and
 * running = desired, which 0 = 0 satisfies, and so does a service that a circuit breaker rolled back to its old revision.
 * Source: the ECS API reference (DescribeServices, DescribeServiceDeployments).
 */

export interface Steadiness {
  /** What certainly contradicts it. */
  readonly faults: readonly Fault[];
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
  const faults: Fault[] = [];
  if (status !== 'ACTIVE') {
    faults.push({
      what: `its status is ${status}`,
      fix: 'Name the service that runs, or create it: one that is not ACTIVE starts no task.',
    });
  }
  if (desiredCount < atLeast) {
    const fix = `Set the desired count to ${atLeast} or more (\`desired_count\`, and the minimum of its auto scaling).`;
    faults.push({what: `${desiredCount} tasks are desired, fewer than ${atLeast}`, fix});
  }
  if (runningCount < desiredCount)
    faults.push({what: `${runningCount} of ${desiredCount} tasks run`, fix: WHY_NOT_RUNNING});
  if (runningCount > desiredCount) faults.push({what: `${runningCount} of ${desiredCount} tasks run`, fix: UNDER_WAY});
  if (pendingCount > 0) faults.push({what: `${pendingCount} tasks are pending`, fix: UNDER_WAY});
  return {faults};
}

const UNDER_WAY = 'Wait until the deployment is over: give the item a `poll:`.';
const WHY_NOT_RUNNING =
  'See in its newest events and in stoppedReason of its stopped tasks why they do not run, mend that, and deploy again.';

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
    return {
      faults: [{what: `it has ${all.length} deployments (${all.join(', ')}), not one that is PRIMARY`, fix: UNDER_WAY}],
    };
  }
  const {rolloutState, rolloutStateReason, failedTasks, taskDefinitionArn} = deployment;
  const faults: Fault[] = [];
  if (rolloutState !== null && rolloutState !== 'COMPLETED') {
    const reason = rolloutStateReason === null ? '' : ` (${rolloutStateReason})`;
    faults.push({
      what: `the rollout is ${rolloutState}${reason}`,
      fix: rolloutState === 'IN_PROGRESS' ? UNDER_WAY : WHY_NOT_RUNNING,
    });
  }
  if (failedTasks > 0) faults.push({what: `${failedTasks} tasks of the deployment failed`, fix: WHY_NOT_RUNNING});
  const wanted = revision ?? service.taskDefinitionArn;
  if (!isRevision(taskDefinitionArn, wanted)) {
    const what = `it runs ${revisionOf(taskDefinitionArn)}, not ${revisionOf(wanted)}`;
    faults.push({what, fix: `Deploy ${revisionOf(wanted)}, or see why it was rolled back.`});
  }
  // Some services do not get a rollout state: then only their history shows whether the deployment went well.
  const isOpen = rolloutState === null && latest?.status !== 'SUCCESSFUL';
  return {faults, ...(isOpen ? {doubts: ['AWS does not say how the rollout went']} : {})};
}

function ofHistory({status, statusReason}: ServiceDeployment): Partial<Steadiness> {
  if (status === 'SUCCESSFUL') return {};
  const what = `its newest deployment is ${status}${statusReason === null ? '' : ` (${statusReason})`}`;
  if (/^ROLLBACK/.test(status)) {
    const fix = 'See in its events and stopped tasks why the deployment failed, mend that, and deploy again.';
    return {faults: [{what: `${what}: it goes back to what ran before`, fix}]};
  }
  if (['PENDING', 'IN_PROGRESS'].includes(status)) return {faults: [{what, fix: UNDER_WAY}]};
  if (['STOP_REQUESTED', 'STOPPED'].includes(status)) {
    return {faults: [{what, fix: 'See who stopped the deployment, and why; then deploy again.'}]};
  }
  return {doubts: [`${what}, which is not known to this version`]};
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

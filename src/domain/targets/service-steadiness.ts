import type {EcsService, EcsTask, ServiceDeployment} from '../../model/facts/aws-facts.ts';
import type {Fault} from '../../model/outcome.ts';
import {revisionOf, runningOf, runningRevisions} from './running-tasks.ts';
import {primaryTaskSet, productionTasks} from './task-sets.ts';

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

export interface Seen {
  readonly service: EcsService;
  /** Newest first, as the service's history has them; empty where there is none. */
  readonly history: readonly ServiceDeployment[];
  readonly tasks: readonly EcsTask[];
}

export function steadiness({service, history, tasks}: Seen, expected: SteadyState): Steadiness {
  const [newest] = history;
  const isOwn = service.deploymentController === 'ECS';
  const found = [
    ofCounts(service, expected.atLeast),
    isOwn ? ofDeployment(service, newest ?? null, expected.revision) : ofTaskSets(service, expected.revision),
    newest === undefined ? {} : ofHistory(newest),
    ofTasks(service, tasks, expected),
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
  if (runningCount > desiredCount) faults.push({what: `${runningCount} of ${desiredCount} tasks run`, fix: STARTING});
  if (pendingCount > 0) faults.push({what: `${pendingCount} tasks are pending`, fix: STARTING});
  return {faults};
}

const UNDER_WAY = 'Wait until the deployment is over: give the item a `poll:`.';
/** Not only deployments start and stop tasks. */
const STARTING =
  'Wait until its tasks have started or stopped (a deployment, auto scaling or a rebalancing of zones is under way): give the item a `poll:`.';
const WHY_NOT_RUNNING =
  'See in its newest events and in stoppedReason of its stopped tasks why they do not run, mend that, and deploy again.';

function ofDeployment(
  service: EcsService,
  latest: ServiceDeployment | null,
  revision: string | null,
): Partial<Steadiness> {
  const [deployment, ...others] = service.deployments;
  if (deployment === undefined) return {doubts: ['it lists no deployments']};
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

function ofHistory(newest: ServiceDeployment): Partial<Steadiness> {
  const {status} = newest;
  if (status === 'SUCCESSFUL') return {};
  const reasons = [
    newest.lifecycleStage,
    newest.statusReason,
    newest.rollbackReason,
    ...newest.triggeredAlarms.map((name) => `alarm ${name}`),
  ].filter((reason) => reason !== null);
  const what = `its newest deployment is ${status}${reasons.length === 0 ? '' : ` (${[...new Set(reasons)].join('; ')})`}`;
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

/** What the counts of a service do not show: which revision each task runs, and whether its containers are well. */
function ofTasks(service: EcsService, tasks: readonly EcsTask[], expected: SteadyState): Partial<Steadiness> {
  const {desiredCount, runningCount} = service;
  const running = runningOf(tasks);
  const faults: Fault[] = [];
  const isEnough = runningCount >= expected.atLeast && desiredCount >= expected.atLeast;
  if (isEnough && running.length < expected.atLeast) {
    faults.push({what: `${running.length} tasks run, fewer than ${expected.atLeast}`, fix: WHY_NOT_RUNNING});
  }
  const unwell = running.filter(({healthStatus}) => healthStatus === 'UNHEALTHY');
  if (unwell.length > 0) {
    const ids = unwell.map(({arn}) => arn.split('/').at(-1)).join(', ');
    faults.push({
      what: `${unwell.length} of ${running.length} running tasks are UNHEALTHY by the health check of their containers (${ids})`,
      fix: 'See in the logs of these tasks why the command of healthCheck fails: the service stops them and starts others.',
    });
  }
  const wanted = expected.revision ?? service.taskDefinitionArn;
  // Those of other task sets may be meant to run another revision: they are judged as task sets.
  const others = runningRevisions(productionTasks(service, running)).filter(
    (one) => !isRevision(one.taskDefinitionArn, wanted),
  );
  if (others.length > 0) {
    faults.push({
      what: `${others.map(({taskDefinitionArn, tasks}) => `${tasks.length} of ${running.length} running tasks are of ${revisionOf(taskDefinitionArn)}`).join(', ')}, not of ${revisionOf(wanted)}`,
      fix: 'Wait until these tasks are replaced, or see in the newest events of the service why they are not.',
    });
  }
  return {faults};
}

/** With CodeDeploy or an external deployment controller there are no deployments, but task sets. */
function ofTaskSets(service: EcsService, revision: string | null): Partial<Steadiness> {
  const primary = primaryTaskSet(service);
  const controller = service.deploymentController;
  if (primary === null) {
    return {
      doubts: [
        `none of its ${service.taskSets.length} task sets is PRIMARY (its deployment controller is ${controller})`,
      ],
    };
  }
  const {computedDesiredCount, runningCount, pendingCount, stabilityStatus, taskDefinitionArn} = primary;
  const faults: Fault[] = [];
  const doubts: string[] = [];
  if (runningCount !== computedDesiredCount || pendingCount > 0) {
    const what = `${runningCount} of ${computedDesiredCount} tasks of its PRIMARY task set run, ${pendingCount} are pending`;
    faults.push({what, fix: runningCount < computedDesiredCount ? WHY_NOT_RUNNING : UNDER_WAY});
  }
  if (stabilityStatus === 'STABILIZING') faults.push({what: 'its PRIMARY task set is STABILIZING', fix: UNDER_WAY});
  else if (stabilityStatus !== 'STEADY_STATE') doubts.push('AWS does not say whether its PRIMARY task set is steady');
  const wanted = revision ?? service.taskDefinitionArn;
  if (!isRevision(taskDefinitionArn, wanted)) {
    const what = `its PRIMARY task set is of ${revisionOf(taskDefinitionArn)}, not of ${revisionOf(wanted)}`;
    faults.push({what, fix: `Deploy ${revisionOf(wanted)}, or see why ${controller} went back.`});
  }
  const others = service.taskSets.filter((set) => set !== primary && set.runningCount + set.pendingCount > 0);
  if (others.length > 0) {
    const what = `it has other task sets with tasks (${others.map((set) => `${set.status} of ${revisionOf(set.taskDefinitionArn)}`).join(', ')})`;
    // CodeDeploy ends the old one when its deployment is over; what another controller keeps may be meant.
    if (controller === 'CODE_DEPLOY') faults.push({what: `${what}: the deployment is not over`, fix: UNDER_WAY});
    else doubts.push(`${what}: whether they are to stay only ${controller} knows`);
  }
  return {faults, doubts};
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

import type {ContainerDefinition, EcsService, TargetGroup} from '../../model/facts/aws-facts.ts';
import type {Fault} from '../../model/outcome.ts';

/**
 * How many tasks stay while a service deploys, and what ends a new one before it has started.
 * Source: the ECS API reference (DeploymentConfiguration, HealthCheck), the ECS developer guide (deployment types).
 */

/** How the tasks of a service are replaced: one by one, all at once after the others have started, or by others. */
export type Replacement = 'rolling' | 'blue/green' | 'unknown';

export function replacementOf({deploymentController, schedulingStrategy, strategy}: EcsService): Replacement {
  if (deploymentController === 'CODE_DEPLOY') return 'blue/green';
  // A daemon has one task on each instance, and is replaced instance by instance.
  if (deploymentController !== 'ECS' || schedulingStrategy === 'DAEMON') return 'unknown';
  if (strategy === null || strategy === 'ROLLING') return 'rolling';
  return ['BLUE_GREEN', 'LINEAR', 'CANARY'].includes(strategy) ? 'blue/green' : 'unknown';
}

/** Numbers of tasks. */
export interface Limits {
  /** That stay, at least. */
  readonly lower: number;
  /** That run or start, at most. */
  readonly upper: number;
}

/** Of a rolling deployment; null when AWS does not say. */
export function rollingLimits({desiredCount, minimumHealthyPercent, maximumPercent}: EcsService): Limits | null {
  if (minimumHealthyPercent === null || maximumPercent === null) return null;
  return {
    lower: Math.ceil((desiredCount * minimumHealthyPercent) / 100),
    upper: Math.floor((desiredCount * maximumPercent) / 100),
  };
}

export function limitFaults(service: EcsService, {lower, upper}: Limits, atLeast: number): Fault[] {
  const {desiredCount, minimumHealthyPercent, maximumPercent} = service;
  const faults: Fault[] = [];
  if (desiredCount < atLeast) {
    const fix = `Set the desired count to ${atLeast} or more (\`desired_count\`, and the minimum of its auto scaling).`;
    faults.push({what: `${desiredCount} tasks are desired, fewer than ${atLeast}`, fix});
  } else if (lower < atLeast) {
    const percent = Math.ceil((100 * atLeast) / desiredCount);
    faults.push({
      what: `a deployment may leave ${lower} of ${desiredCount} tasks (minimum healthy percent ${minimumHealthyPercent}), fewer than ${atLeast}`,
      fix: `Set \`deployment_minimum_healthy_percent\` to ${percent} or more, and \`deployment_maximum_percent\` to 200.`,
    });
  }
  if (desiredCount > 0 && lower >= desiredCount && upper <= desiredCount) {
    faults.push({
      what: `a deployment can neither stop nor start a task: at least ${lower} stay (minimum healthy percent ${minimumHealthyPercent}), and at most ${upper} run (maximum percent ${maximumPercent})`,
      fix: 'Set `deployment_maximum_percent` to 200, so that a new task can start beside the others.',
    });
  }
  return faults;
}

/** A health check that may end a task which is still starting. */
export interface StartJudge {
  readonly name: string;
  /** After how long it first may call a task that does not answer unhealthy; null when AWS does not say. */
  readonly patienceSeconds: number | null;
}

/** Of essential containers, which alone decide on the health of a task. */
export function containerJudges(containers: readonly ContainerDefinition[]): StartJudge[] {
  return containers.flatMap(({name, isEssential, healthCheck}) => {
    if (!isEssential || healthCheck === null) return [];
    const {startPeriodSeconds, intervalSeconds, retries} = healthCheck;
    return {
      name: `the health check of container ${name}`,
      patienceSeconds: startPeriodSeconds + intervalSeconds * retries,
    };
  });
}

export function targetGroupJudge({name, healthCheck}: TargetGroup): StartJudge {
  const {intervalSeconds: interval, unhealthyThreshold: threshold} = healthCheck;
  return {
    name: `the health check of target group ${name}`,
    patienceSeconds: interval === null || threshold === null ? null : interval * threshold,
  };
}

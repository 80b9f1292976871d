import type {ContainerDefinition, TaskDefinition} from '../../model/facts/aws-facts.ts';

/**
 * How long the containers of a stopping task may go on. Each gets SIGTERM, and SIGKILL `stopTimeout` later; a container
 * stops before those that it depends on. Source: the ECS API reference (ContainerDefinition, ContainerDependency).
 */

export const FARGATE_DEFAULT_SECONDS = 30;
export const FARGATE_MOST_SECONDS = 120;

export interface StopTime {
  readonly container: string;
  /** Null where the setting of the agent holds, which AWS does not show. */
  readonly seconds: number | null;
  readonly isDefault: boolean;
}

/** @param onFargate null when that is not known. */
export function stopTimeOf({name, stopTimeoutSeconds: set}: ContainerDefinition, onFargate: boolean | null): StopTime {
  if (set === null) {
    return {container: name, seconds: onFargate === true ? FARGATE_DEFAULT_SECONDS : null, isDefault: true};
  }
  const seconds = onFargate === true ? Math.min(set, FARGATE_MOST_SECONDS) : set;
  return {container: name, seconds, isDefault: false};
}

/** The containers of a task that its streams may go through, and those that they do not. */
export interface StreamContainers {
  /** Those that have to go on until the last stream has ended. */
  readonly needed: readonly ContainerDefinition[];
  /** With why not: `log-router (takes logs)`. */
  readonly left: readonly string[];
}

/**
 * Which containers streams go through is not in a task definition: the one that serves surely, and every other essential one
 * perhaps.
 *
 * @param serving names of those that streams surely go through.
 * @param aside names of those of which somebody knows that they carry no stream.
 */
export function streamContainers(
  {containers}: TaskDefinition,
  serving: readonly string[],
  aside: readonly string[],
): StreamContainers {
  const later = new Set(serving.flatMap((name) => dependenciesOf(containers, name)));
  const reasons = containers.map((container) => {
    const {name} = container;
    if (aside.includes(name)) return {container, reason: 'said to carry no stream'};
    if (later.has(name)) return {container, reason: `stops after ${serving.join(' and ')}`};
    if (serving.includes(name)) return {container, reason: null};
    if (container.isLogRouter) return {container, reason: 'takes logs'};
    return {container, reason: container.isEssential ? null : 'not essential'};
  });
  return {
    needed: reasons.flatMap(({container, reason}) => (reason === null ? container : [])),
    left: reasons.flatMap(({container, reason}) => (reason === null ? [] : `${container.name} (${reason})`)),
  };
}

/** Those that stop before this one: they depend on it, be it by way of others. */
export function stoppedBefore(containers: readonly ContainerDefinition[], name: string): ContainerDefinition[] {
  return containers.filter((one) => one.name !== name && dependenciesOf(containers, one.name).includes(name));
}

/** Names of the containers that this one depends on, be it by way of others. */
function dependenciesOf(containers: readonly ContainerDefinition[], name: string): string[] {
  const found = new Set<string>();
  const follow = (from: string): void => {
    for (const {container} of containers.find((one) => one.name === from)?.dependsOn ?? []) {
      if (found.has(container)) continue;
      found.add(container);
      follow(container);
    }
  };
  follow(name);
  return [...found];
}

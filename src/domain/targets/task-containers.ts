import {CannotTell} from '../../model/errors.ts';
import type {ContainerDefinition, EcsService, EcsTask, TaskDefinition} from '../../model/facts/aws-facts.ts';
import {didYouMean} from '../../model/text/did-you-mean.ts';
import {loadBalancersOf} from './task-sets.ts';

/**
 * The container that is meant: the one named, else the one behind the service's load balancer, else the only one.
 *
 * @throws {CannotTell} naming the containers that there are, when none of these gives exactly one container.
 */
export function meantContainer(
  service: EcsService,
  {family, revision, containers}: TaskDefinition,
  wanted: string | undefined,
): ContainerDefinition {
  const names = containers.map(({name}) => name);
  const meant = meantName(service, names, wanted, `task definition ${family}:${revision}`);
  const found = containers.find(({name}) => name === meant);
  if (found === undefined) throw new Error(`${meant} is one of ${names.join(', ')}`);
  return found;
}

/** As {@link meantContainer}, of containers of which the names are known. `place` is what they are in. */
export function meantName(
  service: EcsService,
  names: readonly string[],
  wanted: string | undefined,
  place: string,
): string {
  const behind = loadBalancersOf(service).flatMap(({containerName}) => containerName ?? []);
  const meant = wanted === undefined ? (behind.length > 0 ? behind : names) : [wanted];
  const [only, ...others] = new Set(meant);
  if (only !== undefined && others.length === 0 && names.includes(only)) return only;
  throw new CannotTell(
    only !== undefined && others.length === 0
      ? `${place}: there is no container "${only}", only ${names.join(', ')}.${didYouMean(only, names)}`
      : `${place}: ${meant.join(', ') || 'none'} are several containers, and none is named`,
    'name the container with `container:`',
  );
}

/** Names of the containers that requests surely go through: the one meant, those behind a load balancer, a proxy for all. */
export function servingContainers(
  service: EcsService,
  {containers, proxyContainer}: TaskDefinition,
  meant: ContainerDefinition,
): string[] {
  const behind = loadBalancersOf(service).flatMap(({containerName}) => containerName ?? []);
  const names = new Set([meant.name, ...behind, ...(proxyContainer === null ? [] : [proxyContainer])]);
  return containers.flatMap(({name}) => (names.has(name) ? name : []));
}

/**
 * Whether these tasks run on Fargate, as they say themselves; else as the service says. Null when a capacity provider decides
 * and the task definition allows others.
 */
export function runsOnFargate(
  {launchType}: EcsService,
  {requiresCompatibilities}: TaskDefinition,
  tasks: readonly EcsTask[],
): boolean | null {
  const types = new Set(tasks.length === 0 ? [launchType] : tasks.map((task) => task.launchType ?? launchType));
  const [only] = types;
  if (types.size === 1 && only !== undefined && only !== null) return only === 'FARGATE';
  if (types.size > 1) return [...types].some((type) => type === 'FARGATE' || type === null) ? null : false;
  return requiresCompatibilities.length === 1 ? requiresCompatibilities[0] === 'FARGATE' : null;
}

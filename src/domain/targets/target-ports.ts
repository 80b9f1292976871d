import {CannotTell} from '../../model/errors.ts';
import type {TargetGroup, TargetHealth} from '../../model/facts/aws-facts.ts';

/** A port that the load balancer connects to on a target, and what for. */
export interface TargetPort {
  readonly port: number;
  readonly use: 'target port' | 'health check' | 'target port and health check';
}

/**
 * Each registration has a port of its own, which may differ from the group's; only without targets the next one counts.
 * Draining targets do not count. Source: the Elastic Load Balancing API reference, TargetDescription.
 *
 * @param next the port that the next target will be registered with: ECS does so with the container's.
 * @throws {CannotTell} when targets of this kind have no ports, or none is given.
 */
export function targetPorts(group: TargetGroup, health: readonly TargetHealth[], next = group.port): TargetPort[] {
  const current = health.filter(({state}) => state !== 'draining');
  const pairs =
    current.length > 0
      ? current.map(({port, healthCheckPort}) => portPair(port ?? group.port, healthCheckPort, group))
      : [portPair(next, group.healthCheck.port, group)];
  const traffic = new Set(pairs.map((pair) => pair.traffic));
  const checked = new Set(pairs.map((pair) => pair.health));
  return [...new Set([...traffic, ...checked])].map((port) => {
    if (!checked.has(port)) return {port, use: 'target port'};
    return {port, use: traffic.has(port) ? 'target port and health check' : 'health check'};
  });
}

function portPair(traffic: number | null, health: string | null, {name, targetType}: TargetGroup) {
  if (traffic === null) {
    throw new CannotTell(
      `target group ${name}: no port is known, its targets are of type ${targetType}`,
      'name a target group whose targets are tasks: of type ip, or instance',
    );
  }
  const number = Number(health ?? 'traffic-port');
  return {traffic, health: Number.isInteger(number) ? number : traffic};
}

import {CannotTell} from '../../model/errors.ts';
import type {EcsTask, TargetGroup, TargetHealth} from '../../model/facts/aws-facts.ts';
import type {Fault} from '../../model/outcome.ts';
import {runningOf} from './running-tasks.ts';

/** A running task, and the address by which a target group of type `ip` knows it. */
export interface RunningTask {
  readonly arn: string;
  readonly address: string;
}

/** @throws {CannotTell} when the group does not know its targets by the addresses that tasks show. */
export function requireIpv4Targets({name, targetType, ipAddressType}: TargetGroup): void {
  if (targetType !== 'ip') {
    throw new CannotTell(
      `target group ${name}: its targets are of type ${targetType}, which cannot be compared with the addresses of tasks`,
      'register tasks of network mode awsvpc in a group of type ip',
    );
  }
  if (ipAddressType === 'ipv6') {
    throw new CannotTell(
      `target group ${name}: its targets have IPv6 addresses, and only the IPv4 addresses of tasks are known`,
      'compare the IPv6 addresses by hand',
    );
  }
}

/** @throws {CannotTell} when one of them shows no address. */
export function runningTasks(tasks: readonly EcsTask[]): RunningTask[] {
  return runningOf(tasks).map(({arn, privateIpv4Address: address}) => {
    if (address !== null) return {arn, address};
    throw new CannotTell(`${arn}: AWS shows no private IPv4 address of it`, 'compare its addresses by hand');
  });
}

/** Where the healthy targets are not the running tasks. */
export function registrationFaults(running: readonly RunningTask[], targets: readonly TargetHealth[]): Fault[] {
  const healthy = targets.filter(({state}) => state === 'healthy');
  const strangers = healthy.filter(({targetId}) => !running.some(({address}) => address === targetId));
  const unserved = running.filter(({address}) => !healthy.some(({targetId}) => targetId === address));
  return [
    ...(running.length === 0
      ? [
          {
            what: 'no task runs',
            fix: 'Start the service: see its desired count, and in its events and stopped tasks why none runs.',
          },
        ]
      : []),
    ...strangers.map(({targetId, port}) => ({
      what: `healthy target ${targetId}:${port} is not a running task of the service`,
      fix: `See what answers at ${targetId}:${port}: another service, or a target that was put there by hand, which \`aws elbv2 deregister-targets\` removes once others serve.`,
    })),
    ...unserved.map(({arn, address}) => {
      const states = targets.filter(({targetId}) => targetId === address).map(({state}) => state);
      const fix =
        states.length === 0
          ? 'Wait until a deployment that is under way is over (give the item a `poll:`); else let the service register its tasks: a load_balancer block with this target group (`aws_ecs_service`).'
          : states.includes('initial')
            ? 'Wait for its first health checks: give the item a `poll:`.'
            : 'See the health of that target and the reason that AWS gives (alb/targets-healthy).';
      return {what: `task ${arn.split('/').at(-1)} (${address}) is ${states.join(', ') || 'not registered'}`, fix};
    }),
  ];
}

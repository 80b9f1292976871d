import type {
  EcsLoadBalancer,
  EcsService,
  ListenerRule,
  TargetGroup,
  TargetHealth,
  TaskDefinition,
} from '../../model/facts/aws-facts.ts';
import {forwardShares} from '../listener-rules/listener-rules.ts';

/**
 * What has to agree for the tasks of a service to become targets of a group, and what does not.
 * Source: the ECS developer guide (service load balancing), the ECS API reference (LoadBalancer, PortMapping).
 */

export interface ServiceTarget {
  readonly service: EcsService;
  readonly entry: EcsLoadBalancer;
  readonly definition: TaskDefinition;
  readonly group: TargetGroup;
  readonly targets: readonly TargetHealth[];
  /** Of the subnets that the tasks get their addresses from; empty when not known. */
  readonly taskVpcIds: readonly string[];
}

export function serviceTargetFaults(target: ServiceTarget): string[] {
  return [...portFaults(target), ...typeFaults(target), ...reachFaults(target)];
}

function portFaults({entry, definition, group, targets}: ServiceTarget): string[] {
  const {containerName, containerPort} = entry;
  const revision = `${definition.family}:${definition.revision}`;
  const container = definition.containers.find(({name}) => name === containerName);
  if (container === undefined) {
    return [
      `${revision} has no container ${containerName}, only ${definition.containers.map(({name}) => name).join(', ')}`,
    ];
  }
  const ports = container.ports.map((one) => one.containerPort);
  const faults: string[] = [];
  if (containerPort === null || !ports.includes(containerPort)) {
    faults.push(
      `container ${containerName} of ${revision} maps ports ${ports.join(', ') || '(none)'}, not ${containerPort}`,
    );
  }
  // Other network modes give a container another port on its host.
  if (definition.networkMode === 'awsvpc') {
    const others = targets.filter(({state, port}) => state !== 'draining' && port !== containerPort);
    if (others.length > 0) {
      const list = [...new Set(others.map(({targetId, port}) => `${targetId}:${port}`))].join(', ');
      faults.push(`${group.name} has targets on other ports than ${containerPort}: ${list}`);
    }
  }
  return faults;
}

function typeFaults({definition, group}: ServiceTarget): string[] {
  const needed = definition.networkMode === 'awsvpc' ? 'ip' : 'instance';
  if (group.targetType === needed) return [];
  return [
    `${group.name} takes targets of type ${group.targetType}, and tasks of network mode ${definition.networkMode ?? 'default'} need ${needed}`,
  ];
}

function reachFaults({service, group, taskVpcIds}: ServiceTarget): string[] {
  const [ofService, ofGroup] = [service.arn, group.arn].map((arn) => arn.split(':').slice(3, 5).reverse().join(', '));
  const elsewhere = taskVpcIds.filter((id) => id !== group.vpcId);
  return [
    ...(ofService === ofGroup ? [] : [`the service is in account ${ofService}, ${group.name} in ${ofGroup}`]),
    ...(elsewhere.length === 0 ? [] : [`the tasks are in ${elsewhere.join(', ')}, ${group.name} in ${group.vpcId}`]),
  ];
}

/** Where it serves from another container or port than is wanted; what is not given may be any. */
export function otherContainerFaults(
  {containerName, containerPort}: EcsLoadBalancer,
  wanted: {readonly containerName: string | undefined; readonly containerPort: number | undefined},
): string[] {
  const isOther = wanted.containerName !== undefined && containerName !== wanted.containerName;
  const isOnOther = wanted.containerPort !== undefined && containerPort !== wanted.containerPort;
  return [
    ...(isOther ? [`it serves from container ${containerName}, not ${wanted.containerName}`] : []),
    ...(isOnOther ? [`it serves on port ${containerPort}, not ${wanted.containerPort}`] : []),
  ];
}

/** Of several target groups, those that some rule sends requests to. */
export function servedGroups(rules: readonly ListenerRule[], arns: readonly string[]): string[] {
  const served = new Set(rules.flatMap((rule) => forwardShares(rule).map(({targetGroupArn}) => targetGroupArn)));
  return arns.filter((arn) => served.has(arn));
}

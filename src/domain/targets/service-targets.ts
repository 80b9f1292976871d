import type {
  EcsLoadBalancer,
  EcsService,
  EcsTask,
  TargetGroup,
  TargetHealth,
  TaskDefinition,
} from '../../model/facts/aws-facts.ts';
import type {Fault} from '../../model/outcome.ts';
import {targetGroupName} from './target-groups.ts';
import {groupsOf, loadBalancersOf} from './task-sets.ts';

/**
 * What has to agree for the tasks of a service to become targets of a group, and what does not.
 * Source: the ECS developer guide (service load balancing), the ECS API reference (LoadBalancer, PortMapping).
 */

export interface ServiceTarget {
  readonly service: EcsService;
  readonly entry: EcsLoadBalancer;
  /** Of the tasks that run. */
  readonly definitions: readonly TaskDefinition[];
  readonly group: TargetGroup;
  readonly targets: readonly TargetHealth[];
  /** Of the subnets that the tasks get their addresses from; empty when not known. */
  readonly taskVpcIds: readonly string[];
}

export function serviceTargetFaults(target: ServiceTarget): Fault[] {
  const ofRevisions = target.definitions.flatMap((one) => [...portFaults(target, one), ...typeFaults(target, one)]);
  const all = [...ofRevisions, ...reachFaults(target)];
  return all.filter(({what}, i) => all.findIndex((one) => one.what === what) === i);
}

function portFaults({entry, group, targets}: ServiceTarget, definition: TaskDefinition): Fault[] {
  const {containerName, containerPort} = entry;
  const revision = `${definition.family}:${definition.revision}`;
  const container = definition.containers.find(({name}) => name === containerName);
  if (container === undefined) {
    const names = definition.containers.map(({name}) => name).join(', ');
    const fix =
      'Name one of its containers in the load_balancer block of the service, or deploy the revision that has it.';
    return [{what: `${revision} has no container ${containerName}, only ${names}`, fix}];
  }
  const ports = container.ports.map((one) => one.containerPort);
  const faults: Fault[] = [];
  if (containerPort === null || !ports.includes(containerPort)) {
    faults.push({
      what: `container ${containerName} of ${revision} maps ports ${ports.join(', ') || '(none)'}, not ${containerPort}`,
      fix: `Add containerPort ${containerPort} to the portMappings of ${containerName}, or name the port that it serves on in the load_balancer block.`,
    });
  }
  // Other network modes give a container another port on its host.
  if (definition.networkMode === 'awsvpc') {
    const others = targets.filter(({state, port}) => state !== 'draining' && port !== containerPort);
    if (others.length > 0) {
      const list = [...new Set(others.map(({targetId, port}) => `${targetId}:${port}`))].join(', ');
      faults.push({
        what: `${group.name} has targets on other ports than ${containerPort}: ${list}`,
        fix: 'Let the service finish its deployment, which registers its tasks with the new port; deregister what was put there by hand.',
      });
    }
  }
  return faults;
}

function typeFaults({group}: ServiceTarget, definition: TaskDefinition): Fault[] {
  const needed = definition.networkMode === 'awsvpc' ? 'ip' : 'instance';
  if (group.targetType === needed) return [];
  return [
    {
      what: `${group.name} takes targets of type ${group.targetType}, and tasks of network mode ${definition.networkMode ?? 'default'} need ${needed}`,
      fix: `Create a target group of type ${needed} (a group cannot change its type), and let rule and service use it.`,
    },
  ];
}

function reachFaults({service, group, taskVpcIds}: ServiceTarget): Fault[] {
  const [ofService, ofGroup] = [service.arn, group.arn].map((arn) => arn.split(':').slice(3, 5).reverse().join(', '));
  const elsewhere = taskVpcIds.filter((id) => id !== group.vpcId);
  return [
    ...(ofService === ofGroup
      ? []
      : [
          {
            what: `the service is in account ${ofService}, ${group.name} in ${ofGroup}`,
            fix: 'Create the target group in the account and region of the service: ECS registers tasks in no other.',
          },
        ]),
    ...(elsewhere.length === 0
      ? []
      : [
          {
            what: `the tasks are in ${elsewhere.join(', ')}, ${group.name} in ${group.vpcId}`,
            fix: 'Create the target group in the VPC of the tasks (a group cannot change its VPC), or run the tasks in its VPC.',
          },
        ]),
  ];
}

/** Where it serves from another container or port than is wanted; what is not given may be any. */
export function otherContainerFaults(
  {containerName, containerPort}: EcsLoadBalancer,
  wanted: {readonly containerName: string | undefined; readonly containerPort: number | undefined},
): Fault[] {
  const isOther = wanted.containerName !== undefined && containerName !== wanted.containerName;
  const isOnOther = wanted.containerPort !== undefined && containerPort !== wanted.containerPort;
  return [
    ...(isOther
      ? [
          {
            what: `it serves from container ${containerName}, not ${wanted.containerName}`,
            fix: `Set container_name of the load_balancer block to ${wanted.containerName}, and deploy.`,
          },
        ]
      : []),
    ...(isOnOther
      ? [
          {
            what: `it serves on port ${containerPort}, not ${wanted.containerPort}`,
            fix: `Set container_port of the load_balancer block to ${wanted.containerPort}, and deploy.`,
          },
        ]
      : []),
  ];
}

/** It fills other groups, or does so by tasks that do not serve production. */
export function otherGroupFault(service: EcsService, {arn, name}: TargetGroup): Fault {
  const used = loadBalancersOf(service).flatMap((one) => groupsOf(one).map(targetGroupName));
  const what = `it uses ${used.join(', ') || 'no target group'}, not ${name}`;
  const set = service.taskSets.find((one) => one.loadBalancers.some((entry) => groupsOf(entry).includes(arn)));
  if (set !== undefined) {
    return {
      what: `${what}, which its task set ${set.id} uses: that is ${set.status}, not PRIMARY`,
      fix: 'Wait until the deployment is over and its task set is PRIMARY, or name the group that serves production.',
    };
  }
  const fix = `Give the service a load_balancer block with target_group_arn ${arn} (\`aws_ecs_service\`), beside those it has: it takes it without being replaced.`;
  if (service.deploymentController === 'ECS') return {what, fix};
  return {
    what,
    fix: `Deploy with ${service.deploymentController} a task set that registers in ${arn}: a service of this deployment controller takes no other target group by itself.`,
  };
}

/** A service that has just been given a group has not put any task into it before it has deployed. */
export function registrationFaults(
  {name, targetType, ipAddressType}: TargetGroup,
  targets: readonly TargetHealth[],
  tasks: readonly EcsTask[],
): Fault[] {
  const addresses = tasks.flatMap(({privateIpv4Address}) => privateIpv4Address ?? []);
  if (targetType !== 'ip' || ipAddressType === 'ipv6' || addresses.length === 0) return [];
  if (targets.some(({targetId, state}) => state !== 'draining' && addresses.includes(targetId))) return [];
  const what = `none of its running tasks (${addresses.join(', ')}) is registered in ${name}`;
  const fix = `Wait until the deployment is over that brings ${name}, or see with ecs/service-steady why it does not get through.`;
  return [{what, fix}];
}

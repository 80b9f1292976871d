import type * as Sdk from '@aws-sdk/client-ecs';
import {CannotTell} from '../../../model/errors.ts';
import type {
  ContainerDefinition,
  EcsDeployment,
  EcsService,
  EcsTask,
  ServiceDeployment,
  TaskDefinition,
} from '../../../model/facts/aws-facts.ts';
import {didYouMean} from '../../../model/text/did-you-mean.ts';
import {type Shape, shapeOf} from '../shape.ts';

export function toEcsService(action: string, from: Sdk.Service): EcsService {
  const shape = shapeOf(action);
  const {required} = shape;
  const at = (member: string) => `services[].${member}`;
  const network = from.networkConfiguration?.awsvpcConfiguration;
  return {
    arn: required(from.serviceArn, at('serviceArn')),
    name: required(from.serviceName, at('serviceName')),
    clusterArn: required(from.clusterArn, at('clusterArn')),
    status: required(from.status, at('status')),
    desiredCount: required(from.desiredCount, at('desiredCount')),
    runningCount: required(from.runningCount, at('runningCount')),
    pendingCount: required(from.pendingCount, at('pendingCount')),
    taskDefinitionArn: required(from.taskDefinition, at('taskDefinition')),
    launchType: from.launchType ?? null,
    loadBalancers: required(from.loadBalancers, at('loadBalancers')).map((one) => ({
      targetGroupArn: one.targetGroupArn ?? null,
      alternateTargetGroupArn: one.advancedConfiguration?.alternateTargetGroupArn ?? null,
      containerName: one.containerName ?? null,
      containerPort: one.containerPort ?? null,
    })),
    network:
      network === undefined
        ? null
        : {
            subnetIds: required(network.subnets, at('networkConfiguration.awsvpcConfiguration.subnets')),
            securityGroupIds: network.securityGroups ?? [],
          },
    // Empty with another deployment controller (CodeDeploy, external).
    deployments: required(from.deployments, at('deployments')).map((one) => toDeployment(shape, one)),
    healthCheckGracePeriodSeconds: from.healthCheckGracePeriodSeconds ?? null,
    minimumHealthyPercent: from.deploymentConfiguration?.minimumHealthyPercent ?? null,
    maximumPercent: from.deploymentConfiguration?.maximumPercent ?? null,
    strategy: from.deploymentConfiguration?.strategy ?? null,
    events: required(from.events, at('events')).map(({createdAt, message}) => ({
      at: required(createdAt, at('events[].createdAt')).toISOString(),
      message: required(message, at('events[].message')),
    })),
  };
}

function toDeployment({required}: Shape, from: Sdk.Deployment): EcsDeployment {
  const at = (member: string) => `services[].deployments[].${member}`;
  return {
    id: required(from.id, at('id')),
    status: required(from.status, at('status')),
    taskDefinitionArn: required(from.taskDefinition, at('taskDefinition')),
    desiredCount: required(from.desiredCount, at('desiredCount')),
    runningCount: required(from.runningCount, at('runningCount')),
    pendingCount: required(from.pendingCount, at('pendingCount')),
    failedTasks: required(from.failedTasks, at('failedTasks')),
    rolloutState: from.rolloutState ?? null,
    rolloutStateReason: from.rolloutStateReason ?? null,
    createdAt: from.createdAt?.toISOString() ?? null,
  };
}

export function toServiceDeployment(action: string, from: Sdk.ServiceDeployment): ServiceDeployment {
  const {required} = shapeOf(action);
  return {
    arn: required(from.serviceDeploymentArn, 'serviceDeployments[].serviceDeploymentArn'),
    status: required(from.status, 'serviceDeployments[].status'),
    statusReason: from.statusReason ?? null,
    createdAt: from.createdAt?.toISOString() ?? null,
    targetRevisionArn: from.targetServiceRevision?.arn ?? null,
  };
}

/** Only names of the environment: a value is only read when it is asked for by name. */
export function toTaskDefinition(action: string, from: Sdk.TaskDefinition): TaskDefinition {
  const shape = shapeOf(action);
  const {required} = shape;
  const at = (member: string) => `taskDefinition.${member}`;
  return {
    arn: required(from.taskDefinitionArn, at('taskDefinitionArn')),
    family: required(from.family, at('family')),
    revision: required(from.revision, at('revision')),
    networkMode: from.networkMode ?? null,
    requiresCompatibilities: from.requiresCompatibilities ?? [],
    containers: required(from.containerDefinitions, at('containerDefinitions')).map((one) => toContainer(shape, one)),
  };
}

function toContainer(shape: Shape, from: Sdk.ContainerDefinition): ContainerDefinition {
  const {required} = shape;
  const at = (member: string) => `taskDefinition.containerDefinitions[].${member}`;
  return {
    name: required(from.name, at('name')),
    image: required(from.image, at('image')),
    isEssential: from.essential ?? true,
    ports: required(from.portMappings, at('portMappings')).flatMap((mapping) => toPorts(shape, mapping)),
    stopTimeoutSeconds: from.stopTimeout ?? null,
    environmentNames: required(from.environment, at('environment')).map(({name}) =>
      required(name, at('environment[].name')),
    ),
    secretNames: (from.secrets ?? []).map(({name}) => required(name, at('secrets[].name'))),
    environmentFiles: (from.environmentFiles ?? []).map(({value}) => required(value, at('environmentFiles[].value'))),
  };
}

/** One port, or each of a range such as `8000-8010`, which AWS limits to a hundred. */
function toPorts(shape: Shape, from: Sdk.PortMapping): ContainerDefinition['ports'] {
  const protocol = from.protocol ?? 'tcp';
  if (from.containerPortRange === undefined) {
    const at = 'taskDefinition.containerDefinitions[].portMappings[].containerPort';
    return [{containerPort: shape.required(from.containerPort, at), protocol}];
  }
  const [first = Number.NaN, last = Number.NaN] = from.containerPortRange.split('-').map(Number);
  if (!(first <= last && last <= 65_535)) shape.refuse(`has the containerPortRange "${from.containerPortRange}"`);
  return Array.from({length: last - first + 1}, (_, i) => ({containerPort: first + i, protocol}));
}

export function environmentValueOf(from: Sdk.TaskDefinition, container: string, variable: string): string | null {
  const containers = from.containerDefinitions ?? [];
  const found = containers.find(({name}) => name === container);
  if (found === undefined) {
    const names = containers.map(({name}) => name ?? '');
    throw new CannotTell(
      `${from.taskDefinitionArn}: there is no container "${container}", only ${names.join(', ')}.${didYouMean(container, names)}`,
      'correct the name of the container (--with container=NAME, or `container:` in a checklist)',
    );
  }
  return found.environment?.find(({name}) => name === variable)?.value ?? null;
}

export function toEcsTask(action: string, from: Sdk.Task): EcsTask {
  const {required} = shapeOf(action);
  const interfaceDetails = from.attachments?.find(({type}) => type === 'ElasticNetworkInterface')?.details ?? [];
  const detail = (wanted: string) => interfaceDetails.find(({name}) => name === wanted)?.value ?? null;
  return {
    arn: required(from.taskArn, 'tasks[].taskArn'),
    taskDefinitionArn: required(from.taskDefinitionArn, 'tasks[].taskDefinitionArn'),
    lastStatus: required(from.lastStatus, 'tasks[].lastStatus'),
    desiredStatus: required(from.desiredStatus, 'tasks[].desiredStatus'),
    healthStatus: from.healthStatus ?? null,
    stoppedReason: from.stoppedReason ?? null,
    networkInterfaceId: detail('networkInterfaceId'),
    privateIpv4Address: detail('privateIPv4Address'),
    subnetId: detail('subnetId'),
  };
}

import type * as Sdk from '@aws-sdk/client-ecs';
import {CannotTell} from '../../../model/errors.ts';
import type {
  ContainerDefinition,
  ContainerHealthCheck,
  EcsTask,
  TaskDefinition,
} from '../../../model/facts/aws-facts.ts';
import {didYouMean} from '../../../model/text/did-you-mean.ts';
import {type Shape, shapeOf} from '../shape.ts';

/** Only names of the environment: a value is only read when it is asked for by name. */
export function toTaskDefinition(action: string, from: Sdk.TaskDefinition): TaskDefinition {
  const shape = shapeOf(action);
  const {required} = shape;
  const at = (member: string) => `taskDefinition.${member}`;
  return {
    arn: required(from.taskDefinitionArn, at('taskDefinitionArn')),
    family: required(from.family, at('family')),
    revision: required(from.revision, at('revision')),
    status: required(from.status, at('status')),
    networkMode: from.networkMode ?? null,
    requiresCompatibilities: from.requiresCompatibilities ?? [],
    proxyContainer: from.proxyConfiguration?.containerName ?? null,
    roleArns: [from.taskRoleArn, from.executionRoleArn].filter((arn) => arn !== undefined),
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
    isLogRouter: from.firelensConfiguration !== undefined,
    dependsOn: (from.dependsOn ?? []).map(({containerName, condition}) => ({
      container: required(containerName, at('dependsOn[].containerName')),
      condition: required(condition, at('dependsOn[].condition')),
    })),
    healthCheck: from.healthCheck === undefined ? null : toHealthCheck(from.healthCheck),
    ports: required(from.portMappings, at('portMappings')).flatMap((mapping) => toPorts(shape, mapping)),
    stopTimeoutSeconds: from.stopTimeout ?? null,
    environmentNames: required(from.environment, at('environment')).map(({name}) =>
      required(name, at('environment[].name')),
    ),
    secretNames: (from.secrets ?? []).map(({name}) => required(name, at('secrets[].name'))),
    environmentFiles: (from.environmentFiles ?? []).map(({value}) => required(value, at('environmentFiles[].value'))),
  };
}

/** The defaults are those of the API reference. */
function toHealthCheck({interval, timeout, retries, startPeriod}: Sdk.HealthCheck): ContainerHealthCheck {
  return {
    intervalSeconds: interval ?? 30,
    timeoutSeconds: timeout ?? 5,
    retries: retries ?? 3,
    startPeriodSeconds: startPeriod ?? 0,
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
  const values = (found.environment ?? []).filter(({name}) => name === variable).map(({value}) => value ?? null);
  const [value = null] = values;
  if (values.every((one) => one === value)) return value;
  throw new CannotTell(
    `${from.taskDefinitionArn}: container "${container}" sets ${variable} ${values.length} times, to different values`,
    'which of them counts AWS does not document: set it once',
  );
}

export function toEcsTask(action: string, from: Sdk.Task): EcsTask {
  const {required} = shapeOf(action);
  const interfaceDetails = from.attachments?.find(({type}) => type === 'ElasticNetworkInterface')?.details ?? [];
  const detail = (wanted: string) => interfaceDetails.find(({name}) => name === wanted)?.value ?? null;
  return {
    arn: required(from.taskArn, 'tasks[].taskArn'),
    group: from.group ?? null,
    startedBy: from.startedBy ?? null,
    taskDefinitionArn: required(from.taskDefinitionArn, 'tasks[].taskDefinitionArn'),
    lastStatus: required(from.lastStatus, 'tasks[].lastStatus'),
    desiredStatus: required(from.desiredStatus, 'tasks[].desiredStatus'),
    healthStatus: from.healthStatus ?? null,
    stoppedReason: from.stoppedReason ?? null,
    launchType: from.launchType ?? null,
    capacityProvider: from.capacityProviderName ?? null,
    containers: (from.containers ?? []).map(({name, image, imageDigest}) => ({
      name: required(name, 'tasks[].containers[].name'),
      image: image ?? null,
      imageDigest: imageDigest ?? null,
    })),
    overrides: (from.overrides?.containerOverrides ?? []).map((one) => ({
      container: required(one.name, 'tasks[].overrides.containerOverrides[].name'),
      environmentNames: (one.environment ?? []).map(({name}) =>
        required(name, 'tasks[].overrides.containerOverrides[].environment[].name'),
      ),
      environmentFiles: (one.environmentFiles ?? []).map(({value}) =>
        required(value, 'tasks[].overrides.containerOverrides[].environmentFiles[].value'),
      ),
    })),
    networkInterfaceId: detail('networkInterfaceId'),
    privateIpv4Address: detail('privateIPv4Address'),
    subnetId: detail('subnetId'),
  };
}

import type * as Sdk from '@aws-sdk/client-ecs';
import type {
  EcsDeployment,
  EcsLoadBalancer,
  EcsService,
  EcsTaskSet,
  ServiceDeployment,
} from '../../../model/facts/aws-facts.ts';
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
    // With an external deployment controller only its task sets have one.
    taskDefinitionArn: required(
      from.taskDefinition ?? from.taskSets?.find(({status}) => status === 'PRIMARY')?.taskDefinition,
      at('taskDefinition'),
    ),
    launchType: from.launchType ?? null,
    capacityProviders: (from.capacityProviderStrategy ?? []).map(({capacityProvider}) =>
      required(capacityProvider, at('capacityProviderStrategy[].capacityProvider')),
    ),
    schedulingStrategy: from.schedulingStrategy ?? 'REPLICA',
    loadBalancers: required(from.loadBalancers, at('loadBalancers')).map(toLoadBalancer),
    network:
      network === undefined
        ? null
        : {
            subnetIds: required(network.subnets, at('networkConfiguration.awsvpcConfiguration.subnets')),
            securityGroupIds: network.securityGroups ?? [],
          },
    deploymentController: from.deploymentController?.type ?? 'ECS',
    // Empty with another deployment controller (CodeDeploy, external).
    deployments: required(from.deployments, at('deployments')).map((one) => toDeployment(shape, one)),
    taskSets: (from.taskSets ?? []).map((one) => toTaskSet(shape, one)),
    healthCheckGracePeriodSeconds: from.healthCheckGracePeriodSeconds ?? null,
    minimumHealthyPercent: from.deploymentConfiguration?.minimumHealthyPercent ?? null,
    maximumPercent: from.deploymentConfiguration?.maximumPercent ?? null,
    strategy: from.deploymentConfiguration?.strategy ?? null,
    ...toDeploymentGuards(shape, from.deploymentConfiguration),
    events: required(from.events, at('events')).map(({createdAt, message}) => ({
      at: required(createdAt, at('events[].createdAt')).toISOString(),
      message: required(message, at('events[].message')),
    })),
  };
}

function toDeploymentGuards({required}: Shape, from: Sdk.DeploymentConfiguration | undefined) {
  const at = (member: string) => `services[].deploymentConfiguration.${member}`;
  const {deploymentCircuitBreaker: breaker, alarms} = from ?? {};
  const guard = (of: {enable: boolean | undefined; rollback: boolean | undefined}, member: string) => ({
    isEnabled: required(of.enable, at(`${member}.enable`)),
    rollsBack: required(of.rollback, at(`${member}.rollback`)),
  });
  return {
    circuitBreaker: breaker === undefined ? null : guard(breaker, 'deploymentCircuitBreaker'),
    deploymentAlarms: alarms === undefined ? null : {...guard(alarms, 'alarms'), names: alarms.alarmNames ?? []},
  };
}

function toLoadBalancer(from: Sdk.LoadBalancer): EcsLoadBalancer {
  const {advancedConfiguration: advanced} = from;
  return {
    targetGroupArn: from.targetGroupArn ?? null,
    alternateTargetGroupArn: advanced?.alternateTargetGroupArn ?? null,
    productionListenerRuleArn: advanced?.productionListenerRule ?? null,
    testListenerRuleArn: advanced?.testListenerRule ?? null,
    containerName: from.containerName ?? null,
    containerPort: from.containerPort ?? null,
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
    lifecycleStage: from.lifecycleStage ?? null,
    rollbackReason: from.rollback?.reason ?? null,
    triggeredAlarms: from.alarms?.triggeredAlarmNames ?? [],
    createdAt: from.createdAt?.toISOString() ?? null,
    targetRevisionArn: from.targetServiceRevision?.arn ?? null,
  };
}

function toTaskSet({required}: Shape, from: Sdk.TaskSet): EcsTaskSet {
  const at = (member: string) => `services[].taskSets[].${member}`;
  return {
    id: required(from.id, at('id')),
    arn: required(from.taskSetArn, at('taskSetArn')),
    status: required(from.status, at('status')),
    taskDefinitionArn: required(from.taskDefinition, at('taskDefinition')),
    computedDesiredCount: required(from.computedDesiredCount, at('computedDesiredCount')),
    runningCount: required(from.runningCount, at('runningCount')),
    pendingCount: required(from.pendingCount, at('pendingCount')),
    loadBalancers: (from.loadBalancers ?? []).map(toLoadBalancer),
    stabilityStatus: from.stabilityStatus ?? null,
  };
}

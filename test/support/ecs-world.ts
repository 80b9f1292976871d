import type {
  ContainerDefinition,
  EcsDeployment,
  EcsService,
  EcsTask,
  TaskDefinition,
} from '../../src/model/facts/aws-facts.ts';

/** A service of two tasks behind the target group `sse` of `aws-world.ts`, after a deployment that went well. */

const ECS = 'arn:aws:ecs:eu-central-1:444444444444';
const TARGET_GROUP = 'arn:aws:elasticloadbalancing:eu-central-1:444444444444:targetgroup/sse/73e2d6bc24d8a067';
export const TASK_DEFINITION_ARN = `${ECS}:task-definition/jessica-service:7`;

export function deployment(members: Partial<EcsDeployment> = {}): EcsDeployment {
  return {
    id: 'ecs-svc/1',
    status: 'PRIMARY',
    taskDefinitionArn: TASK_DEFINITION_ARN,
    desiredCount: 2,
    runningCount: 2,
    pendingCount: 0,
    failedTasks: 0,
    rolloutState: 'COMPLETED',
    rolloutStateReason: null,
    createdAt: '2026-11-21T12:00:00.000Z',
    ...members,
  };
}

export function ecsService(members: Partial<EcsService> = {}): EcsService {
  return {
    arn: `${ECS}:service/main/jessica-service`,
    name: 'jessica-service',
    clusterArn: `${ECS}:cluster/main`,
    status: 'ACTIVE',
    desiredCount: 2,
    runningCount: 2,
    pendingCount: 0,
    taskDefinitionArn: TASK_DEFINITION_ARN,
    launchType: 'FARGATE',
    loadBalancers: [
      {
        targetGroupArn: TARGET_GROUP,
        alternateTargetGroupArn: null,
        containerName: 'jessica-service',
        containerPort: 8000,
      },
    ],
    network: {subnetIds: ['subnet-a', 'subnet-b'], securityGroupIds: ['sg-task']},
    deployments: [deployment()],
    healthCheckGracePeriodSeconds: 60,
    minimumHealthyPercent: 100,
    maximumPercent: 200,
    strategy: 'ROLLING',
    events: [],
    ...members,
  };
}

export function container(members: Partial<ContainerDefinition> = {}): ContainerDefinition {
  return {
    name: 'jessica-service',
    image: 'jessica:7',
    isEssential: true,
    ports: [{containerPort: 8000, protocol: 'tcp'}],
    stopTimeoutSeconds: 120,
    environmentNames: ['BASE_PATH'],
    secretNames: ['DATABASE_URL'],
    environmentFiles: [],
    ...members,
  };
}

export function taskDefinition(members: Partial<TaskDefinition> = {}): TaskDefinition {
  return {
    arn: TASK_DEFINITION_ARN,
    family: 'jessica-service',
    revision: 7,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    containers: [container()],
    ...members,
  };
}

export function task(number: number, members: Partial<EcsTask> = {}): EcsTask {
  return {
    arn: `${ECS}:task/main/${number}`,
    taskDefinitionArn: TASK_DEFINITION_ARN,
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    healthStatus: 'HEALTHY',
    stoppedReason: null,
    networkInterfaceId: `eni-${number}`,
    privateIpv4Address: `10.0.${number}.10`,
    subnetId: number === 1 ? 'subnet-a' : 'subnet-b',
    ...members,
  };
}

export const ECS_WORLD = {
  service: ecsService(),
  serviceDeployments: [
    {
      arn: `${ECS}:service-deployment/main/jessica-service/1`,
      status: 'SUCCESSFUL',
      statusReason: null,
      createdAt: '2026-11-21T12:00:00.000Z',
      targetRevisionArn: null,
    },
  ],
  taskDefinitions: [taskDefinition()],
  environment: {'jessica-service/BASE_PATH': '/jessica-service'},
  tasks: [task(1), task(2)],
};

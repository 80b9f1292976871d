import type {EcsService, EcsTask, ServiceDeployment, TaskDefinition} from '../../model/facts/aws-facts.ts';
import {openDigestOf} from '../../probes/digest.ts';
import {
  API_TARGET_GROUP_ARN,
  BASE_PATH,
  CONTAINER_PORT,
  REGION,
  SSE_TARGET_GROUP_ARN,
  TASK_ADDRESS,
  TASK_GROUP,
  TASK_INTERFACE,
  TASK_SUBNETS,
  WEBSOCKET_TARGET_GROUP_ARN,
} from './names.ts';
import {keyed, type Recorded} from './recorded.ts';

export interface EcsWorld {
  readonly service: EcsService;
  /** Other services of the account. */
  readonly otherServices: readonly {readonly service: EcsService; readonly tasks: readonly EcsTask[]}[];
  readonly serviceDeployments: readonly ServiceDeployment[];
  readonly taskDefinitions: readonly TaskDefinition[];
  /** By `container/variable`: the values that a check asks for. */
  readonly environment: Readonly<Record<string, string | null>>;
  readonly tasks: readonly EcsTask[];
}

/**
 * The service of the healthy world: one task, registered with all three target groups, stable on its ninth revision.
 */

const ECS_ARN = `arn:aws:ecs:${REGION}:444444444444`;
const NAME = 'jessica-service';
const CLUSTER_NAME = 'main';
const TASK_DEFINITION_ARN = `${ECS_ARN}:task-definition/${NAME}:9`;
const DEPLOYED_AT = '2026-11-19T14:02:11.000Z';

const SERVICE: EcsService = {
  arn: `${ECS_ARN}:service/${CLUSTER_NAME}/${NAME}`,
  name: NAME,
  clusterArn: `${ECS_ARN}:cluster/${CLUSTER_NAME}`,
  status: 'ACTIVE',
  desiredCount: 1,
  runningCount: 1,
  pendingCount: 0,
  taskDefinitionArn: TASK_DEFINITION_ARN,
  launchType: 'FARGATE',
  loadBalancers: [API_TARGET_GROUP_ARN, WEBSOCKET_TARGET_GROUP_ARN, SSE_TARGET_GROUP_ARN].map((targetGroupArn) => ({
    targetGroupArn,
    alternateTargetGroupArn: null,
    containerName: NAME,
    containerPort: CONTAINER_PORT,
  })),
  network: {subnetIds: TASK_SUBNETS, securityGroupIds: [TASK_GROUP]},
  deployments: [
    {
      id: 'ecs-svc/7712009345518820114',
      status: 'PRIMARY',
      taskDefinitionArn: TASK_DEFINITION_ARN,
      desiredCount: 1,
      runningCount: 1,
      pendingCount: 0,
      failedTasks: 0,
      rolloutState: 'COMPLETED',
      rolloutStateReason: 'ECS deployment ecs-svc/7712009345518820114 completed.',
      createdAt: DEPLOYED_AT,
    },
  ],
  healthCheckGracePeriodSeconds: 60,
  minimumHealthyPercent: 100,
  maximumPercent: 200,
  strategy: 'ROLLING',
  events: [{at: '2026-11-19T14:05:40.000Z', message: `(service ${NAME}) has reached a steady state.`}],
};

const SERVICE_DEPLOYMENTS: readonly ServiceDeployment[] = [
  {
    arn: `${ECS_ARN}:service-deployment/${CLUSTER_NAME}/${NAME}/hT3kQ9wZxV1bN7mR2cY5p`,
    status: 'SUCCESSFUL',
    statusReason: null,
    createdAt: DEPLOYED_AT,
    targetRevisionArn: `${ECS_ARN}:service-revision/${CLUSTER_NAME}/${NAME}/4417005512283964071`,
  },
];

const TASK_DEFINITION: TaskDefinition = {
  arn: TASK_DEFINITION_ARN,
  family: NAME,
  revision: 9,
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  containers: [
    {
      name: NAME,
      image: '444444444444.dkr.ecr.eu-central-1.amazonaws.com/jessica-service:2026-11-19',
      isEssential: true,
      ports: [{containerPort: CONTAINER_PORT, protocol: 'tcp'}],
      stopTimeoutSeconds: 120,
      environmentNames: ['BASE_PATH', 'LOG_LEVEL'],
      secretNames: ['DATABASE_URL'],
      environmentFiles: [],
    },
  ],
};

/** Values of the task's environment, by `container/variable`, that the shipped checklist asks for. */
const ENVIRONMENT: Readonly<Record<string, string | null>> = {[`${NAME}/BASE_PATH`]: BASE_PATH};

const TASKS: readonly EcsTask[] = [
  {
    arn: `${ECS_ARN}:task/${CLUSTER_NAME}/0c9f3a7b52e14d6c8f01a2b3c4d5e6f7`,
    taskDefinitionArn: TASK_DEFINITION_ARN,
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    healthStatus: 'HEALTHY',
    stoppedReason: null,
    networkInterfaceId: TASK_INTERFACE,
    privateIpv4Address: TASK_ADDRESS,
    subnetId: TASK_SUBNETS[0] ?? null,
  },
];

export const ECS: EcsWorld = {
  service: SERVICE,
  otherServices: [],
  serviceDeployments: SERVICE_DEPLOYMENTS,
  taskDefinitions: [TASK_DEFINITION],
  environment: ENVIRONMENT,
  tasks: TASKS,
};

export function ecsRecorded(world: EcsWorld, platform: string): Recorded {
  const {service, otherServices, taskDefinitions, environment} = world;
  const all = [{service, tasks: world.tasks}, ...otherServices];
  return {
    ...keyed(
      all,
      (one) => `${platform}:service:${inCluster(one.service)}`,
      (one) => one.service,
    ),
    ...keyed(
      all,
      (one) => `${platform}:tasks:${inCluster(one.service)}`,
      ({tasks}) => tasks,
    ),
    [`${platform}:services`]: all.map((one) => one.service),
    [`${platform}:serviceDeployments:${inCluster(service)}`]: world.serviceDeployments,
    ...keyed(taskDefinitions, ({arn}) => `${platform}:taskDefinition:${arn}`),
    ...keyed(
      Object.entries(environment),
      ([variable]) => `${platform}:environmentDigest:${service.taskDefinitionArn}:${variable.replace('/', ':')}`,
      ([, value]) => (value === null ? null : openDigestOf(value)),
    ),
  };
}

function inCluster({clusterArn, name}: EcsService): string {
  return `${clusterArn.replace(/^.*:cluster\//, '')}:${name}`;
}

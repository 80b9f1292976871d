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
  /** By `container/variable`, or `family:revision/container/variable` where revisions differ: values that a check asks for. */
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
const DEPLOYMENT_ID = 'ecs-svc/7712009345518820114';
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
  capacityProviders: [],
  schedulingStrategy: 'REPLICA',
  loadBalancers: [API_TARGET_GROUP_ARN, WEBSOCKET_TARGET_GROUP_ARN, SSE_TARGET_GROUP_ARN].map((targetGroupArn) => ({
    targetGroupArn,
    alternateTargetGroupArn: null,
    productionListenerRuleArn: null,
    testListenerRuleArn: null,
    containerName: NAME,
    containerPort: CONTAINER_PORT,
  })),
  network: {subnetIds: TASK_SUBNETS, securityGroupIds: [TASK_GROUP]},
  deploymentController: 'ECS',
  deployments: [
    {
      id: DEPLOYMENT_ID,
      status: 'PRIMARY',
      taskDefinitionArn: TASK_DEFINITION_ARN,
      desiredCount: 1,
      runningCount: 1,
      pendingCount: 0,
      failedTasks: 0,
      rolloutState: 'COMPLETED',
      rolloutStateReason: `ECS deployment ${DEPLOYMENT_ID} completed.`,
      createdAt: DEPLOYED_AT,
    },
  ],
  taskSets: [],
  healthCheckGracePeriodSeconds: 60,
  minimumHealthyPercent: 100,
  maximumPercent: 200,
  strategy: 'ROLLING',
  circuitBreaker: {isEnabled: true, rollsBack: true},
  deploymentAlarms: null,
  events: [{at: '2026-11-19T14:05:40.000Z', message: `(service ${NAME}) has reached a steady state.`}],
};

const SERVICE_DEPLOYMENTS: readonly ServiceDeployment[] = [
  {
    arn: `${ECS_ARN}:service-deployment/${CLUSTER_NAME}/${NAME}/hT3kQ9wZxV1bN7mR2cY5p`,
    status: 'SUCCESSFUL',
    statusReason: null,
    lifecycleStage: null,
    rollbackReason: null,
    triggeredAlarms: [],
    createdAt: DEPLOYED_AT,
    targetRevisionArn: `${ECS_ARN}:service-revision/${CLUSTER_NAME}/${NAME}/4417005512283964071`,
  },
];

/** The account of the private registry. */
export const REGISTRY = '444444444444';
export const IMAGE_DIGEST = 'sha256:3f1d8a0c57e94b62d1c0a9f8e7b6543210fedcba98765432100123456789abcd';
const REPOSITORY = `${REGISTRY}.dkr.ecr.${REGION}.amazonaws.com/${NAME}`;
const IMAGE = `${REPOSITORY}:2026-11-19`;

const TASK_DEFINITION: TaskDefinition = {
  arn: TASK_DEFINITION_ARN,
  family: NAME,
  revision: 9,
  status: 'ACTIVE',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  proxyContainer: null,
  roleArns: [`arn:aws:iam::444444444444:role/${NAME}`, `arn:aws:iam::444444444444:role/${NAME}-execution`],
  containers: [
    {
      name: NAME,
      image: IMAGE,
      isEssential: true,
      isLogRouter: false,
      dependsOn: [],
      healthCheck: {intervalSeconds: 10, timeoutSeconds: 5, retries: 3, startPeriodSeconds: 30},
      ports: [{containerPort: CONTAINER_PORT, protocol: 'tcp'}],
      stopTimeoutSeconds: 120,
      environmentNames: ['BASE_PATH', 'LOG_LEVEL', 'TOKEN_ISSUER'],
      secretNames: ['DATABASE_URL'],
      environmentFiles: [],
    },
  ],
};

/** The revision that a rollback would go back to. */
const TASK_DEFINITION_BEFORE: TaskDefinition = {
  ...TASK_DEFINITION,
  arn: `${ECS_ARN}:task-definition/${NAME}:8`,
  revision: 8,
  containers: TASK_DEFINITION.containers.map((one) => ({...one, image: `${REPOSITORY}:2026-11-05`})),
};

/** Values of the task's environment, by `container/variable`, that the shipped checklist asks for. */
const ENVIRONMENT: Readonly<Record<string, string | null>> = {
  [`${NAME}/BASE_PATH`]: BASE_PATH,
  [`${NAME}/TOKEN_ISSUER`]: 'https://login.georgi.io',
};

const TASKS: readonly EcsTask[] = [
  {
    arn: `${ECS_ARN}:task/${CLUSTER_NAME}/0c9f3a7b52e14d6c8f01a2b3c4d5e6f7`,
    group: `service:${NAME}`,
    startedBy: DEPLOYMENT_ID,
    taskDefinitionArn: TASK_DEFINITION_ARN,
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    healthStatus: 'HEALTHY',
    stoppedReason: null,
    launchType: 'FARGATE',
    capacityProvider: null,
    containers: [{name: NAME, image: IMAGE, imageDigest: IMAGE_DIGEST}],
    overrides: [],
    networkInterfaceId: TASK_INTERFACE,
    privateIpv4Address: TASK_ADDRESS,
    subnetId: TASK_SUBNETS[0] ?? null,
  },
];

export const ECS: EcsWorld = {
  service: SERVICE,
  otherServices: [],
  serviceDeployments: SERVICE_DEPLOYMENTS,
  taskDefinitions: [TASK_DEFINITION, TASK_DEFINITION_BEFORE],
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
      taskDefinitions.flatMap((definition) =>
        Object.entries(environmentOf(environment, definition)).map(([variable, value]) => ({
          arn: definition.arn,
          variable,
          value,
        })),
      ),
      ({arn, variable}) => `${platform}:environmentDigest:${arn}:${variable.replace('/', ':')}`,
      ({value}) => (value === null ? null : openDigestOf(value)),
    ),
  };
}

/** By `container/variable`. */
export function environmentOf(
  environment: EcsWorld['environment'],
  {family, revision}: TaskDefinition,
): EcsWorld['environment'] {
  const own = `${family}:${revision}/`;
  const common = Object.entries(environment).filter(([key]) => key.split('/').length === 2);
  const ofRevision = Object.entries(environment).flatMap(([key, value]) =>
    key.startsWith(own) ? [[key.slice(own.length), value] as const] : [],
  );
  return Object.fromEntries([...common, ...ofRevision]);
}

function inCluster({clusterArn, name}: EcsService): string {
  return `${clusterArn.replace(/^.*:cluster\//, '')}:${name}`;
}

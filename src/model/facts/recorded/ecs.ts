import {z} from 'zod';
import type {EcsService, EcsTask, ServiceDeployment, TaskDefinition} from '../aws-facts.ts';
import {numberOrNull, text, textOrNull, texts, time, timeOrNull} from './parts.ts';

const guard = {isEnabled: z.boolean(), rollsBack: z.boolean()};

const loadBalancers = z.array(
  z.strictObject({
    targetGroupArn: textOrNull,
    alternateTargetGroupArn: textOrNull,
    productionListenerRuleArn: textOrNull,
    testListenerRuleArn: textOrNull,
    containerName: textOrNull,
    containerPort: numberOrNull,
  }),
);

const service = z.strictObject({
  arn: text,
  name: text,
  clusterArn: text,
  status: text,
  desiredCount: z.number(),
  runningCount: z.number(),
  pendingCount: z.number(),
  taskDefinitionArn: text,
  launchType: textOrNull,
  capacityProviders: texts,
  schedulingStrategy: text,
  loadBalancers,
  network: z.strictObject({subnetIds: texts, securityGroupIds: texts}).nullable(),
  deploymentController: text,
  deployments: z.array(
    z.strictObject({
      id: text,
      status: text,
      taskDefinitionArn: text,
      desiredCount: z.number(),
      runningCount: z.number(),
      pendingCount: z.number(),
      failedTasks: z.number(),
      rolloutState: textOrNull,
      rolloutStateReason: textOrNull,
      createdAt: timeOrNull,
    }),
  ),
  taskSets: z.array(
    z.strictObject({
      id: text,
      arn: text,
      status: text,
      taskDefinitionArn: text,
      computedDesiredCount: z.number(),
      runningCount: z.number(),
      pendingCount: z.number(),
      loadBalancers,
      stabilityStatus: textOrNull,
    }),
  ),
  healthCheckGracePeriodSeconds: numberOrNull,
  minimumHealthyPercent: numberOrNull,
  maximumPercent: numberOrNull,
  strategy: textOrNull,
  circuitBreaker: z.strictObject(guard).nullable(),
  deploymentAlarms: z.strictObject({...guard, names: texts}).nullable(),
  events: z.array(z.strictObject({at: time, message: text})),
}) satisfies z.ZodType<EcsService>;

const deployment = z.strictObject({
  arn: text,
  status: text,
  statusReason: textOrNull,
  lifecycleStage: textOrNull,
  rollbackReason: textOrNull,
  triggeredAlarms: texts,
  createdAt: timeOrNull,
  targetRevisionArn: textOrNull,
}) satisfies z.ZodType<ServiceDeployment>;

const taskDefinition = z.strictObject({
  arn: text,
  family: text,
  revision: z.number(),
  status: text,
  networkMode: textOrNull,
  requiresCompatibilities: texts,
  proxyContainer: textOrNull,
  roleArns: texts,
  containers: z.array(
    z.strictObject({
      name: text,
      image: text,
      isEssential: z.boolean(),
      isLogRouter: z.boolean(),
      dependsOn: z.array(z.strictObject({container: text, condition: text})),
      healthCheck: z
        .strictObject({
          intervalSeconds: z.number(),
          timeoutSeconds: z.number(),
          retries: z.number(),
          startPeriodSeconds: z.number(),
        })
        .nullable(),
      ports: z.array(z.strictObject({containerPort: z.number(), protocol: text})),
      stopTimeoutSeconds: numberOrNull,
      environmentNames: texts,
      secretNames: texts,
      environmentFiles: texts,
    }),
  ),
}) satisfies z.ZodType<TaskDefinition>;

const task = z.strictObject({
  arn: text,
  group: textOrNull,
  startedBy: textOrNull,
  taskDefinitionArn: text,
  lastStatus: text,
  desiredStatus: text,
  healthStatus: textOrNull,
  stoppedReason: textOrNull,
  launchType: textOrNull,
  capacityProvider: textOrNull,
  containers: z.array(z.strictObject({name: text, image: textOrNull, imageDigest: textOrNull})),
  overrides: z.array(z.strictObject({container: text, environmentNames: texts, environmentFiles: texts})),
  networkInterfaceId: textOrNull,
  privateIpv4Address: textOrNull,
  subnetId: textOrNull,
}) satisfies z.ZodType<EcsTask>;

export const ECS_FACTS = {
  service,
  services: z.array(service),
  serviceDeployments: z.array(deployment),
  taskDefinition,
  environmentDigest: textOrNull,
  tasks: z.array(task),
};

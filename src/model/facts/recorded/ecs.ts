import {z} from 'zod';
import type {EcsService, EcsTask, ServiceDeployment, TaskDefinition} from '../aws-facts.ts';
import {numberOrNull, text, textOrNull, texts, time, timeOrNull} from './parts.ts';

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
  loadBalancers: z.array(
    z.strictObject({
      targetGroupArn: textOrNull,
      alternateTargetGroupArn: textOrNull,
      containerName: textOrNull,
      containerPort: numberOrNull,
    }),
  ),
  network: z.strictObject({subnetIds: texts, securityGroupIds: texts}).nullable(),
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
  healthCheckGracePeriodSeconds: numberOrNull,
  minimumHealthyPercent: numberOrNull,
  maximumPercent: numberOrNull,
  strategy: textOrNull,
  events: z.array(z.strictObject({at: time, message: text})),
}) satisfies z.ZodType<EcsService>;

const deployment = z.strictObject({
  arn: text,
  status: text,
  statusReason: textOrNull,
  createdAt: timeOrNull,
  targetRevisionArn: textOrNull,
}) satisfies z.ZodType<ServiceDeployment>;

const taskDefinition = z.strictObject({
  arn: text,
  family: text,
  revision: z.number(),
  networkMode: textOrNull,
  requiresCompatibilities: texts,
  containers: z.array(
    z.strictObject({
      name: text,
      image: text,
      isEssential: z.boolean(),
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
  taskDefinitionArn: text,
  lastStatus: text,
  desiredStatus: text,
  healthStatus: textOrNull,
  stoppedReason: textOrNull,
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

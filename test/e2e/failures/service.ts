import {
  type ContainerDefinition,
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeTasksCommand,
  type ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
} from '@aws-sdk/client-ecs';
import {RegisterTargetsCommand} from '@aws-sdk/client-elastic-load-balancing-v2';
import {HOST, type TargetGroups} from '../support/aws-edge.ts';
import type {Network} from '../support/aws-network.ts';
import {given} from '../support/given.ts';
import type {Guards} from './network.ts';
import type {Clients} from './world.ts';

export const CLUSTER = 'main';
export const SERVICE = 'jessica-service';
export const CONTAINER_PORT = 8000;

export const ENVIRONMENT: Readonly<Record<string, string>> = {
  BASE_PATH: '/jessica-service',
  ALLOWED_HOSTS: HOST,
  PUBLIC_URL: `https://${HOST}`,
  FORWARDED_ALLOW_IPS: '*',
};

/** The one task of the service, and the address that it is registered by. */
export interface Tasks {
  readonly taskArn: string;
  readonly address: string;
}

/** The emulator lets a task age by one state each time somebody looks at it, unless it is told to go by the clock. */
export async function keepTasksRunning(endpoint: string): Promise<void> {
  const answer = await fetch(`${endpoint}/moto-api/state-manager/set-transition`, {
    method: 'POST',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify({model_name: 'ecs::task', transition: {progression: 'time', seconds: 86_400}}),
  });
  if (!answer.ok) throw new Error(`moto refused to keep tasks running: ${answer.status} ${await answer.text()}`);
}

/**
 * The service, its task and that task's registration. The emulator's services start nothing, so the task is started and
 * registered here; asked for the tasks of a service it gives those of the cluster.
 */
export async function createTasks(
  {ecs, elb}: Pick<Clients, 'ecs' | 'elb'>,
  network: Network,
  guards: Guards,
  groups: TargetGroups,
): Promise<Tasks> {
  await ecs.send(new CreateClusterCommand({clusterName: CLUSTER}));
  await registerRevision(ecs);
  const networkConfiguration = {
    awsvpcConfiguration: {subnets: [...network.subnetIds], securityGroups: [guards.taskGroupId]},
  };
  await ecs.send(
    new CreateServiceCommand({
      cluster: CLUSTER,
      serviceName: SERVICE,
      taskDefinition: SERVICE,
      desiredCount: 1,
      launchType: 'FARGATE',
      networkConfiguration,
      loadBalancers: Object.values(groups).map((targetGroupArn) => ({
        targetGroupArn,
        containerName: SERVICE,
        containerPort: CONTAINER_PORT,
      })),
    }),
  );
  const started = await ecs.send(
    new RunTaskCommand({cluster: CLUSTER, taskDefinition: SERVICE, launchType: 'FARGATE', networkConfiguration}),
  );
  const taskArn = given(started.tasks?.[0]?.taskArn);
  const described = await ecs.send(new DescribeTasksCommand({cluster: CLUSTER, tasks: [taskArn]}));
  const details = given(described.tasks?.[0]?.attachments?.[0]?.details);
  const address = given(details.find(({name}) => name === 'privateIPv4Address')?.value);
  for (const TargetGroupArn of Object.values(groups)) {
    await elb.send(new RegisterTargetsCommand({TargetGroupArn, Targets: [{Id: address, Port: CONTAINER_PORT}]}));
  }
  return {taskArn, address};
}

/** A revision of the task definition, right but for what is changed; its ARN. */
export async function registerRevision(ecs: ECSClient, changes: Partial<ContainerDefinition> = {}): Promise<string> {
  const made = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: SERVICE,
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [
        {
          name: SERVICE,
          image: 'jessica-service:1',
          memory: 512,
          portMappings: [{containerPort: CONTAINER_PORT, protocol: 'tcp'}],
          environment: listOf(ENVIRONMENT),
          stopTimeout: 120,
          ...changes,
        },
      ],
    }),
  );
  return given(made.taskDefinition?.taskDefinitionArn);
}

export function listOf(environment: Readonly<Record<string, string>>) {
  return Object.entries(environment).map(([name, value]) => ({name, value}));
}

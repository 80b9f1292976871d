import {CreateRepositoryCommand, type ECRClient, PutImageCommand} from '@aws-sdk/client-ecr';
import {
  type ContainerDefinition,
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeTasksCommand,
  type ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  type RunTaskCommandInput,
  StopTaskCommand,
} from '@aws-sdk/client-ecs';
import {DeregisterTargetsCommand, RegisterTargetsCommand} from '@aws-sdk/client-elastic-load-balancing-v2';
import {HOST, type TargetGroups} from '../support/aws-edge.ts';
import type {Network} from '../support/aws-network.ts';
import {given} from '../support/given.ts';
import type {Guards} from './network.ts';
import type {Clients} from './world.ts';

export const CLUSTER = 'main';
export const SERVICE = 'jessica-service';
export const CONTAINER_PORT = 8000;
export const IMAGE_TAG = '1';

export const ENVIRONMENT: Readonly<Record<string, string>> = {
  BASE_PATH: '/jessica-service',
  TOKEN_ISSUER: 'https://login.georgi.io',
  ALLOWED_HOSTS: HOST,
  PUBLIC_URL: `https://${HOST}`,
  FORWARDED_ALLOW_IPS: '*',
};

/** A task of the service, and the address that it is registered by. */
interface StartedTask {
  readonly taskArn: string;
  readonly address: string;
}

type Starter = Pick<Clients, 'ecr' | 'ecs' | 'elb'> & {
  readonly network: Network;
  readonly guards: Guards;
  readonly targetGroups: TargetGroups;
};

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
export async function createTasks(starter: Starter): Promise<void> {
  const {ecr, ecs, targetGroups} = starter;
  await ecr.send(new CreateRepositoryCommand({repositoryName: SERVICE}));
  await pushImage(ecr);
  await ecs.send(new CreateClusterCommand({clusterName: CLUSTER}));
  const taskDefinition = await registerRevision(ecs);
  await ecs.send(
    new CreateServiceCommand({
      cluster: CLUSTER,
      serviceName: SERVICE,
      taskDefinition,
      desiredCount: 1,
      launchType: 'FARGATE',
      networkConfiguration: networkOf(starter),
      loadBalancers: Object.values(targetGroups).map((targetGroupArn) => ({
        targetGroupArn,
        containerName: SERVICE,
        containerPort: CONTAINER_PORT,
      })),
    }),
  );
  await registerTask(starter, await startTask(starter, taskDefinition));
}

/** What every revision names. */
export async function pushImage(ecr: ECRClient): Promise<void> {
  const imageManifest = JSON.stringify({schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json'});
  await ecr.send(new PutImageCommand({repositoryName: SERVICE, imageTag: IMAGE_TAG, imageManifest}));
}

/** A task as the service would start it, which is in no target group yet. */
export async function startTask(
  starter: Pick<Starter, 'ecs' | 'network' | 'guards'>,
  taskDefinition: string,
  more: Pick<RunTaskCommandInput, 'group' | 'overrides'> = {},
): Promise<StartedTask> {
  const {ecs} = starter;
  const networkConfiguration = networkOf(starter);
  const group = `service:${SERVICE}`;
  const started = await ecs.send(
    new RunTaskCommand({cluster: CLUSTER, taskDefinition, launchType: 'FARGATE', networkConfiguration, group, ...more}),
  );
  return describedTask(ecs, given(started.tasks?.[0]?.taskArn));
}

/** The one task that runs. */
export async function runningTask(ecs: ECSClient): Promise<StartedTask> {
  const {taskArns} = await ecs.send(new ListTasksCommand({cluster: CLUSTER, desiredStatus: 'RUNNING'}));
  return describedTask(ecs, given(taskArns?.[0]));
}

async function describedTask(ecs: ECSClient, taskArn: string): Promise<StartedTask> {
  const {tasks} = await ecs.send(new DescribeTasksCommand({cluster: CLUSTER, tasks: [taskArn]}));
  const details = given(tasks?.[0]?.attachments?.[0]?.details);
  return {taskArn, address: given(details.find(({name}) => name === 'privateIPv4Address')?.value)};
}

/** As a target of every group. */
export async function registerTask({elb, targetGroups}: Starter, {address}: StartedTask): Promise<void> {
  for (const TargetGroupArn of Object.values(targetGroups)) {
    await elb.send(new RegisterTargetsCommand({TargetGroupArn, Targets: [{Id: address, Port: CONTAINER_PORT}]}));
  }
}

/** What a deployment does with the task that runs: another of this revision takes its place. */
export async function replaceTask(
  starter: Starter,
  taskDefinition: string,
  more: Pick<RunTaskCommandInput, 'overrides'> = {},
): Promise<void> {
  const old = await runningTask(starter.ecs);
  await registerTask(starter, await startTask(starter, taskDefinition, more));
  await endTask(starter, old);
}

/** Stopped, and in no target group any longer. */
export async function endTask({ecs, elb, targetGroups}: Starter, {taskArn, address}: StartedTask): Promise<void> {
  for (const TargetGroupArn of Object.values(targetGroups)) {
    await elb.send(new DeregisterTargetsCommand({TargetGroupArn, Targets: [{Id: address, Port: CONTAINER_PORT}]}));
  }
  await ecs.send(new StopTaskCommand({cluster: CLUSTER, task: taskArn}));
}

function networkOf({network, guards}: Pick<Starter, 'network' | 'guards'>) {
  return {awsvpcConfiguration: {subnets: [...network.subnetIds], securityGroups: [guards.taskGroupId]}};
}

/** A revision of the task definition, right but for what is changed; its ARN. */
export async function registerRevision(
  ecs: ECSClient,
  changes: Partial<ContainerDefinition> = {},
  beside: readonly ContainerDefinition[] = [],
): Promise<string> {
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
          image: `444444444444.dkr.ecr.eu-central-1.amazonaws.com/${SERVICE}:${IMAGE_TAG}`,
          memory: 512,
          portMappings: [{containerPort: CONTAINER_PORT, protocol: 'tcp'}],
          environment: listOf(ENVIRONMENT),
          stopTimeout: 120,
          ...changes,
        },
        ...beside,
      ],
    }),
  );
  return given(made.taskDefinition?.taskDefinitionArn);
}

export function listOf(environment: Readonly<Record<string, string>>) {
  return Object.entries(environment).map(([name, value]) => ({name, value}));
}

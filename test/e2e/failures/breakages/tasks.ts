import {type ContainerDefinition, RunTaskCommand, StopTaskCommand, UpdateServiceCommand} from '@aws-sdk/client-ecs';
import {given} from '../../support/given.ts';
import type {EmulatedBreakage, Mend} from '../breakage.ts';
import {CLUSTER, ENVIRONMENT, listOf, registerRevision, SERVICE} from '../service.ts';
import type {World} from '../world.ts';

export const TASK_BREAKAGES: readonly EmulatedBreakage[] = [
  {
    fault: 'the container listens on another port than the service puts into the target group',
    known: [30],
    fails: ['service-target-group'],
    breaks: (world) => deploy(world, {portMappings: [{containerPort: 8080, protocol: 'tcp'}]}),
  },
  {
    fault: 'two tasks are wanted, and each keeps its sessions to itself',
    known: [12],
    fails: ['one-home'],
    breaks: async ({ecs}) => {
      const want = (desiredCount: number) =>
        ecs.send(new UpdateServiceCommand({cluster: CLUSTER, service: SERVICE, desiredCount}));
      await want(2);
      return () => want(1);
    },
  },
  {
    fault: 'the task has another base path',
    known: [],
    fails: ['environment'],
    breaks: (world) => deploy(world, withEnvironment({BASE_PATH: '/test'})),
  },
  {
    fault: 'the guard against DNS rebinding knows the old host only',
    known: [7],
    fails: ['public-environment'],
    breaks: (world) => deploy(world, withEnvironment({ALLOWED_HOSTS: 'api.georgi.io'})),
  },
  {
    fault: 'the task advertises the old host in its metadata',
    known: [17],
    fails: ['public-environment'],
    breaks: (world) => deploy(world, withEnvironment({PUBLIC_URL: 'https://api.georgi.io'})),
  },
  {
    fault: 'the task does not take X-Forwarded-Proto from the load balancer, and redirects to http',
    known: [18],
    fails: ['public-environment'],
    breaks: (world) => deploy(world, withEnvironment({FORWARDED_ALLOW_IPS: '127.0.0.1'})),
  },
  {
    fault: 'a stopping container is killed after 30 s, the default',
    known: [40],
    fails: ['stop-timeout'],
    breaks: (world) => deploy(world, {stopTimeout: undefined}),
  },
  {
    fault: 'a second task runs that no target group knows',
    known: [],
    fails: ['tasks-serve'],
    breaks: async ({ecs, network, guards}) => {
      const started = await ecs.send(
        new RunTaskCommand({
          cluster: CLUSTER,
          taskDefinition: SERVICE,
          launchType: 'FARGATE',
          networkConfiguration: {
            awsvpcConfiguration: {subnets: [...network.subnetIds], securityGroups: [guards.taskGroupId]},
          },
        }),
      );
      const task = given(started.tasks?.[0]?.taskArn);
      return () => ecs.send(new StopTaskCommand({cluster: CLUSTER, task}));
    },
  },
];

function withEnvironment(changes: Readonly<Record<string, string>>): Partial<ContainerDefinition> {
  return {environment: listOf({...ENVIRONMENT, ...changes})};
}

async function deploy({ecs}: World, changes: Partial<ContainerDefinition>): Promise<Mend> {
  const put = (taskDefinition: string) =>
    ecs.send(new UpdateServiceCommand({cluster: CLUSTER, service: SERVICE, taskDefinition}));
  await put(await registerRevision(ecs, changes));
  return () => put(`${SERVICE}:1`);
}

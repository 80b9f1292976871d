import {BatchDeleteImageCommand} from '@aws-sdk/client-ecr';
import {type ContainerDefinition, StopTaskCommand, UpdateServiceCommand} from '@aws-sdk/client-ecs';
import type {EmulatedBreakage, Mend} from '../breakage.ts';
import {
  CLUSTER,
  ENVIRONMENT,
  endTask,
  IMAGE_TAG,
  listOf,
  pushImage,
  registerRevision,
  registerTask,
  replaceTask,
  SERVICE,
  startTask,
} from '../service.ts';
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
    fault: 'an essential proxy beside the server is killed after 30 s, the default',
    known: [40],
    fails: ['stop-timeout'],
    breaks: async (world) =>
      put(
        world,
        await registerRevision(world.ecs, {}, [{name: 'proxy', image: 'proxy:1', memory: 64, essential: true}]),
      ),
  },
  {
    fault: 'the new revision never came up, and the tasks that run are of the old one, with another base path',
    known: [],
    fails: ['environment'],
    breaks: async (world) => {
      const old = await registerRevision(world.ecs, withEnvironment({BASE_PATH: '/test'}));
      await replaceTask(world, old);
      return () => replaceTask(world, `${SERVICE}:1`);
    },
  },
  {
    fault: 'the old revision, which lets streams end in 30 s, still runs beside the new one',
    known: [],
    fails: ['one-home', 'stop-timeout'],
    breaks: async (world) => {
      const started = await startTask(world, await registerRevision(world.ecs, {stopTimeout: 30}));
      await registerTask(world, started);
      return () => endTask(world, started);
    },
  },
  {
    fault: 'somebody started the task with another base path than its definition has',
    known: [],
    fails: [],
    cannotTell: ['environment'],
    breaks: async (world) => {
      const environment = listOf({BASE_PATH: '/test'});
      await replaceTask(world, `${SERVICE}:1`, {overrides: {containerOverrides: [{name: SERVICE, environment}]}});
      return () => replaceTask(world, `${SERVICE}:1`);
    },
  },
  {
    fault: 'the image of the revision before was removed from ECR',
    known: [],
    fails: ['previous-revision'],
    breaks: async ({ecr}) => {
      await ecr.send(new BatchDeleteImageCommand({repositoryName: SERVICE, imageIds: [{imageTag: IMAGE_TAG}]}));
      return () => pushImage(ecr);
    },
  },
  {
    fault: 'a second task runs that no target group knows',
    known: [],
    fails: ['tasks-serve'],
    breaks: async (world) => {
      const {taskArn} = await startTask(world, `${SERVICE}:1`);
      return () => world.ecs.send(new StopTaskCommand({cluster: CLUSTER, task: taskArn}));
    },
  },
];

function withEnvironment(changes: Readonly<Record<string, string>>): Partial<ContainerDefinition> {
  return {environment: listOf({...ENVIRONMENT, ...changes})};
}

/** A deployment that gets through. */
async function deploy(world: World, changes: Partial<ContainerDefinition>): Promise<Mend> {
  return put(world, await registerRevision(world.ecs, changes));
}

async function put(world: World, wanted: string): Promise<Mend> {
  const run = async (taskDefinition: string): Promise<void> => {
    await world.ecs.send(new UpdateServiceCommand({cluster: CLUSTER, service: SERVICE, taskDefinition}));
    await replaceTask(world, taskDefinition);
  };
  await run(wanted);
  return () => run(`${SERVICE}:1`);
}

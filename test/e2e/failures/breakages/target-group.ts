import {
  DeregisterTargetsCommand,
  ModifyTargetGroupCommand,
  type ModifyTargetGroupCommandInput,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type {EmulatedBreakage, Mend} from '../breakage.ts';
import {setGroupAttributes} from '../changes.ts';
import {CONTAINER_PORT, runningTask} from '../service.ts';
import type {World} from '../world.ts';

export const TARGET_GROUP_BREAKAGES: readonly EmulatedBreakage[] = [
  {
    fault: 'the health check asks for the stream, which never ends',
    known: [9],
    fails: ['target-group-configured'],
    breaks: (world) => setGroup(world, {HealthCheckPath: '/jessica-service/mcp/sse'}, {HealthCheckPath: '/health'}),
  },
  {
    fault: 'the health check takes an error for health',
    known: [9],
    fails: ['target-group-configured'],
    breaks: (world) => setGroup(world, {Matcher: {HttpCode: '200-499'}}, {Matcher: {HttpCode: '200'}}),
  },
  {
    fault: 'streams are dealt out in turn, and pile up on the oldest task',
    known: [42],
    fails: ['target-group-configured'],
    breaks: (world) =>
      setGroupAttributes(
        world,
        {'load_balancing.algorithm.type': 'round_robin'},
        {'load_balancing.algorithm.type': 'least_outstanding_requests'},
      ),
  },
  {
    fault: 'a target that leaves has half a minute, and streams last five',
    known: [40],
    fails: ['deregistration'],
    breaks: (world) =>
      setGroupAttributes(
        world,
        {'deregistration_delay.timeout_seconds': '30'},
        {'deregistration_delay.timeout_seconds': '300'},
      ),
  },
  {
    fault: 'no target is registered',
    known: [],
    fails: ['targets-healthy', 'service-target-group', 'tasks-serve'],
    breaks: async ({ecs, elb, targetGroups}) => {
      const {address} = await runningTask(ecs);
      const targets = {TargetGroupArn: targetGroups.sse, Targets: [{Id: address, Port: CONTAINER_PORT}]};
      await elb.send(new DeregisterTargetsCommand(targets));
      return () => elb.send(new RegisterTargetsCommand(targets));
    },
  },
  {
    fault: 'something that is not a task of the service is registered beside it, and takes half of the sessions',
    known: [12],
    fails: ['one-home', 'tasks-serve'],
    breaks: (world) => registerStranger(world),
  },
  {
    fault: 'stickiness is on for clients that keep no cookies',
    known: [13],
    fails: ['one-home', 'tasks-serve'],
    breaks: async (world) => {
      const unregister = await registerStranger(world);
      const unstick = await setGroupAttributes(world, {'stickiness.enabled': 'true'}, {'stickiness.enabled': 'false'});
      return async () => {
        await unstick();
        await unregister();
      };
    },
  },
];

type Group = Pick<ModifyTargetGroupCommandInput, 'HealthCheckPath' | 'Matcher'>;

async function setGroup({elb, targetGroups}: World, wrong: Group, right: Group): Promise<Mend> {
  const put = (changes: Group) =>
    elb.send(new ModifyTargetGroupCommand({TargetGroupArn: targetGroups.sse, ...changes}));
  await put(wrong);
  return () => put(right);
}

async function registerStranger({elb, targetGroups}: World): Promise<Mend> {
  const stranger = {TargetGroupArn: targetGroups.sse, Targets: [{Id: '10.20.0.99', Port: CONTAINER_PORT}]};
  await elb.send(new RegisterTargetsCommand(stranger));
  return () => elb.send(new DeregisterTargetsCommand(stranger));
}

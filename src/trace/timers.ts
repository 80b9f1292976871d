import {type StreamPath, streamTimers} from '../domain/streams/stream-timers.ts';
import {runningRevisions} from '../domain/targets/running-tasks.ts';
import {stopTimeOf} from '../domain/targets/stop-times.ts';
import {runsOnFargate} from '../domain/targets/task-containers.ts';
import {groupsOf, loadBalancersOf, productionTasks} from '../domain/targets/task-sets.ts';
import {CannotTell} from '../model/errors.ts';
import type {TraceTimer} from '../model/trace.ts';
import type {LoadBalancerHere} from './load-balancer-hop.ts';
import type {GroupHere} from './target-group-hop.ts';
import type {TasksHere} from './tasks-hop.ts';

/** What the trace has found by its end; null is what it did not get to. */
export interface Way {
  readonly gateway: StreamPath['gateway'];
  readonly loadBalancer: LoadBalancerHere | null;
  readonly group: GroupHere | null;
  readonly tasks: TasksHere | null;
}

/**
 * The timers on the way, in the order a stream meets them. One that cannot be read says so and does not hide the
 * others.
 */
export async function timersOf(way: Way): Promise<readonly TraceTimer[]> {
  const {gateway, loadBalancer, group, tasks} = way;
  if (loadBalancer === null) return gateway === undefined ? [] : streamTimers({gateway});
  const {aws, name} = loadBalancer;
  const path: StreamPath = {
    ...(gateway === undefined ? {} : {gateway}),
    loadBalancer: await readable(async () => ({
      arn: loadBalancer.loadBalancer.arn,
      attributes: await aws.loadBalancerAttributes(name),
    })),
    targetGroup:
      group === null
        ? null
        : await readable(async () => ({
            arn: group.group.arn,
            attributes: await aws.targetGroupAttributes(name, group.group.arn),
          })),
    interfaces: tasks === null ? null : await readable(() => interfacesOf(tasks)),
    container: tasks === null || group === null ? null : await readable(() => containerOf(tasks, group)),
  };
  return streamTimers(path);
}

async function interfacesOf({aws, name, tasks}: TasksHere) {
  const ids = tasks.flatMap(({networkInterfaceId}) => networkInterfaceId ?? []);
  return await aws.networkInterfaces(name, ids);
}

/** Of the revision that most tasks run; without any, of the one that the service names. */
async function containerOf({aws, name, service, tasks}: TasksHere, {group}: GroupHere) {
  const [most] = runningRevisions(productionTasks(service, tasks));
  const definition = await aws.taskDefinition(name, most?.taskDefinitionArn ?? service.taskDefinitionArn);
  const entry = loadBalancersOf(service).find((one) => groupsOf(one).includes(group.arn));
  const container = definition.containers.find((one) => one.name === entry?.containerName);
  if (container === undefined) return null;
  const onFargate = runsOnFargate(service, definition, most?.tasks ?? []);
  return {taskDefinitionArn: definition.arn, stopTime: stopTimeOf(container, onFargate)};
}

async function readable<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (thrown) {
    if (!(thrown instanceof CannotTell)) throw thrown;
    return null;
  }
}

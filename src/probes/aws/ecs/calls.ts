import type {Failure, TaskDefinition as SdkTaskDefinition, ServiceDeploymentBrief} from '@aws-sdk/client-ecs';
import type {EcsService, EcsTask, ServiceDeployment} from '../../../model/facts/aws-facts.ts';
import type {Connection} from '../call.ts';
import type {Clients} from '../connections.ts';
import {everyPage} from '../pages.ts';
import {shapeOf} from '../shape.ts';
import {toEcsService, toServiceDeployment} from './mapping.ts';
import {toEcsTask} from './task-mapping.ts';

type Ecs = Connection<Clients['ecs']>;

const sdk = () => import('@aws-sdk/client-ecs');

/** The most that AWS accepts and returns at once. */
const PAGE_SIZE = 100;

/** The most services that AWS describes at once. */
export const SERVICES_AT_ONCE = 10;

/** ARNs of the clusters of the account and region. */
export async function listClusters(ecs: Ecs, signal: AbortSignal): Promise<string[]> {
  const {ListClustersCommand} = await sdk();
  const action = 'ecs:ListClusters';
  return everyPage(action, 'clusterArns', async (nextToken?: string) => {
    const page = await ecs.call(action, signal, new ListClustersCommand({nextToken, maxResults: PAGE_SIZE}));
    return {items: page.clusterArns, next: page.nextToken};
  });
}

/** Every service of a cluster. One that was deleted after it was listed is left out. */
export async function servicesOfCluster(ecs: Ecs, cluster: string, signal: AbortSignal): Promise<EcsService[]> {
  const arns = await listServices(ecs, cluster, signal);
  const batches = Array.from({length: Math.ceil(arns.length / SERVICES_AT_ONCE)}, (_, i) =>
    arns.slice(i * SERVICES_AT_ONCE, (i + 1) * SERVICES_AT_ONCE),
  );
  const described = await Promise.all(batches.map((batch) => describeServices(ecs, cluster, batch, signal)));
  return described.flatMap((found, i) => (batches[i] ?? []).flatMap((arn) => found.get(arn) ?? []));
}

async function listServices(ecs: Ecs, cluster: string, signal: AbortSignal): Promise<string[]> {
  const {ListServicesCommand} = await sdk();
  const action = 'ecs:ListServices';
  return everyPage(action, 'serviceArns', async (nextToken?: string) => {
    const page = await ecs.call(action, signal, new ListServicesCommand({cluster, nextToken, maxResults: PAGE_SIZE}));
    return {items: page.serviceArns, next: page.nextToken};
  });
}

/** By name and by ARN, as either may be asked for. Services that do not exist are left out. */
export async function describeServices(
  ecs: Ecs,
  cluster: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, EcsService>> {
  const {DescribeServicesCommand} = await sdk();
  const action = 'ecs:DescribeServices';
  const answer = await ecs.call(action, signal, new DescribeServicesCommand({cluster, services: [...names]}));
  refuseFailures(action, answer.failures);
  const services = shapeOf(action)
    .required(answer.services, 'services')
    .map((from) => toEcsService(action, from));
  return new Map(
    services.flatMap((service) => [
      [service.name, service],
      [service.arn, service],
    ]),
  );
}

/** ARNs of all deployments that AWS keeps (90 days), newest first. */
export async function listServiceDeployments(
  ecs: Ecs,
  cluster: string,
  service: string,
  signal: AbortSignal,
): Promise<string[]> {
  const {ListServiceDeploymentsCommand} = await sdk();
  const action = 'ecs:ListServiceDeployments';
  const all = await everyPage(action, 'serviceDeployments', async (nextToken?: string) => {
    const page = await ecs.call(
      action,
      signal,
      new ListServiceDeploymentsCommand({cluster, service, nextToken, maxResults: PAGE_SIZE}),
    );
    return {items: page.serviceDeployments, next: page.nextToken};
  });
  const {required} = shapeOf(action);
  return all
    .toSorted((a, b) => createdAtMs(b) - createdAtMs(a))
    .map((from) => required(from.serviceDeploymentArn, 'serviceDeployments[].serviceDeploymentArn'));
}

function createdAtMs({createdAt}: ServiceDeploymentBrief): number {
  return shapeOf('ecs:ListServiceDeployments').required(createdAt, 'serviceDeployments[].createdAt').getTime();
}

/** In the order of the ARNs, at most 20. */
export async function describeServiceDeployments(
  ecs: Ecs,
  serviceDeploymentArns: readonly string[],
  signal: AbortSignal,
): Promise<ServiceDeployment[]> {
  if (serviceDeploymentArns.length === 0) return [];
  const {DescribeServiceDeploymentsCommand} = await sdk();
  const action = 'ecs:DescribeServiceDeployments';
  const answer = await ecs.call(
    action,
    signal,
    new DescribeServiceDeploymentsCommand({serviceDeploymentArns: [...serviceDeploymentArns]}),
  );
  refuseFailures(action, answer.failures);
  const {required} = shapeOf(action);
  const described = required(answer.serviceDeployments, 'serviceDeployments').map((from) =>
    toServiceDeployment(action, from),
  );
  const byArn = new Map(described.map((deployment) => [deployment.arn, deployment]));
  return serviceDeploymentArns.map((arn) => required(byArn.get(arn), `serviceDeployments[] of ${arn}`));
}

/** Including the values of its environment. */
export async function describeTaskDefinition(
  ecs: Ecs,
  taskDefinition: string,
  signal: AbortSignal,
): Promise<SdkTaskDefinition> {
  const {DescribeTaskDefinitionCommand} = await sdk();
  const action = 'ecs:DescribeTaskDefinition';
  const answer = await ecs.call(action, signal, new DescribeTaskDefinitionCommand({taskDefinition}));
  return shapeOf(action).required(answer.taskDefinition, 'taskDefinition');
}

/** ARNs of the tasks that are meant to run, whether or not they do yet. */
export async function listTasks(
  ecs: Ecs,
  cluster: string,
  serviceName: string,
  signal: AbortSignal,
): Promise<string[]> {
  const {ListTasksCommand} = await sdk();
  const action = 'ecs:ListTasks';
  return everyPage(action, 'taskArns', async (nextToken?: string) => {
    const page = await ecs.call(
      action,
      signal,
      new ListTasksCommand({cluster, serviceName, desiredStatus: 'RUNNING', nextToken, maxResults: PAGE_SIZE}),
    );
    return {items: page.taskArns, next: page.nextToken};
  });
}

/** In the order of the ARNs; a task that is gone since it was listed is left out. */
export async function describeTasks(
  ecs: Ecs,
  cluster: string,
  arns: readonly string[],
  signal: AbortSignal,
): Promise<EcsTask[]> {
  const {DescribeTasksCommand} = await sdk();
  const action = 'ecs:DescribeTasks';
  const tasks: EcsTask[] = [];
  const {required, refuse} = shapeOf(action);
  for (let from = 0; from < arns.length; from += PAGE_SIZE) {
    const asked = arns.slice(from, from + PAGE_SIZE);
    const answer = await ecs.call(action, signal, new DescribeTasksCommand({cluster, tasks: asked}));
    refuseFailures(action, answer.failures);
    const found = required(answer.tasks, 'tasks');
    // A task that has just ended is listed as a failure; one that is in neither list was left out.
    const accounted = found.length + (answer.failures?.length ?? 0);
    if (accounted < asked.length)
      refuse(`leaves out ${asked.length - accounted} of the ${asked.length} tasks it was asked for`);
    tasks.push(...found.map((task) => toEcsTask(action, task)));
  }
  return tasks;
}

/** ECS answers for the others when one fails. A missing one is not a failure: its absence is the answer. */
function refuseFailures(action: string, failures: readonly Failure[] | undefined): void {
  const failure = failures?.find(({reason}) => reason !== 'MISSING');
  if (failure === undefined) return;
  const {arn = 'one that it does not name', reason = 'no reason', detail} = failure;
  shapeOf(action).refuse(`has no description of ${arn}: ${reason}${detail === undefined ? '' : ` (${detail})`}`);
}

import type {TaskDefinition as SdkTaskDefinition} from '@aws-sdk/client-ecs';
import {CannotTell} from '../../../model/errors.ts';
import type {EcsFacts, EcsService} from '../../../model/facts/aws-facts.ts';
import {unlessAbsent} from '../absent.ts';
import type {ManyOf, Place, Scope} from '../scope.ts';
import {
  describeServiceDeployments,
  describeServices,
  describeTaskDefinition,
  describeTasks,
  listClusters,
  listServiceDeployments,
  listTasks,
  SERVICES_AT_ONCE,
  servicesOfCluster,
} from './calls.ts';
import {environmentValueOf, toTaskDefinition} from './mapping.ts';

/** How many deployments count as the latest: what one call describes. */
const LATEST_DEPLOYMENTS = 20;

const TASK_DEFINITION_ACTION = 'ecs:DescribeTaskDefinition';

export function ecsFacts({at, to, fact, oneOfMany, unrecorded, resource}: Scope): EcsFacts {
  const ecs = (place: Place) => to('ecs', place);

  const servicesIn = (cluster: string): ManyOf<EcsService> => ({
    key: `service:${cluster}`,
    size: SERVICES_AT_ONCE,
    fetch: (place, names, aborted) =>
      inCluster(cluster, place, () => describeServices(ecs(place), cluster, names, aborted)),
    missing: (service, place) => noService(service, cluster, place),
  });

  /** A fact about the tasks or deployments of a service. */
  const ofService = <T>(
    name: string,
    key: string,
    ask: (place: Place, cluster: string, service: string, aborted: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    const {cluster, service} = resource(name, 'service');
    const place = at(name);
    return fact(place, `${key}:${cluster}:${service}`, (aborted) =>
      inCluster(cluster, place, () =>
        unlessAbsent(
          ['ServiceNotFoundException', 'ServiceNotActiveException'],
          () => ask(place, cluster, service, aborted),
          () => noService(service, cluster, place),
        ),
      ),
    );
  };

  /** Holds the values of the environment, so it stays in memory: facts are made of what was asked for by name. */
  const wholeTaskDefinition = (place: Place, arn: string, aborted: AbortSignal): Promise<SdkTaskDefinition> =>
    unrecorded(place, `taskDefinition:${arn}`, aborted, (ended) => describeTaskDefinition(ecs(place), arn, ended));

  return {
    async service(name) {
      const {cluster, service} = resource(name, 'service');
      return oneOfMany(at(name), servicesIn(cluster), service);
    },
    async services(name) {
      const place = at(name);
      return fact(place, 'services', async (aborted) => {
        const clusters = await listClusters(ecs(place), aborted);
        const found = await Promise.all(clusters.map((cluster) => servicesIfThere(ecs(place), cluster, aborted)));
        return found.flat();
      });
    },
    serviceDeployments: (name) =>
      ofService(name, 'serviceDeployments', async (place, cluster, service, aborted) => {
        const all = await listServiceDeployments(ecs(place), cluster, service, aborted);
        return describeServiceDeployments(ecs(place), all.slice(0, LATEST_DEPLOYMENTS), aborted);
      }),
    async taskDefinition(name, arn) {
      const place = at(name);
      return fact(place, `taskDefinition:${arn}`, async (aborted) =>
        toTaskDefinition(TASK_DEFINITION_ACTION, await wholeTaskDefinition(place, arn, aborted)),
      );
    },
    async environmentValue(name, arn, container, variable) {
      const place = at(name);
      return fact(place, `environmentValue:${arn}:${container}:${variable}`, async (aborted) =>
        environmentValueOf(await wholeTaskDefinition(place, arn, aborted), container, variable),
      );
    },
    tasks: (name) =>
      ofService(name, 'tasks', async (place, cluster, service, aborted) =>
        describeTasks(ecs(place), cluster, await listTasks(ecs(place), cluster, service, aborted), aborted),
      ),
  };
}

/** None where the cluster is gone since it was listed. */
function servicesIfThere(...call: Parameters<typeof servicesOfCluster>): Promise<EcsService[]> {
  return unlessAbsent(
    ['ClusterNotFoundException'],
    () => servicesOfCluster(...call),
    () => [],
  );
}

function inCluster<T>(cluster: string, place: Place, ask: () => Promise<T>): Promise<T> {
  return unlessAbsent(['ClusterNotFoundException'], ask, () => {
    throw new CannotTell(
      `no cluster "${cluster}" in ${place.name}`,
      'correct `cluster:` of this resource in the checklist, or its account or region; `aws ecs list-clusters` names those that exist',
    );
  });
}

function noService(service: string, cluster: string, place: Place): never {
  throw new CannotTell(
    `no service "${service}" in cluster "${cluster}" of ${place.name}`,
    `correct \`service:\` of this resource in the checklist; \`aws ecs list-services --cluster ${cluster}\` names those that exist`,
  );
}

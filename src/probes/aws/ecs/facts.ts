import type {TaskDefinition as SdkTaskDefinition} from '@aws-sdk/client-ecs';
import {CannotTell} from '../../../model/errors.ts';
import type {EcsFacts, EcsService} from '../../../model/facts/aws-facts.ts';
import {ComparedValue, isDigestOf} from '../../digest.ts';
import {unlessAbsent} from '../absent.ts';
import type {AccountRegion, ManyOf, Scope} from '../scope.ts';
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
import {environmentValueOf, toTaskDefinition} from './task-mapping.ts';

/** How many deployments count as the latest: as many as one call describes. */
const LATEST_DEPLOYMENTS = 20;

const TASK_DEFINITION_ACTION = 'ecs:DescribeTaskDefinition';

export function ecsFacts({at, to, fact, oneOfMany, unrecorded, resource}: Scope): EcsFacts {
  const ecs = (accountRegion: AccountRegion) => to('ecs', accountRegion);

  const servicesIn = (cluster: string): ManyOf<EcsService> => ({
    key: `service:${cluster}`,
    size: SERVICES_AT_ONCE,
    fetch: (accountRegion, names, aborted) =>
      inCluster(cluster, accountRegion, () => describeServices(ecs(accountRegion), cluster, names, aborted)),
    missing: (service, accountRegion) => noService(service, cluster, accountRegion),
  });

  /** A fact about the tasks or deployments of a service. */
  const ofService = <T>(
    name: string,
    key: 'serviceDeployments' | 'tasks',
    ask: (accountRegion: AccountRegion, cluster: string, service: string, aborted: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    const {cluster, service} = resource(name, 'service');
    const accountRegion = at(name);
    return fact(accountRegion, `${key}:${cluster}:${service}`, (aborted) =>
      inCluster(cluster, accountRegion, () =>
        unlessAbsent(
          ['ServiceNotFoundException', 'ServiceNotActiveException'],
          () => ask(accountRegion, cluster, service, aborted),
          () => noService(service, cluster, accountRegion),
        ),
      ),
    );
  };

  /** Holds the values of the environment, so it stays in memory: facts have none. */
  const wholeTaskDefinition = (
    accountRegion: AccountRegion,
    arn: string,
    aborted: AbortSignal,
  ): Promise<SdkTaskDefinition> =>
    unrecorded(accountRegion, `taskDefinition:${arn}`, aborted, (ended) =>
      describeTaskDefinition(ecs(accountRegion), arn, ended),
    );

  return {
    async service(name) {
      const {cluster, service} = resource(name, 'service');
      return oneOfMany(at(name), servicesIn(cluster), service);
    },
    async services(name) {
      const accountRegion = at(name);
      return fact(accountRegion, 'services', async (aborted) => {
        const clusters = await listClusters(ecs(accountRegion), aborted);
        const found = await Promise.all(
          clusters.map((cluster) => servicesIfThere(ecs(accountRegion), cluster, aborted)),
        );
        return found.flat();
      });
    },
    serviceDeployments: (name) =>
      ofService(name, 'serviceDeployments', async (accountRegion, cluster, service, aborted) => {
        const all = await listServiceDeployments(ecs(accountRegion), cluster, service, aborted);
        return describeServiceDeployments(ecs(accountRegion), all.slice(0, LATEST_DEPLOYMENTS), aborted);
      }),
    async taskDefinition(name, arn) {
      const accountRegion = at(name);
      return fact(accountRegion, `taskDefinition:${arn}`, async (aborted) =>
        toTaskDefinition(TASK_DEFINITION_ACTION, await wholeTaskDefinition(accountRegion, arn, aborted)),
      );
    },
    async environmentIs(name, arn, container, variable, expected) {
      const accountRegion = at(name);
      const key = `environmentDigest:${arn}:${container}:${variable}` as const;
      const kept: ComparedValue | string | null = await fact(accountRegion, key, async (aborted) => {
        const value = environmentValueOf(await wholeTaskDefinition(accountRegion, arn, aborted), container, variable);
        return value === null ? null : new ComparedValue(value);
      });
      if (kept === null) return null;
      // Replayed, it is what was recorded of it.
      return typeof kept === 'string' ? isDigestOf(kept, expected) : kept.is(expected);
    },
    tasks: (name) =>
      ofService(name, 'tasks', async (accountRegion, cluster, service, aborted) => {
        const arns = await listTasks(ecs(accountRegion), cluster, service, aborted);
        const tasks = await describeTasks(ecs(accountRegion), cluster, arns, aborted);
        return tasks.filter(({group}) => !isOfAnother(service, group));
      }),
  };
}

/** A service puts its name into the group of its tasks; a revision of the same family may run in several services. */
function isOfAnother(service: string, group: string | null): boolean {
  return (group ?? '').startsWith('service:') && group !== `service:${service.split('/').at(-1)}`;
}

/** Empty when the cluster is gone since it was listed. */
function servicesIfThere(...call: Parameters<typeof servicesOfCluster>): Promise<EcsService[]> {
  return unlessAbsent(
    ['ClusterNotFoundException'],
    () => servicesOfCluster(...call),
    () => [],
  );
}

function inCluster<T>(cluster: string, accountRegion: AccountRegion, ask: () => Promise<T>): Promise<T> {
  return unlessAbsent(['ClusterNotFoundException'], ask, () => {
    throw new CannotTell(
      `no cluster "${cluster}" in ${accountRegion.name}`,
      'correct the name of the cluster, or the account (--profile) or region (--region) where it is looked for; `aws ecs list-clusters` names those that exist',
    );
  });
}

function noService(service: string, cluster: string, accountRegion: AccountRegion): never {
  throw new CannotTell(
    `no service "${service}" in cluster "${cluster}" of ${accountRegion.name}`,
    `correct the name of the service; \`aws ecs list-services --cluster ${cluster}\` names those that exist`,
  );
}

import {
  type NetworkEntry,
  type NetworkTarget,
  networkTargetGroups,
  networkTargets,
} from '../domain/api-gateway/network-target.ts';
import {CannotTell} from '../model/errors.ts';
import type {AwsFacts, LoadBalancer} from '../model/facts/aws-facts.ts';
import type {Fault} from '../model/outcome.ts';

type Asked = Pick<AwsFacts, 'listenersOf' | 'loadBalancers' | 'targetGroups' | 'targetHealth'>;

export interface NetworkWay {
  readonly network: LoadBalancer;
  /** Empty with a fault. */
  readonly targets: readonly NetworkTarget[];
  readonly fault: Fault | null;
}

/**
 * Follows a connection through a network load balancer of the account and region.
 *
 * @throws {CannotTell} when there is no such load balancer, or it passes connections on to something that is not followed.
 */
export async function throughNetworkLoadBalancer(
  aws: Asked,
  where: Parameters<AwsFacts['loadBalancers']>[0],
  arn: string,
  entry: NetworkEntry,
): Promise<NetworkWay> {
  const network = (await aws.loadBalancers(where)).find((one) => one.arn === arn);
  if (network === undefined) {
    throw new CannotTell(
      `load balancer ${arn}, which the VPC link or the integration names, is not in this account and region`,
      'look at where it is; if it was deleted, let the integration use another link',
    );
  }
  const [listeners, groups] = await Promise.all([aws.listenersOf(where, arn), aws.targetGroups(where)]);
  const found = networkTargetGroups(network, entry, listeners, groups);
  if ('fault' in found) return {network, targets: [], fault: found.fault};
  const targets = await Promise.all(
    found.groups.map(async (group) => networkTargets(group, await aws.targetHealth(where, group.arn))),
  );
  return {network, targets: targets.flat(), fault: null};
}

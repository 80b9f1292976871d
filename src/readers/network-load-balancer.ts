import {
  inUse,
  type NetworkEntry,
  type NetworkTarget,
  networkTargetGroups,
  networkTargets,
} from '../domain/api-gateway/network-target.ts';
import {admissionsIn, onTcpPort} from '../domain/network/admissions.ts';
import {CannotTell} from '../model/errors.ts';
import type {AwsFacts, LoadBalancer, VpcLink} from '../model/facts/aws-facts.ts';
import type {Fault} from '../model/outcome.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import {command} from '../model/text/shell.ts';

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
  const network = await requireNetwork(aws, where, arn);
  const [listeners, groups] = await Promise.all([aws.listenersOf(where, arn), aws.targetGroups(where)]);
  const found = networkTargetGroups(network, entry, listeners, groups);
  if ('fault' in found) return {network, targets: [], fault: found.fault};
  const targets = await Promise.all(
    found.groups.map(async (group) => networkTargets(group, await aws.targetHealth(where, group.arn))),
  );
  return {network, ...inUse(network, targets.flat())};
}

/** What a link of version 1 ends at, and which ports there lead to a port of the load balancer behind. */
export interface Entrances {
  readonly network: LoadBalancer;
  readonly ports: readonly number[];
}

/** @throws {CannotTell} when none is seen to lead there, and some are not followed. */
export async function entrancesOf(
  aws: Asked & Pick<AwsFacts, 'loadBalancer'>,
  alb: ResourceRef<'loadBalancer'>,
  {name, id, targetArns: [arn]}: VpcLink,
  port: number,
): Promise<Entrances> {
  if (arn === undefined) {
    throw new CannotTell(
      `VPC link ${name} (${id}), of version 1, names no network load balancer`,
      'look at the link (`aws apigateway get-vpc-links`)',
    );
  }
  const [network, behind] = await Promise.all([requireNetwork(aws, alb, arn), aws.loadBalancer(alb)]);
  const ports: number[] = [];
  const notFollowed: unknown[] = [];
  for (const listener of await aws.listenersOf(alb, arn)) {
    try {
      const {targets} = await throughNetworkLoadBalancer(aws, alb, arn, {listenerArn: listener.arn});
      const leads = targets.some((one) => one.loadBalancerArn === behind.arn && one.port === port);
      if (leads) ports.push(listener.port);
    } catch (thrown) {
      if (!(thrown instanceof CannotTell)) throw thrown;
      notFollowed.push(thrown);
    }
  }
  if (ports.length === 0 && notFollowed.length > 0) throw notFollowed[0];
  return {network, ports};
}

/** Names of the network load balancers that pass connections on to the load balancer, whatever the port. */
export async function networksBefore(
  aws: Asked & Pick<AwsFacts, 'loadBalancer'>,
  alb: ResourceRef<'loadBalancer'>,
): Promise<readonly string[]> {
  const [{arn}, groups, networks] = await Promise.all([
    aws.loadBalancer(alb),
    aws.targetGroups(alb),
    aws.loadBalancers(alb),
  ]);
  const before = await Promise.all(
    groups
      .filter(({targetType}) => targetType === 'alb')
      .map(async (group) => {
        const targets = await aws.targetHealth(alb, group.arn);
        return targets.some(({targetId}) => targetId === arn) ? group.loadBalancerArns : [];
      }),
  );
  return networks.filter((network) => before.flat().includes(network.arn)).map(({name}) => name);
}

/**
 * The addresses with which API Gateway comes over PrivateLink are its own, and not shown: groups that guard it have to
 * let everybody in. Source: the Network Load Balancer user guide, security groups.
 *
 * @throws {CannotTell} when they do not.
 */
export async function requireOpenToLink(
  aws: Pick<AwsFacts, 'securityGroupsById'>,
  alb: ResourceRef<'loadBalancer'>,
  {network, ports}: Entrances,
): Promise<void> {
  const {arn, name, securityGroupIds, groupsGuardPrivateLink} = network;
  if (securityGroupIds.length === 0 || groupsGuardPrivateLink === false) return;
  const admissions = admissionsIn(await aws.securityGroupsById(alb, securityGroupIds));
  const isOpen = ports.some((port) => onTcpPort(admissions, port).some(({peer}) => peer === '0.0.0.0/0'));
  if (isOpen) return;
  // It replaces the groups by those that it is given.
  const off = command`aws elbv2 set-security-groups --load-balancer-arn ${arn} --security-groups ${securityGroupIds} --enforce-security-group-inbound-rules-on-private-link-traffic off`;
  throw new CannotTell(
    `network load balancer ${name}: its groups guard what comes over PrivateLink, too, and whether they admit the addresses of API Gateway there is not known`,
    `switch that off (\`${off}\`), as AWS advises for VPC links, or send a request and see what answers`,
  );
}

async function requireNetwork(
  aws: Pick<AwsFacts, 'loadBalancers'>,
  where: Parameters<AwsFacts['loadBalancers']>[0],
  arn: string,
): Promise<LoadBalancer> {
  const network = (await aws.loadBalancers(where)).find((one) => one.arn === arn);
  if (network !== undefined) return network;
  throw new CannotTell(
    `load balancer ${arn}, which the VPC link or the integration names, is not in this account and region`,
    'look at where it is; if it was deleted, let the integration use another link',
  );
}

import {CannotTell} from '../../model/errors.ts';
import type {
  EcsService,
  LoadBalancer,
  NetworkAcl,
  NetworkInterface,
  SecurityGroup,
  Subnet,
  VpcLink,
} from '../../model/facts/aws-facts.ts';
import {type IpRange, readRange} from './cidr.ts';
import type {Party} from './network-hop.ts';

/** Addresses of one family: a connection is IPv4 or IPv6, and each is admitted separately. */
export type Family = IpRange['family'];

/** The network that a party's interfaces are in: the subnets, and the network ACL of each. */
export interface Surroundings {
  readonly subnets: readonly Subnet[];
  readonly acls: readonly NetworkAcl[];
}

/**
 * Clients: they cross no border that this account could judge.
 *
 * @param mayCarryGroups those with private addresses may, and which is not known; nobody on the internet does.
 */
export function outsideParty(name: string, addresses: readonly IpRange[], mayCarryGroups = false): Party {
  return {name, interfaces: [{groups: [], addresses, mayCarryOthers: mayCarryGroups}], subnets: []};
}

/**
 * Interfaces that may be anywhere in these subnets: a load balancer's nodes, which come and go as it scales; the tasks of
 * a service that runs none now.
 */
export function partyInSubnets(
  name: string,
  groups: readonly SecurityGroup[],
  surroundings: Surroundings,
  family: Family,
): Party {
  const addresses = surroundings.subnets.flatMap(({cidrs}) => ofFamily(cidrs, family));
  return {name, interfaces: [{groups, addresses}], subnets: bordersOf(surroundings)};
}

/** Interfaces that exist, each with its own address and groups; those with the same groups are one. */
export function partyOfInterfaces(
  name: string,
  interfaces: readonly NetworkInterface[],
  groups: readonly SecurityGroup[],
  surroundings: Surroundings,
  family: Family,
): Party {
  const byGroups = Map.groupBy(interfaces, ({securityGroupIds}) => [...securityGroupIds].sort().join());
  return {
    name,
    interfaces: [...byGroups.values()].map((alike) => ({
      groups: (alike[0]?.securityGroupIds ?? []).map((id) => groupOf(id, groups)),
      addresses: alike.flatMap(({privateAddresses}) => ofFamily(privateAddresses, family)),
    })),
    subnets: bordersOf(surroundings),
  };
}

/** What is read about the tasks of a service to make them a party. */
export interface TaskPlaces {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  party(groups: readonly SecurityGroup[], surroundings: Surroundings, family: Family): Party;
}

/**
 * Running tasks show where they are and which groups they carry; without any, the service's configuration says so for
 * the next ones.
 *
 * @param interfaces those of the tasks that run.
 * @throws {CannotTell} when neither says it.
 */
export function placesOfTasks(service: EcsService, interfaces: readonly NetworkInterface[]): TaskPlaces {
  if (interfaces.length > 0) {
    return {
      subnetIds: [...new Set(interfaces.map(({subnetId}) => subnetId))],
      securityGroupIds: [...new Set(interfaces.flatMap((one) => one.securityGroupIds))],
      party: (groups, around, family) =>
        partyOfInterfaces(`tasks of ${service.name}`, interfaces, groups, around, family),
    };
  }
  return {
    ...plannedNetwork(service),
    party: (groups, around, family) => partyInSubnets(`future tasks of ${service.name}`, groups, around, family),
  };
}

function plannedNetwork({name, network}: EcsService) {
  if (network === null) {
    throw new CannotTell(
      `service ${name}: no task of it has an interface of its own, and it configures no network (awsvpc)`,
      'look at the security groups of the container instances by hand',
    );
  }
  if (network.securityGroupIds.length === 0) {
    throw new CannotTell(
      `service ${name}: it names no security group and runs no task, so tasks will get the default group of their VPC`,
      'name a security group in the network configuration of the service, or start a task',
    );
  }
  return network;
}

/**
 * Group references and routes work within one VPC; across peered ones they may or may not.
 *
 * @param whose the subnets are, for the message: `the tasks'`.
 * @throws {CannotTell} when a subnet is in another VPC than the load balancer.
 */
export function requireOneVpc({name, vpcId}: LoadBalancer, subnets: readonly Subnet[], whose: string): void {
  const stranger = subnets.find((subnet) => subnet.vpcId !== vpcId);
  if (stranger === undefined) return;
  throw new CannotTell(
    `load balancer ${name} is in ${vpcId}, ${whose} subnet ${stranger.id} in ${stranger.vpcId}: peering and transit gateways are not judged`,
    'send a request through the load balancer, or look at the target health (alb/targets-healthy)',
  );
}

/**
 * The groups on the interfaces of a VPC link (V2).
 *
 * @throws {CannotTell} when it names none: interfaces always have one, and AWS does not say which it then is.
 */
export function requireLinkGroups({name, securityGroupIds}: VpcLink): readonly string[] {
  if (securityGroupIds.length > 0) return securityGroupIds;
  throw new CannotTell(
    `VPC link ${name}: it names no security group, so which one guards its interfaces is not known`,
    'look at its interfaces: `aws ec2 describe-network-interfaces --filters Name=description,Values="*VPC*Link*"`',
  );
}

/** A group whose rules are missing must not count as absent: no groups would mean that nothing is guarded. */
function groupOf(id: string, groups: readonly SecurityGroup[]): SecurityGroup {
  const group = groups.find((one) => one.id === id);
  if (group !== undefined) return group;
  throw new CannotTell(
    `security group ${id}: its rules were not read`,
    `check with \`aws ec2 describe-security-groups --group-ids ${id}\``,
  );
}

function bordersOf({subnets, acls}: Surroundings): Party['subnets'] {
  return subnets.map(({id, cidrs}) => {
    const acl = acls.find(({subnetIds}) => subnetIds.includes(id));
    if (acl !== undefined) return {id, ranges: cidrs.map(readRange), acl};
    throw new CannotTell(
      `subnet ${id}: AWS named no network ACL for it, and every subnet has one`,
      `check with \`aws ec2 describe-network-acls --filters Name=association.subnet-id,Values=${id}\``,
    );
  });
}

function ofFamily(texts: readonly string[], family: Family): IpRange[] {
  return texts.map(readRange).filter((range) => range.family === family);
}

import {CannotTell} from '../../model/errors.ts';
import type {LoadBalancer, RouteTable} from '../../model/facts/aws-facts.ts';
import {holes, parseCidr, readRange} from './cidr.ts';

/** A subnet without a table of its own has the VPC's main one. */
export function routeTableOf(subnetId: string, tables: readonly RouteTable[], {vpcId}: LoadBalancer): RouteTable {
  const table = tables.find((one) => one.subnetIds.includes(subnetId)) ?? tables.find((one) => one.isMain);
  if (table !== undefined) return table;
  throw new CannotTell(
    `subnet ${subnetId} of ${vpcId}: neither a route table of its own nor the VPC's main one was found`,
    `check with \`aws ec2 describe-route-tables --filters Name=vpc-id,Values=${vpcId}\``,
  );
}

/** The default route, or several that make up the same. */
export function leadsToInternet(table: RouteTable, clients: string): boolean {
  const covered = table.routes
    .filter(({target, state}) => target.startsWith('igw-') && state === 'active')
    .flatMap(({destination}) => parseCidr(destination) ?? []);
  return holes(readRange(clients), covered).length === 0;
}

/** The internet of each address family in which the load balancer has public addresses. */
export function internetOf({ipAddressType}: LoadBalancer): readonly string[] {
  if (ipAddressType === 'dualstack-without-public-ipv4') return ['::/0'];
  return ipAddressType === 'dualstack' ? ['0.0.0.0/0', '::/0'] : ['0.0.0.0/0'];
}

/**
 * What to change where a subnet has no route to an internet gateway. A default route that leads elsewhere may go through
 * a firewall on purpose: it is never to be replaced in passing.
 */
export function internetRouteFix(table: RouteTable, missing: readonly string[]): string {
  const others = table.routes.filter(({destination, target}) => missing.includes(destination) && target !== 'local');
  if (others.length === 0) {
    return `Add a route for ${missing.join(' and ')} to the VPC's internet gateway to route table ${table.id}, or move the load balancer to public subnets.`;
  }
  const led = others.map(({destination, target, state}) => `${destination} to ${target} (${state})`).join(' and ');
  return `Route table ${table.id} leads ${led}: move the load balancer to public subnets, and leave that route alone, as a firewall or other subnets may depend on it.`;
}

import type {LoadBalancer, RouteTable} from '../../model/facts/aws-facts.ts';
import {NO_PREFIX_LISTS} from './admissions.ts';
import {EVERYWHERE, intersect, union} from './cidr.ts';
import type {NetworkHop, Party} from './network-hop.ts';
import {routedParts} from './route-choice.ts';
import {requireTable} from './way-out.ts';

/**
 * Routes from one party to another of the same VPC that do not lead there straight. The local route leads everywhere in a
 * VPC, unless its target was replaced, or a more specific route leads through an appliance or into nowhere.
 * Source: the Amazon VPC user guide, middlebox routing.
 */
export function detours(
  from: Party,
  to: Party,
  tables: readonly RouteTable[],
  within: Pick<LoadBalancer, 'vpcId'>,
): NetworkHop[] {
  const addresses = intersect(
    to.interfaces.flatMap((one) => one.addresses),
    to.subnets.flatMap(({ranges}) => ranges),
  );
  return from.subnets.flatMap(({id}) => {
    const table = requireTable(id, tables, within);
    return routedParts(table, addresses, NO_PREFIX_LISTS).flatMap(({route, ranges}) => {
      // The local route covers all addresses of the VPC: a default route is for none of them.
      if (route === null || route.target === 'local' || EVERYWHERE.includes(route.destination)) return [];
      const isThere = route.state === 'active';
      const led = `leads ${route.destination} to ${route.target}`;
      const what = isThere ? `${led}, and whether that hands it on is not known` : led;
      const text = isThere
        ? 'Look at the target health (alb/targets-healthy): health checks take the same way.'
        : `Let ${table.id} lead the addresses of ${to.name} within the VPC (target local).`;
      return {
        at: id,
        peer: to.name,
        guard: 'route table',
        direction: 'out',
        traffic: `to ${to.name}`,
        open: isThere ? 'unknown' : false,
        ids: [table.id],
        decidedBy: [`${table.id} ${what}${isThere ? '' : ` (${route.state})`}`],
        add: {kind: 'other', text},
        closedTo: union(ranges),
        unseen: [],
        unreadPrefixLists: [],
      } as const;
    });
  });
}

import {union} from './cidr.ts';
import type {Clients} from './clients.ts';
import type {NetworkHop} from './network-hop.ts';
import {type From, type WayPart, wayOut} from './way-out.ts';

/**
 * The route tables of a load balancer's subnets as guards on the way of replies, one hop for subnets that are alike. What
 * is closed and what is not known are hops of their own.
 */
export function routeHops(subnets: readonly From[], clients: Clients): NetworkHop[] {
  const ways = subnets.map((from) => ({...from, parts: wayOut(from, clients)}));
  const alike = Map.groupBy(ways, ({table, parts}) => JSON.stringify([table.id, parts.map(({what}) => what)]));
  return [...alike.values()].flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    const at = some.map(({subnetId}) => subnetId).join(', ');
    const {parts, table} = first;
    const hop = (those: readonly WayPart[], open: NetworkHop['open']): NetworkHop => ({
      at,
      peer: clients.name,
      guard: 'route table',
      direction: 'out',
      traffic: `replies to ${clients.name}`,
      open,
      ids: [table.id],
      decidedBy: those.map(({what}) => `${table.id} ${what}`),
      add: open === true ? null : {kind: 'other', text: [...new Set(those.flatMap(({fix}) => fix ?? []))].join(' ')},
      closedTo: open === true ? [] : union(those.flatMap(({ranges}) => ranges)),
      unseen: [...new Set(those.flatMap(({unseen}) => unseen ?? []))],
      unreadPrefixLists: [],
    });
    const closed = parts.filter(({open}) => open === false);
    const unknown = parts.filter(({open}) => open === 'unknown');
    return [
      ...(closed.length === 0 ? [] : [hop(closed, closed.length === parts.length ? false : 'partly')]),
      ...(unknown.length === 0 ? [] : [hop(unknown, 'unknown')]),
      ...(closed.length + unknown.length === 0 ? [hop(parts, true)] : []),
    ];
  });
}

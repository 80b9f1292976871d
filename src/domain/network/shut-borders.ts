import type {NetworkAcl} from '../../model/facts/aws-facts.ts';
import {type Clients, publicRanges} from './clients.ts';
import {aclParts, EPHEMERAL_PORTS, isAllowed, type TcpTraffic} from './network-acl.ts';
import type {NetworkHop} from './network-hop.ts';
import {EVERY_PORT} from './port-sets.ts';

/**
 * Network ACLs that let nobody on the internet in, whatever the port, or no reply out. Which ports they let whom reach is
 * for {@link aclHops}.
 */
export function shutBorders(name: string, acls: readonly NetworkAcl[], clients: Clients): NetworkHop[] {
  const peers = publicRanges(clients.family);
  const unique = [...new Map(acls.map((acl) => [acl.id, acl])).values()];
  return unique.flatMap((acl) => [
    border(name, acl, clients, {isEgress: false, peers, ports: EVERY_PORT}),
    border(name, acl, clients, {isEgress: true, peers, ports: EPHEMERAL_PORTS}),
  ]);
}

function border(at: string, acl: NetworkAcl, clients: Clients, traffic: TcpTraffic): NetworkHop {
  const {isEgress} = traffic;
  const open = aclParts(acl, traffic).some(isAllowed);
  const [what, whom] = isEgress ? ['replies', 'to'] : ['tcp', 'from'];
  const text = `Add to ${acl.id} what is missing: an inbound allow entry for the listener's port, and an outbound one for tcp 1024-65535; the check ec2/clients-reach-load-balancer names the rule numbers.`;
  return {
    at,
    peer: clients.name,
    guard: 'network ACL',
    direction: isEgress ? 'out' : 'in',
    traffic: `${what} ${whom} ${clients.name}`,
    open,
    ids: [acl.id],
    decidedBy: [`${acl.id} ${open ? 'allows some' : 'denies all'} tcp ${whom} ${clients.name}`],
    add: open ? null : {kind: 'other', text},
    closedTo: open ? [] : clients.ranges,
    unseen: [],
    unreadPrefixLists: [],
  };
}

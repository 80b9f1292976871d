import type {LoadBalancer} from '../../model/facts/aws-facts.ts';
import {command} from '../../model/text/shell.ts';
import type {Clients} from './clients.ts';
import type {NetworkHop} from './network-hop.ts';

const ATTRIBUTE = 'ipv6.deny_all_igw_traffic';

/**
 * An attribute that makes a load balancer drop what comes by IPv6 through an internet gateway.
 * Source: the API reference of Elastic Load Balancing, LoadBalancerAttribute.
 */
export function deniedGatewayHops(
  {arn, name}: LoadBalancer,
  attributes: Readonly<Record<string, string>>,
  clients: Clients,
): NetworkHop[] {
  if (attributes[ATTRIBUTE] !== 'true') return [];
  const mend = command`aws elbv2 modify-load-balancer-attributes --load-balancer-arn ${arn} --attributes Key=${ATTRIBUTE},Value=false`;
  return [
    {
      at: `load balancer ${name}`,
      peer: clients.name,
      guard: 'attributes',
      direction: 'in',
      traffic: `IPv6 from ${clients.name}`,
      open: false,
      ids: [arn],
      decidedBy: [`${ATTRIBUTE} is true, and drops what comes by IPv6 through an internet gateway`],
      add: {kind: 'other', text: `Let it in: \`${mend}\`.`},
      closedTo: clients.ranges,
      unseen: [],
      unreadPrefixLists: [],
    },
  ];
}

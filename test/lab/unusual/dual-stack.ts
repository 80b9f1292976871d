import {type AwsWorld, HEALTHY} from '../../../src/lab/aws-world.ts';
import {ALB_ZONE, PUBLIC_GROUP} from '../../../src/lab/worlds/names.ts';
import type {NetworkAcl} from '../../../src/model/facts/aws-facts.ts';
import type {UnusualWorld} from './unusual-world.ts';

/** Each part of the network as it is, and once more for IPv6. */
const AWS: AwsWorld = {
  ...HEALTHY,
  loadBalancer: {...HEALTHY.loadBalancer, ipAddressType: 'dualstack'},
  records: HEALTHY.records.flatMap((record) =>
    record.alias?.hostedZoneId === ALB_ZONE ? [record, {...record, type: 'AAAA'}] : [record],
  ),
  securityGroups: HEALTHY.securityGroups.map((group) => ({
    ...group,
    ingress: group.ingress.map((one) => (group.id === PUBLIC_GROUP ? {...one, cidrs: [...one.cidrs, '::/0']} : one)),
    egress: group.egress.map((one) => ({...one, cidrs: [...one.cidrs, '::/0']})),
  })),
  networkAcls: HEALTHY.networkAcls.map(withIpv6),
  routeTables: HEALTHY.routeTables.map((table) => ({
    ...table,
    routes: [
      ...table.routes,
      {destination: '2a05:d014:1c5:7e00::/56', target: 'local', state: 'active', isPropagated: false},
      // An egress-only gateway is to IPv6 what a NAT gateway is to IPv4.
      {
        destination: '::/0',
        target: table.isMain ? 'eigw-0a1b2c3d4e5f60718' : gatewayOf(table.routes),
        state: 'active',
        isPropagated: false,
      },
    ],
  })),
  subnets: HEALTHY.subnets.map((subnet, i) => ({...subnet, cidrs: [...subnet.cidrs, `2a05:d014:1c5:7e0${i}::/64`]})),
  loadBalancerInterfaces: HEALTHY.loadBalancerInterfaces.map((one, i) => ({
    ...one,
    privateAddresses: [...one.privateAddresses, `2a05:d014:1c5:7e0${i}::15`],
  })),
};

export const DUAL_STACK: UnusualWorld = {
  name: 'dual-stack',
  title: 'the load balancer has IPv4 and IPv6 addresses, and the tasks IPv4 addresses alone',
  aws: AWS,
  faults: [
    {
      title: 'the host has an A record alone',
      aws: {...AWS, records: HEALTHY.records},
      item: 'dns-record',
      says: 'AAAA',
    },
    {
      title: 'the public group admits HTTPS over IPv4 alone',
      aws: {...AWS, securityGroups: HEALTHY.securityGroups},
      item: 'clients-reach',
      says: '::/0',
    },
    {
      title: 'the public subnets have no route to the internet for IPv6',
      aws: {...AWS, routeTables: HEALTHY.routeTables},
      item: 'internet-facing',
      says: '::/0',
    },
  ],
};

/** As AWS numbers the rules of a new ACL: 100 and 101, and the two last ones that deny. */
function withIpv6(acl: NetworkAcl): NetworkAcl {
  const ipv6 = acl.entries.map((entry) => ({...entry, ruleNumber: entry.ruleNumber + 1, cidr: '::/0'}));
  return {...acl, entries: [...acl.entries, ...ipv6].toSorted((a, b) => a.ruleNumber - b.ruleNumber)};
}

function gatewayOf(routes: readonly {readonly target: string}[]): string {
  return routes.find(({target}) => target.startsWith('igw-'))?.target ?? '';
}

import type {AwsWorld} from '../../src/lab/aws-world.ts';
import type {IpPermission, NetworkAcl, RouteTable} from '../../src/model/facts/aws-facts.ts';

/** The same world by IPv6, too: whoever gets in or out by IPv4 does so by IPv6. The record is left as it is. */
export function dualStack(world: AwsWorld): AwsWorld {
  return {
    ...world,
    loadBalancer: {...world.loadBalancer, ipAddressType: 'dualstack'},
    routeTables: world.routeTables.map(withRoute),
    subnets: world.subnets.map((subnet, i) => ({...subnet, cidrs: [...subnet.cidrs, `2001:db8:0:${i}::/64`]})),
    networkAcls: world.networkAcls.map(withEntries),
    securityGroups: world.securityGroups.map((group) => ({
      ...group,
      ingress: group.ingress.map(admitted),
      egress: group.egress.map(admitted),
    })),
  };
}

function withRoute(table: RouteTable): RouteTable {
  const routes = table.routes.filter(({target}) => target.startsWith('igw-'));
  return {...table, routes: [...table.routes, ...routes.map((route) => ({...route, destination: '::/0'}))]};
}

function withEntries(acl: NetworkAcl): NetworkAcl {
  const entries = acl.entries.map((entry) => ({...entry, ruleNumber: entry.ruleNumber + 1, cidr: '::/0'}));
  return {...acl, entries: [...acl.entries, ...entries]};
}

function admitted(permission: IpPermission): IpPermission {
  const {cidrs} = permission;
  return cidrs.includes('0.0.0.0/0') ? {...permission, cidrs: [...cidrs, '::/0']} : permission;
}

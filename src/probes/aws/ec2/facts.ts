import {CannotTell} from '../../../model/errors.ts';
import type {
  Ec2Facts,
  Elbv2Facts,
  NetworkAcl,
  NetworkInterface,
  SecurityGroup,
  SecurityGroupRule,
  Subnet,
} from '../../../model/facts/aws-facts.ts';
import type {AccountRegion, ManyOf, Scope} from '../scope.ts';
import {
  describeNetworkAcls,
  describeNetworkInterfaces,
  describeRouteTables,
  describeSecurityGroupRules,
  describeSecurityGroups,
  describeSubnets,
  getPrefixListCidrs,
  IDS_PER_CALL,
} from './calls.ts';
import {describePublicAccessBlock, describePublicAccessExclusions, describeVpcEndpoints} from './doors.ts';

/** The load balancer fact, which names the groups, subnets and VPC. */
type LoadBalancers = Pick<Elbv2Facts, 'loadBalancer'>;

export function ec2Facts({at, to, fact, oneOfMany}: Scope, {loadBalancer}: LoadBalancers): Ec2Facts {
  const ec2 = (accountRegion: AccountRegion) => to('ec2', accountRegion);

  const groups: ManyOf<SecurityGroup> = {
    key: 'securityGroup',
    size: IDS_PER_CALL,
    fetch: (accountRegion, ids, signal) => describeSecurityGroups(ec2(accountRegion), ids, signal),
    missing: notThere('security group', 'aws ec2 describe-security-groups'),
  };
  const rules: ManyOf<readonly SecurityGroupRule[]> = {
    key: 'securityGroupRules',
    size: IDS_PER_CALL,
    fetch: (accountRegion, ids, signal) => describeSecurityGroupRules(ec2(accountRegion), ids, signal),
    // AWS's answer is the same for a group without rules and one that does not exist.
    missing: () => [],
  };
  const acls: ManyOf<NetworkAcl> = {
    key: 'networkAcl',
    size: IDS_PER_CALL,
    fetch: (accountRegion, ids, signal) => describeNetworkAcls(ec2(accountRegion), ids, signal),
    missing: notThere('the network ACL of subnet', 'aws ec2 describe-network-acls'),
  };
  const subnets: ManyOf<Subnet> = {
    key: 'subnet',
    size: IDS_PER_CALL,
    fetch: (accountRegion, ids, signal) => describeSubnets(ec2(accountRegion), ids, signal),
    missing: notThere('subnet', 'aws ec2 describe-subnets'),
  };
  const interfaces: ManyOf<NetworkInterface> = {
    key: 'networkInterface',
    size: IDS_PER_CALL,
    fetch: async (accountRegion, ids, signal) => {
      const filter = {Name: 'network-interface-id' as const, Values: [...ids]};
      const all = await describeNetworkInterfaces(ec2(accountRegion), filter, signal);
      return new Map(all.map((one) => [one.id, one]));
    },
    missing: notThere('network interface', 'aws ec2 describe-network-interfaces'),
  };

  /** In the order of the ids. */
  const each = <T>(name: string, kind: ManyOf<T>, ids: readonly string[]) =>
    Promise.all(ids.map((id) => oneOfMany(at(name), kind, id)));

  return {
    async securityGroups(name) {
      return each(name, groups, (await loadBalancer(name)).securityGroupIds);
    },
    securityGroupsById: async (name, ids) => each(name, groups, ids),
    securityGroupRules: async (name, groupId) => oneOfMany(at(name), rules, groupId),
    async prefixListCidrs(name, id) {
      const accountRegion = at(name);
      return fact(accountRegion, `prefixList:${id}`, (aborted) => getPrefixListCidrs(ec2(accountRegion), id, aborted));
    },
    networkAcls: async (name, subnetIds) => each(name, acls, subnetIds),
    subnets: async (name, ids) => each(name, subnets, ids),
    async routeTables(name) {
      const accountRegion = at(name);
      const {vpcId} = await loadBalancer(name);
      return fact(accountRegion, `routeTables:${vpcId}`, (aborted) =>
        describeRouteTables(ec2(accountRegion), vpcId, aborted),
      );
    },
    async vpcEndpoints(name) {
      const accountRegion = at(name);
      const {vpcId} = await loadBalancer(name);
      return fact(accountRegion, `vpcEndpoints:${vpcId}`, (aborted) =>
        describeVpcEndpoints(ec2(accountRegion), vpcId, aborted),
      );
    },
    async publicAccessBlock(name) {
      const accountRegion = at(name);
      return fact(accountRegion, 'publicAccessBlock', (aborted) =>
        describePublicAccessBlock(ec2(accountRegion), aborted),
      );
    },
    async publicAccessExclusions(name) {
      const accountRegion = at(name);
      return fact(accountRegion, 'publicAccessExclusions', (aborted) =>
        describePublicAccessExclusions(ec2(accountRegion), aborted),
      );
    },
    networkInterfaces: async (name, ids) => each(name, interfaces, ids),
    async loadBalancerInterfaces(name) {
      const accountRegion = at(name);
      const {arn} = await loadBalancer(name);
      const filter = {Name: 'description' as const, Values: [interfaceDescription(arn)]};
      return fact(accountRegion, `loadBalancerInterfaces:${arn}`, (aborted) =>
        describeNetworkInterfaces(ec2(accountRegion), filter, aborted),
      );
    },
  };
}

/** `ELB app/central-alb/50dc6c495c0c9188`: the only link from an interface to its load balancer. */
function interfaceDescription(loadBalancerArn: string): string {
  return `ELB ${loadBalancerArn.replace(/^.*:loadbalancer\//, '')}`;
}

function notThere(what: string, look: string) {
  return (id: string, accountRegion: AccountRegion): never => {
    throw new CannotTell(
      `${what} ${id} is not in ${accountRegion.name}`,
      `it may belong to another account (a shared VPC) or have been deleted a moment ago: look with \`${look}\``,
    );
  };
}

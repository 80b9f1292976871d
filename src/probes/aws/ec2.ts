import type {Ec2Facts, Elbv2Facts, SecurityGroup} from '../../model/aws-facts.ts';
import {CannotTell} from '../../model/errors.ts';
import {describeRouteTables, describeSecurityGroups, getPrefixListCidrs, IDS_PER_CALL} from './ec2-calls.ts';
import type {ManyOf, Place, Scope} from './scope.ts';

/** What a load balancer's facts are read from besides: its groups, subnets and VPC are named by it. */
type LoadBalancers = Pick<Elbv2Facts, 'loadBalancer'>;

export function ec2Facts({at, to, fact, oneOfMany}: Scope, {loadBalancer}: LoadBalancers): Ec2Facts {
  const ec2 = (place: Place) => to('ec2', place);

  const groups: ManyOf<SecurityGroup> = {
    key: 'securityGroup',
    size: IDS_PER_CALL,
    fetch: (place, ids, signal) => describeSecurityGroups(ec2(place), ids, signal),
    missing: (id, place) => {
      throw new CannotTell(
        `security group ${id} is not in ${place.name}`,
        'it may belong to another account (a shared VPC) or have been deleted a moment ago: look with `aws ec2 describe-security-groups`',
      );
    },
  };
  const securityGroupsById: Ec2Facts['securityGroupsById'] = async (name, ids) =>
    Promise.all(ids.map((id) => oneOfMany(at(name), groups, id)));

  return {
    async securityGroups(name) {
      return securityGroupsById(name, (await loadBalancer(name)).securityGroupIds);
    },
    securityGroupsById,
    async prefixListCidrs(name, id) {
      const place = at(name);
      return fact(place, `prefixList:${id}`, (aborted) => getPrefixListCidrs(ec2(place), id, aborted));
    },
    async routeTables(name) {
      const place = at(name);
      const {vpcId} = await loadBalancer(name);
      return fact(place, `routeTables:${vpcId}`, (aborted) => describeRouteTables(ec2(place), vpcId, aborted));
    },
  };
}

import {expect} from 'chai';
import type {AwsWorld} from '../../src/lab/aws-world.ts';
import {PUBLIC_GROUP, PUBLIC_SUBNETS, TASK_SUBNETS, VPC_LINK_GROUP} from '../../src/lab/worlds/names.ts';
import {CannotTell} from '../../src/model/errors.ts';
import type {VpcLink} from '../../src/model/facts/aws-facts.ts';
import type {ResourceRef} from '../../src/model/resource-ref.ts';
import {wayFromLink} from '../../src/readers/network-sides.ts';
import {aclEntry, guardedBy, networkAcl, permission, securityGroup, subnet, vpcLink} from '../support/aws-facts.ts';
import {awsWorld} from '../support/aws-world.ts';
import {thrownBy} from '../support/thrown-by.ts';

const ALB = 'alb' as ResourceRef<'loadBalancer'>;

describe('the way from a VPC link', () => {
  it('is open in the healthy world, guard by guard', async () => {
    const hops = await way();
    expect(hops.map(({guard, direction, open}) => [guard, direction, open])).to.deep.equal([
      ['security group', 'out', true],
      ['network ACL', 'out', true],
      ['network ACL', 'in', true],
      ['security group', 'in', true],
      ['network ACL', 'out', true],
      ['network ACL', 'in', true],
    ]);
  });

  it("is closed where the load balancer's groups do not admit the link's, or the link's let nothing out", async () => {
    const closed = await way(guardedBy(securityGroup(PUBLIC_GROUP, permission({groupIds: ['sg-other']}))));
    expect(closed.filter(({open}) => open !== true).flatMap(({decidedBy}) => decidedBy)[0]).to.include(
      `no rule of ${PUBLIC_GROUP} lets tcp 443 from`,
    );
    const {securityGroups, ...rest} = guardedBy(securityGroup('sg-1', permission({groupIds: [VPC_LINK_GROUP]})));
    expect((await way({securityGroups, ...rest})).every(({open}) => open === true)).to.equal(true);
    const mute = {...securityGroup(VPC_LINK_GROUP), egress: []};
    const shut = await way({...rest, securityGroups: [...securityGroups, mute]});
    expect(shut.filter(({open}) => open !== true).map(({at, direction}) => [at, direction])).to.deep.equal([
      ['VPC link central-link', 'out'],
    ]);
  });

  it('is closed by the ACL of either side, for requests and replies', async () => {
    const denies = (...entries: Parameters<typeof networkAcl>[1][]) =>
      way({networkAcls: [networkAcl(TASK_SUBNETS), networkAcl(PUBLIC_SUBNETS, ...entries)]});
    const inbound = await denies(aclEntry({action: 'deny'}), aclEntry({isEgress: true}));
    expect(inbound.filter(({open}) => open === false)[0]?.traffic).to.equal('tcp 443 (listener)');
    const replies = await denies(aclEntry(), aclEntry({isEgress: true, action: 'deny'}));
    expect(replies.filter(({open}) => open === false)[0]?.traffic).to.equal('replies on tcp 1024-65535');
  });

  it('cannot be told without groups, or from another VPC', async () => {
    const bare = await thrownBy(way({}, {securityGroupIds: []}), CannotTell);
    expect(bare.message).to.include('it names no security group');
    const subnets = [...awsSubnets(), {...subnet('subnet-far', '10.9.0.0/24'), vpcId: 'vpc-9'}];
    const far = await thrownBy(
      way({subnets, networkAcls: [networkAcl([...PUBLIC_SUBNETS, 'subnet-far'])]}, {subnetIds: ['subnet-far']}),
      CannotTell,
    );
    expect(far.message).to.include("the VPC link's subnet subnet-far in vpc-9");
  });
});

function way(changes: Partial<AwsWorld> = {}, link: Partial<VpcLink> = {}) {
  return wayFromLink(awsWorld(changes).aws, ALB, vpcLink({subnetIds: TASK_SUBNETS, ...link}), 443);
}

function awsSubnets() {
  return PUBLIC_SUBNETS.map((id, i) => subnet(id, `10.20.${i}.0/24`));
}

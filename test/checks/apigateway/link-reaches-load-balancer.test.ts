import {expect} from 'chai';
import {linkReachesLoadBalancer as check} from '../../../src/checks/apigateway/link-reaches-load-balancer.ts';
import {type AwsWorld, HEALTHY} from '../../../src/lab/aws-world.ts';
import {VPC_LINK_GROUP} from '../../../src/lab/worlds/names.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {aclEntry, networkAcl, vpcLink} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const PARAMS = {api: 'api', vpcLink: 'central-link', alb: 'alb'};

neverPassesUnanswered(check, {api: 'api', vpcLink: 'central-link', alb: 'alb'});

describe('apigateway/link-reaches-load-balancer', () => {
  it('passes where every guard is open', async () => {
    const verdict = await look();
    expect(verdict.summary).to.equal(
      'VPC link central-link to load balancer central-alb: open on tcp 443 (listener), and the replies back',
    );
  });

  it('fails where the group of the load balancer does not admit that of the link, with the rule to add', async () => {
    const securityGroups = HEALTHY.securityGroups.map((group) => ({
      ...group,
      ingress: group.ingress
        .filter(({groupIds}) => !groupIds.includes(VPC_LINK_GROUP))
        .map((one) => ({...one, cidrs: []})),
    }));
    const verdict = await look({securityGroups});
    expect(verdict.status).to.equal('fail');
    expect(verdict.actual).to.include('inbound tcp 443 (listener): closed');
    expect(verdict.fix).to.include(`an inbound rule for tcp 443 from ${VPC_LINK_GROUP}`);
  });

  it('fails where a network ACL drops the replies', async () => {
    const denying = networkAcl(HEALTHY.loadBalancer.subnetIds, aclEntry(), aclEntry({isEgress: true, action: 'deny'}));
    expect((await look({networkAcls: [denying]})).status).to.equal('fail');
  });

  it('fails where the link is not available, or not there', async () => {
    const failed = await look({vpcLinks: [vpcLink({status: 'FAILED', statusMessage: 'no free address'})]});
    expect(failed.summary).to.include('FAILED, not AVAILABLE; no free address');
    expect((await look({vpcLinks: []})).actual).to.include('there is none of this name; there are: none');
  });

  it('cannot tell about a link of version 1, and one that names no group', async () => {
    const first = look({vpcLinks: [vpcLink({version: 1, targetArns: ['arn:nlb']})]});
    expect((await thrownBy(first, CannotTell)).message).to.include('ends at a network load balancer (arn:nlb)');
    const bare = look({vpcLinks: [vpcLink({securityGroupIds: []})]});
    expect((await thrownBy(bare, CannotTell)).message).to.include('names no security group');
  });

  it('uses the actions it declares', async () => {
    const lists = HEALTHY.securityGroups.map((group) => ({
      ...group,
      ingress: group.ingress.map((one) => ({...one, cidrs: [], groupIds: [], prefixListIds: ['pl-1']})),
    }));
    const world = awsWorld({securityGroups: lists, prefixLists: {'pl-1': ['0.0.0.0/0']}});
    await check.run(PARAMS, world);
    expect(world.usedActions()).to.deep.equal(check.iam);
  });
});

function look(facts: Partial<AwsWorld> = {}) {
  return check.run(PARAMS, awsWorld(facts));
}

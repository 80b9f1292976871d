import {expect} from 'chai';
import {linkReachesLoadBalancer as check} from '../../../src/checks/apigateway/link-reaches-load-balancer.ts';
import {type AwsWorld, HEALTHY} from '../../../src/lab/aws-world.ts';
import {VPC_LINK_GROUP} from '../../../src/lab/worlds/names.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {Listener, LoadBalancer} from '../../../src/model/facts/aws-facts.ts';
import {NETWORK_LOAD_BALANCER_CHAIN} from '../../lab/unusual/network-load-balancer-chain.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {aclEntry, networkAcl, permission, vpcLink} from '../../support/aws-facts.ts';
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

  it('cannot tell where a network load balancer in front of it may be what the link goes to', async () => {
    const {aws: chain} = NETWORK_LOAD_BALANCER_CHAIN;
    const securityGroups = chain.securityGroups.map((group) => ({...group, ingress: []}));
    const {message} = await thrownBy(look({...chain, securityGroups, vpcLinks: [vpcLink({})]}), CannotTell);
    expect(message).to.include('central-nlb leads there as well');
  });

  describe('with a link of version 1, which ends at a network load balancer', () => {
    const {aws: chain} = NETWORK_LOAD_BALANCER_CHAIN;
    const [entrance] = chain.otherLoadBalancers;
    if (entrance === undefined) throw new Error('the chain has no network load balancer');
    const instead = (change: Partial<LoadBalancer>, listener: Partial<Listener> = {}): AwsWorld => ({
      ...chain,
      otherLoadBalancers: [
        {
          loadBalancer: {...entrance.loadBalancer, ...change},
          listeners: entrance.listeners.map((one) => ({...one, ...listener})),
        },
      ],
    });

    it('passes where it leads to the listener, from its own groups or addresses', async () => {
      const verdict = await look(chain);
      expect(verdict.status, verdict.summary).to.equal('pass');
      expect(verdict.evidence.map(({what}) => what).join()).to.include(
        'ports of network load balancer central-nlb that lead there',
      );
      expect((await look(instead({securityGroupIds: []}))).status).to.equal('pass');
    });

    it('fails where no listener of it leads there', async () => {
      const verdict = await look({...chain, targetHealth: HEALTHY.targetHealth});
      expect(verdict.actual).to.equal(
        'network load balancer central-nlb, at which it ends, passes nothing on to port 443 of central-alb',
      );
    });

    it("cannot tell where its groups guard the link and do not admit everybody, whose addresses are API Gateway's", async () => {
      const guarded = instead({groupsGuardPrivateLink: true});
      const {message} = await thrownBy(look(guarded), CannotTell);
      expect(message).to.include('its groups guard what comes over PrivateLink, too');
      const unsaid = await thrownBy(look(instead({groupsGuardPrivateLink: null})), CannotTell);
      expect(unsaid.message).to.equal(message);
      const everybody = guarded.securityGroups.map((group) => ({
        ...group,
        ingress: [permission({cidrs: ['0.0.0.0/0']})],
      }));
      expect((await look({...guarded, securityGroups: everybody})).status).to.equal('pass');
    });

    it('cannot tell where it is not there, is none, or passes on in another way', async () => {
      const gone = look({...chain, otherLoadBalancers: []});
      expect((await thrownBy(gone, CannotTell)).message).to.include('is not in this account and region');
      const bare = look({...chain, vpcLinks: [vpcLink({version: 1, targetArns: []})]});
      expect((await thrownBy(bare, CannotTell)).message).to.include('names no network load balancer');
      const encrypted = look(instead({}, {protocol: 'TLS'}));
      expect((await thrownBy(encrypted, CannotTell)).message).to.include('is for TLS, which is not followed');
    });
  });

  it('cannot tell about a link that names no group', async () => {
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
    const older = awsWorld({...NETWORK_LOAD_BALANCER_CHAIN.aws});
    await check.run(PARAMS, older);
    expect([...new Set([...world.usedActions(), ...older.usedActions()])].sort()).to.deep.equal(check.iam);
  });
});

function look(facts: Partial<AwsWorld> = {}) {
  return check.run(PARAMS, awsWorld(facts));
}

import {expect} from 'chai';
import {onlySourcesAdmitted as check} from '../../../src/checks/ec2/only-sources-admitted.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {IpPermission, SecurityGroupRule} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {guardedBy, permission, securityGroup} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const RULE: SecurityGroupRule = {
  id: 'sgr-open',
  groupId: 'sg-1',
  isEgress: false,
  protocol: 'tcp',
  fromPort: 443,
  toPort: 443,
  peer: '0.0.0.0/0',
};

neverPassesUnanswered(check, {alb: 'alb', port: 443, sources: ['0.0.0.0/0', 'sg-0e5d4c3b2a1908f76']});

describe('ec2/only-sources-admitted', () => {
  it('passes when only what is listed is admitted: CIDRs, groups and prefix lists, unread', async () => {
    const world = awsWorld(
      guardedBy(
        securityGroup(
          'sg-1',
          permission({cidrs: ['10.1.0.0/16'], groupIds: ['sg-link'], prefixListIds: ['pl-unknown']}),
        ),
      ),
    );
    const verdict = await check.run(params(['10.0.0.0/8', 'sg-link', 'pl-unknown']), world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      'load balancer central-alb: TCP port 443 open to nobody but 10.0.0.0/8, sg-link, pl-unknown',
    );
    expect(world.usedActions()).to.deep.equal([
      'ec2:DescribeSecurityGroups',
      'elasticloadbalancing:DescribeLoadBalancers',
    ]);
  });

  it('passes when nobody is admitted, saying so', async () => {
    expect((await look([], ['10.0.0.0/8'])).summary).to.match(
      /: TCP port 443 open to nobody but 10\.0\.0\.0\/8; no rule admits anybody$/,
    );
  });

  it('fails naming the rule and what is too much in it, and uses the actions it declares', async () => {
    const world = worldWith([permission({cidrs: ['10.0.0.0/8', '0.0.0.0/0']})]);
    const verdict = await check.run(params(['10.0.0.0/8', 'pl-1']), world);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.match(
      /^load balancer central-alb: TCP port 443: sgr-open: sg-1 admits tcp 443 from 0\.0\.0\.0\/0, in it 0\.0\.0\.0\/0 except 10\.0\.0\.0\/8.*; not only 10\.0\.0\.0\/8, pl-1$/,
    );
    expect(verdict.fix).to.include('--security-group-rule-ids sgr-open');
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('minds the exact end of a range of addresses', async () => {
    const from = (cidr: string) => [permission({cidrs: [cidr]})];
    expect((await look(from('10.0.0.0/25'), ['10.0.0.0/25'])).status).to.equal('pass');
    expect((await look(from('10.0.0.0/24'), ['10.0.0.0/25', '10.0.0.128/25'])).status).to.equal('pass');
    expect((await look(from('10.0.0.0/24'), ['10.0.0.0/25', '10.0.0.128/26'])).actual).to.include(
      'in it 10.0.0.192/26',
    );
    expect((await look(from('::/0'), ['0.0.0.0/0'])).actual).to.equal('a rule: sg-1 admits tcp 443 from ::/0');
  });

  it('fails on a group that is not listed, and cannot tell where its members may be among the addresses', async () => {
    const ingress = [permission({groupIds: ['sg-9', 'sg-link']})];
    expect((await look(ingress, ['sg-link'])).actual).to.equal('a rule: sg-1 admits tcp 443 from sg-9');
    expect((await look(ingress, ['198.51.100.0/24', 'sg-link'])).actual).to.include('from sg-9');
    for (const cidr of ['10.0.0.0/8', '0.0.0.0/0', '2001:db8::/56']) {
      const unknown = await thrownBy(look(ingress, [cidr, 'sg-link']), CannotTell);
      expect(unknown.message).to.include('sg-1 admits tcp 443 from sg-9; whether all members of that group have');
    }
    const others = await look([permission({cidrs: ['0.0.0.0/0'], groupIds: ['sg-9']})], ['10.0.0.0/8']);
    expect(others.actual).to.include('from 0.0.0.0/0').and.not.include('sg-9');
  });

  it('reads prefix lists, those of the rules and those that are listed', async () => {
    const viaList = [permission({prefixListIds: ['pl-1']})];
    expect((await look(viaList, ['192.0.2.0/24'])).status).to.equal('pass');
    expect((await look(viaList, ['192.0.2.0/25'])).actual).to.include('pl-1, in it 192.0.2.128/25');
    expect((await look([permission({cidrs: ['192.0.2.0/28']})], ['pl-1'])).status).to.equal('pass');
    expect((await look([permission({cidrs: ['192.0.3.0/28']})], ['pl-1'])).status).to.equal('fail');
  });

  it('sees the port in ranges and in everything, and looks at no other', async () => {
    const anyone = {cidrs: ['0.0.0.0/0']};
    const at = (members: Partial<IpPermission>) => look([permission({...anyone, ...members})], ['10.0.0.0/8']);
    expect((await at({fromPort: 0, toPort: 443})).status).to.equal('fail');
    expect((await at({fromPort: 444, toPort: 65_535})).status).to.equal('pass');
    expect((await at({protocol: '-1', fromPort: null, toPort: null})).status).to.equal('fail');
    expect((await at({protocol: 'udp'})).status).to.equal('pass');
  });

  it('cannot tell without any group', async () => {
    const bare = check.run(params(['10.0.0.0/8']), awsWorld(guardedBy()));
    expect((await thrownBy(bare, CannotTell)).message).to.include('no security groups');
  });

  it('refuses what is not a CIDR, a prefix list or a group', () => {
    const valid = (...sources: string[]) => check.params.safeParse({alb: 'alb', port: 443, sources}).success;
    expect([valid('10.0.0.0/8', 'sg-0a1b', 'pl-0a1b'), valid('::/0')]).to.deep.equal([true, true]);
    expect([valid(), valid('10.0.0.0'), valid('vpc-1'), valid('sg-'), valid('0.0.0.0/33')]).not.to.include(true);
  });
});

function params(sources: string[]) {
  return {alb: 'alb', port: 443, sources};
}

function worldWith(ingress: readonly IpPermission[]) {
  return awsWorld({
    ...guardedBy(securityGroup('sg-1', ...ingress)),
    securityGroupRules: [RULE],
    prefixLists: {'pl-1': ['192.0.2.0/24']},
  });
}

function look(ingress: readonly IpPermission[], sources: string[]) {
  return check.run(params(sources), worldWith(ingress));
}

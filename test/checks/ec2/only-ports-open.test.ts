import {expect} from 'chai';
import {onlyPortsOpen as check} from '../../../src/checks/ec2/only-ports-open.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {IpPermission, SecurityGroupRule} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {guardedBy, permission, securityGroup} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const WEB = permission({cidrs: ['0.0.0.0/0', '::/0']});
const RULES: readonly SecurityGroupRule[] = [
  {id: 'sgr-22', groupId: 'sg-1', isEgress: false, protocol: 'tcp', fromPort: 22, toPort: 22, peer: '10.0.0.0/8'},
  {id: 'sgr-all', groupId: 'sg-1', isEgress: false, protocol: '-1', fromPort: null, toPort: null, peer: '0.0.0.0/0'},
];

neverPassesUnanswered(check, {alb: 'alb', ports: [443]});

describe('ec2/only-ports-open', () => {
  it('passes when the groups admit the port and nothing else, without asking for rules by id', async () => {
    const world = worldWith([WEB]);
    const verdict = await check.run(params(), world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal('load balancer central-alb: nothing but TCP 443 open to 0.0.0.0/0, ::/0');
    expect(world.usedActions()).to.deep.equal([
      'ec2:DescribeSecurityGroups',
      'elasticloadbalancing:DescribeLoadBalancers',
    ]);
  });

  it('passes when nothing at all is admitted: that it is open is another claim', async () => {
    expect((await look([])).status).to.equal('pass');
  });

  it('fails on another port, naming the rule to remove, and uses the actions it declares', async () => {
    const ssh = permission({fromPort: 22, toPort: 22, cidrs: ['10.0.0.0/8'], prefixListIds: ['pl-1']});
    const world = worldWith([WEB, ssh]);
    const verdict = await check.run(params(), world);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.equal(
      'load balancer central-alb: sgr-22: sg-1 admits tcp 22 from 10.0.0.0/8;' +
        ' a rule: sg-1 admits tcp 22 from pl-1, in it 192.0.2.0/24; not only TCP 443',
    );
    expect(verdict.fix).to.include('revoke-security-group-ingress --group-id sg-1 --security-group-rule-ids sgr-22');
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('minds the ends of a range, to the port', async () => {
    const range = (fromPort: number, toPort: number) => [permission({fromPort, toPort, cidrs: ['0.0.0.0/0']})];
    expect((await look(range(443, 443))).status).to.equal('pass');
    expect((await look(range(442, 443))).actual).to.include('ports 442');
    expect((await look(range(443, 444))).actual).to.include('ports 444');
    expect((await look(range(443, 444), {ports: [444, 443]})).status).to.equal('pass');
    expect((await look(range(80, 443), {ports: [443, 80]})).actual).to.include('ports 81-442');
  });

  it('fails on everything, on UDP, and on other protocols', async () => {
    const all = {fromPort: null, toPort: null, cidrs: ['0.0.0.0/0']};
    expect((await look([permission({...all, protocol: '-1'})])).actual).to.equal(
      'sgr-all: sg-1 admits every protocol and port from 0.0.0.0/0',
    );
    expect((await look([permission({protocol: 'udp', cidrs: ['::/0']})])).status).to.equal('fail');
    expect((await look([permission({...all, protocol: '47'})])).status).to.equal('fail');
  });

  it('judges all groups together', async () => {
    const world = awsWorld(
      guardedBy(
        securityGroup('sg-1', WEB),
        securityGroup('sg-2', permission({fromPort: 80, toPort: 80, cidrs: ['0.0.0.0/0']})),
      ),
    );
    expect((await check.run(params(), world)).actual).to.include('sg-2 admits tcp 80');
  });

  it('does not count ICMP, and names it', async () => {
    const ping = permission({protocol: 'icmp', fromPort: 8, toPort: -1, cidrs: ['0.0.0.0/0']});
    const verdict = await look([WEB, ping]);
    expect(verdict.status).to.equal('pass');
    expect(verdict.evidence[1]).to.deep.include({
      what: 'ICMP, not counted',
      value: ['sg-1 admits icmp from 0.0.0.0/0'],
    });
    const v6 = permission({protocol: '58', fromPort: null, toPort: null, cidrs: ['::/0']});
    expect((await look([WEB, v6])).status).to.equal('pass');
  });

  it('asks about the given addresses alone, and reads prefix lists for them', async () => {
    const ssh = [permission({fromPort: 22, toPort: 22, cidrs: ['10.0.0.0/8'], prefixListIds: ['pl-1']})];
    expect((await look(ssh, {from: ['11.0.0.0/8']})).status).to.equal('pass');
    expect((await look(ssh, {from: ['10.1.0.0/16']})).actual).to.include('in it 10.1.0.0/16');
    expect((await look(ssh, {from: ['192.0.2.255/32']})).actual).to.include('pl-1, in it 192.0.2.255/32');
    expect((await look(ssh, {from: ['192.0.3.0/24']})).status).to.equal('pass');
  });

  it('counts a group among everybody, and cannot tell whether it is among fewer', async () => {
    const internal = [permission({fromPort: 22, toPort: 22, groupIds: ['sg-9']})];
    expect((await look(internal)).actual).to.include('sg-1 admits tcp 22 from sg-9');
    const thrown = await thrownBy(look(internal, {from: ['0.0.0.0/0']}), CannotTell);
    expect(thrown.message).to.include('sg-1 admits tcp 22 from sg-9; whether members of that group have addresses in');
    const sure = permission({fromPort: 25, toPort: 25, cidrs: ['0.0.0.0/0']});
    expect((await look([...internal, sure], {from: ['0.0.0.0/0']})).actual).to.equal(
      'a rule: sg-1 admits tcp 25 from 0.0.0.0/0',
    );
    expect((await look([permission({groupIds: ['sg-9']})])).status).to.equal('pass');
  });

  it('cannot tell without any group', async () => {
    const bare = check.run(params(), awsWorld(guardedBy()));
    expect((await thrownBy(bare, CannotTell)).message).to.include('no security groups');
  });

  it('asks about everybody by default, and refuses what is not a port or not a CIDR', () => {
    const parse = (more: object) => check.params.safeParse({alb: 'alb', ports: [443], ...more});
    expect(parse({}).data?.from).to.deep.equal(['0.0.0.0/0', '::/0']);
    const refused = [{ports: []}, {ports: [0]}, {ports: [65_536]}, {from: []}, {from: ['10.0.0.0']}, {port: 443}];
    expect(refused.map((more) => parse(more).success)).not.to.include(true);
  });
});

function params(more: {ports?: number[]; from?: string[]} = {}) {
  return {alb: 'alb', ports: [443], from: ['0.0.0.0/0', '::/0'], ...more};
}

function worldWith(ingress: readonly IpPermission[]) {
  return awsWorld({
    ...guardedBy(securityGroup('sg-1', ...ingress)),
    securityGroupRules: RULES,
    prefixLists: {'pl-1': ['192.0.2.0/24']},
  });
}

function look(ingress: readonly IpPermission[], more: {ports?: number[]; from?: string[]} = {}) {
  return check.run(params(more), worldWith(ingress));
}

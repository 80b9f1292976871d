import {expect} from 'chai';
import {portOpenTo as check} from '../../../src/checks/ec2/port-open-to.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {IpPermission} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {guardedBy, permission, securityGroup} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

neverPassesUnanswered(check, {alb: 'alb', port: 443, from: '0.0.0.0/0'});

describe('ec2/port-open-to', () => {
  it('passes on the plain rule', async () => {
    const verdict = await look('0.0.0.0/0', [permission({cidrs: ['0.0.0.0/0']})]);
    expect(verdict.status).to.equal('pass');
    expect(verdict.evidence[0]).to.deep.include({
      what: 'sg-1 (name-of-sg-1) admits tcp 443 from',
      value: ['0.0.0.0/0'],
    });
  });

  it('adds up CIDRs, permissions and groups', async () => {
    const halves = [permission({cidrs: ['0.0.0.0/1']}), permission({cidrs: ['128.0.0.0/1']})];
    expect((await look('0.0.0.0/0', halves)).status).to.equal('pass');
    const groups = halves.map((one, i) => securityGroup(`sg-${i}`, one));
    const world = awsWorld(guardedBy(...groups));
    expect((await check.run({alb: 'alb', port: 443, from: '0.0.0.0/0'}, world)).status).to.equal('pass');
  });

  it('fails naming the hole', async () => {
    const verdict = await look('10.0.0.0/8', [permission({cidrs: ['10.0.0.0/9', '192.168.0.0/16']})]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('TCP port 443 closed to 10.128.0.0/9, not open to 10.0.0.0/8');
    expect(verdict.fix).to.include('Add to sg-1 an inbound rule for tcp 443 from 10.0.0.0/8.');
  });

  it('advises the range that was asked for, not the pieces that are left of it', async () => {
    const {summary, fix} = await look(['0.0.0.0/0', '::/0'], [permission({cidrs: ['10.0.0.0/16', '::/0']})]);
    expect(summary).to.include('0.0.0.0/5, 8.0.0.0/7');
    expect(fix).to.include('Add to sg-1 an inbound rule for tcp 443 from 0.0.0.0/0. Terraform');
    expect(fix).to.include('IpRanges=[{CidrIp=0.0.0.0/0}]').and.not.to.include('Ipv6Ranges');
  });

  it('fails when nothing is open, naming all of it', async () => {
    expect((await look('0.0.0.0/0', [])).actual).to.equal('TCP port 443 closed to 0.0.0.0/0');
  });

  it('shortens a long list of holes', async () => {
    const odd = Array.from({length: 8}, (_, i) => `10.0.0.${2 * i + 1}/32`);
    expect((await look('10.0.0.0/28', [permission({cidrs: odd})])).actual).to.include('10.0.0.8/32 and 3 more');
  });

  it('minds the ends of a port range', async () => {
    const range = (fromPort: number, toPort: number) => [permission({fromPort, toPort, cidrs: ['0.0.0.0/0']})];
    expect((await look('0.0.0.0/0', range(443, 443))).status).to.equal('pass');
    expect((await look('0.0.0.0/0', range(0, 65_535))).status).to.equal('pass');
    expect((await look('0.0.0.0/0', range(0, 442))).status).to.equal('fail');
    expect((await look('0.0.0.0/0', range(444, 65_535))).status).to.equal('fail');
  });

  it('takes -1 for everything, and no other protocol for TCP', async () => {
    const every = {fromPort: null, toPort: null, cidrs: ['0.0.0.0/0']};
    expect((await look('0.0.0.0/0', [permission({...every, protocol: '-1'})])).status).to.equal('pass');
    expect((await look('0.0.0.0/0', [permission({...every, protocol: '50'})])).status).to.equal('fail');
    expect((await look('0.0.0.0/0', [permission({protocol: 'udp', cidrs: ['0.0.0.0/0']})])).status).to.equal('fail');
  });

  it('keeps IPv4 and IPv6 apart', async () => {
    const v4 = [permission({cidrs: ['0.0.0.0/0']})];
    expect((await look(['0.0.0.0/0', '::/0'], v4)).actual).to.equal('TCP port 443 closed to ::/0');
    expect((await look('2001:db8::/32', [permission({cidrs: ['::/0']})])).status).to.equal('pass');
  });

  it('expands prefix lists where they matter, and uses the actions it declares', async () => {
    const ingress = [permission({prefixListIds: ['pl-1']})];
    const world = awsWorld({
      ...guardedBy(securityGroup('sg-1', ...ingress)),
      prefixLists: {'pl-1': ['10.0.0.0/9', '10.128.0.0/9']},
    });
    expect((await check.run({alb: 'alb', port: 443, from: '10.0.0.0/8'}, world)).status).to.equal('pass');
    expect(world.usedActions()).to.deep.equal(check.iam);
    const open = [permission({cidrs: ['0.0.0.0/0'], prefixListIds: ['pl-of-which-the-world-knows-nothing']})];
    expect((await look('10.0.0.0/8', open)).status).to.equal('pass');
  });

  it('takes a group for no proof, nor for the opposite where its member may have the address', async () => {
    const verdict = await look('10.0.0.0/8', [permission({groupIds: ['sg-9']})]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('members of sg-9 come in, whatever their address');
    const single = look('10.20.5.7/32', [permission({groupIds: ['sg-9']})]);
    expect((await thrownBy(single, CannotTell)).message).to.include('only where it is the address of a member of sg-9');
    expect((await look('198.51.100.7/32', [permission({groupIds: ['sg-9']})])).status).to.equal('fail');
    expect((await look('10.20.5.7/32', [permission({fromPort: 80, toPort: 80, groupIds: ['sg-9']})])).status).to.equal(
      'fail',
    );
  });

  it('cannot tell without any group', async () => {
    const bare = check.run({alb: 'alb', port: 443, from: '0.0.0.0/0'}, awsWorld(guardedBy()));
    expect((await thrownBy(bare, CannotTell)).message).to.include('no security groups');
  });

  it('refuses what is not a CIDR or not a port', () => {
    const valid = (from: unknown, port: unknown = 443) => check.params.safeParse({alb: 'alb', port, from}).success;
    expect([valid('0.0.0.0/0'), valid(['::/0', '10.0.0.0/8'])]).to.deep.equal([true, true]);
    expect([valid('10.0.0.0'), valid([]), valid('::/129'), valid('::/0', 0), valid('::/0', 65_536)]).not.to.include(
      true,
    );
  });
});

function look(from: string | string[], ingress: readonly IpPermission[]) {
  return check.run({alb: 'alb', port: 443, from}, awsWorld(guardedBy(securityGroup('sg-1', ...ingress))));
}

import {expect} from 'chai';
import fc from 'fast-check';
import {readRange} from '../../../src/domain/network/cidr.ts';
import type {Leg, NetworkHop, Party} from '../../../src/domain/network/network-hop.ts';
import {
  outsideParty,
  partyInSubnets,
  partyOfInterfaces,
  requireOneVpc,
} from '../../../src/domain/network/network-parties.ts';
import {networkPath} from '../../../src/domain/network/network-path.ts';
import type {RuleToAdd} from '../../../src/domain/network/network-rule-to-add.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {IpPermission, NetworkAcl, NetworkAclEntry, SecurityGroup} from '../../../src/model/facts/aws-facts.ts';
import {
  aclEntry,
  LOAD_BALANCER,
  networkAcl,
  networkInterface,
  permission,
  securityGroup,
  subnet,
} from '../../support/aws-facts.ts';
import {smallCidr} from '../../support/small-network.ts';
import {trials} from '../proof-size.ts';

const A = subnet('subnet-a', '10.0.0.0/27', '2001:db8::/123');
const B = subnet('subnet-b', '10.0.0.32/27', '2001:db8::20/123');
const FROM_ALB = permission({fromPort: 8000, toPort: 8000, groupIds: ['sg-1']});

describe('the network path', () => {
  it('names every hop in the order of travel, with what let it through', () => {
    const hops = networkPath([way()]);
    expect(hops.map((hop) => [hop.at, hop.direction, hop.guard, hop.traffic, hop.open])).to.deep.equal([
      ['alb', 'out', 'security group', 'tcp 8000 (target port)', true],
      ['alb', 'out', 'network ACL', 'tcp 8000 (target port)', true],
      ['tasks', 'in', 'network ACL', 'tcp 8000 (target port)', true],
      ['tasks', 'in', 'security group', 'tcp 8000 (target port)', true],
      ['tasks', 'out', 'network ACL', 'replies on tcp 1024-65535', true],
      ['alb', 'in', 'network ACL', 'replies on tcp 1024-65535', true],
    ]);
    expect(hops.map(({decidedBy}) => decidedBy)).to.deep.equal([
      ['sg-1 lets out every protocol and port to 0.0.0.0/0'],
      ['acl-subnet-a: rule 100 allows tcp 8000 to 10.0.0.32/27'],
      ['acl-subnet-b: rule 100 allows tcp 8000 from 10.0.0.0/27'],
      ['sg-task admits tcp 8000 from sg-1'],
      ['acl-subnet-b: rule 100 allows tcp 1024-65535 to 10.0.0.0/27'],
      ['acl-subnet-a: rule 100 allows tcp 1024-65535 from 10.0.0.32/27'],
    ]);
    expect(hops.map(({add}) => add)).to.deep.equal(hops.map(() => null));
  });

  it('asks each port in turn, and the replies once', () => {
    const hops = networkPath([{...way(), ports: [8000, 9000].map((port) => ({port, use: 'target port'}))}]);
    expect(hops).to.have.length(2 * 4 + 2);
    const broken = hops.filter(({open}) => open !== true);
    expect(broken.map(({guard, traffic}) => [guard, traffic])).to.deep.equal([
      ['security group', 'tcp 9000 (target port)'],
    ]);
  });

  it('opens a security group by a reference or by all addresses, and partly by some of them', () => {
    const admitted = (...ingress: IpPermission[]) => at('tasks', 'security group', way({ingress}));
    const by = (cidr: string) => permission({fromPort: 8000, toPort: 8000, cidrs: [cidr]});
    expect(admitted(FROM_ALB).open).to.equal(true);
    expect(admitted(by('10.0.0.0/27')).open).to.equal(true);
    expect(admitted(by('10.0.0.0/28'), by('10.0.0.16/28')).open).to.equal(true);
    expect(admitted(by('10.0.0.32/27')).open).to.equal(false);
    const half = admitted(by('10.0.0.0/28'));
    expect(half.open).to.equal('partly');
    expect(half.decidedBy).to.deep.equal([
      'sg-task admits tcp 8000 from 10.0.0.0/28',
      'no rule of sg-task lets tcp 8000 from 10.0.0.16/28 through',
    ]);
    expect(half.add).to.deep.include({groupId: 'sg-task', isEgress: false, port: 8000, peers: ['sg-1']});
  });

  it('wants every set of groups among the tasks to admit', () => {
    const interfaces = [
      networkInterface('eni-1', '10.0.0.40', 'subnet-b', [], ['sg-task']),
      networkInterface('eni-2', '10.0.0.41', 'subnet-b', [], ['sg-other']),
      networkInterface('eni-3', '10.0.0.42', 'subnet-b', [], ['sg-other', 'sg-task']),
    ];
    const groups = [securityGroup('sg-task', FROM_ALB), securityGroup('sg-other')];
    const tasks = partyOfInterfaces('tasks', interfaces, groups, {subnets: [B], acls: [networkAcl(['subnet-b'])]}, 4);
    const hops = networkPath([{...way(), to: tasks}]).filter(
      ({guard, at}) => guard !== 'network ACL' && at === 'tasks',
    );
    expect(hops.map(({ids, open}) => [ids.join(), open])).to.deep.equal([
      ['sg-task', true],
      ['sg-other', false],
      ['sg-other,sg-task', true],
    ]);
  });

  it('says which prefix lists may open what seems closed, and opens it with them', () => {
    const leg = way({ingress: [permission({protocol: '-1', prefixListIds: ['pl-1']})]});
    const closed = at('tasks', 'security group', leg);
    expect([closed.open, closed.unreadPrefixLists]).to.deep.equal([false, ['pl-1']]);
    const read = networkPath([leg], new Map([['pl-1', ['10.0.0.0/8']]]));
    expect(read.every(({open, unreadPrefixLists}) => open === true && unreadPrefixLists.length === 0)).to.equal(true);
  });

  it('asks an ACL about what crosses the border of a subnet, and not about what stays inside', () => {
    const closed = networkAcl(['subnet-a'], aclEntry({action: 'deny'}), aclEntry({action: 'deny', isEgress: true}));
    const inside = partyInSubnets('tasks', [securityGroup('sg-task', FROM_ALB)], {subnets: [A], acls: [closed]}, 4);
    const alb = partyInSubnets('alb', [securityGroup('sg-1')], {subnets: [A], acls: [closed]}, 4);
    const guards = networkPath([{...way(), from: alb, to: inside}]).map(({guard}) => guard);
    expect(guards).to.deep.equal(['security group', 'security group']);
    const both = partyInSubnets(
      'alb',
      [securityGroup('sg-1')],
      {subnets: [A, B], acls: [closed, networkAcl(['subnet-b'])]},
      4,
    );
    const crossing = networkPath([{...way(), from: both, to: inside}]).filter(({guard}) => guard === 'network ACL');
    expect(crossing.map(({ids, direction, open}) => [ids.join(), direction, open])).to.deep.equal([
      ['acl-subnet-b', 'out', true],
      ['acl-subnet-a', 'in', false],
      ['acl-subnet-a', 'out', false],
      ['acl-subnet-b', 'in', true],
    ]);
  });

  it('loses replies where an ACL leaves out a part of the ephemeral ports', () => {
    const out = (from: number) => [aclEntry(), aclEntry({isEgress: true, protocol: '6', ports: {from, to: 65_535}})];
    const replies = (from: number) => at('tasks', 'network ACL', way({taskAcl: out(from)}), 'replies');
    expect(replies(1024).open).to.equal(true);
    expect(replies(1025)).to.deep.include({
      open: 'partly',
      decidedBy: ['acl-subnet-b: no rule allows tcp 1024 to 10.0.0.0/27 (rule 100 allows tcp 1025-65535)'],
    });
    expect(replies(1025).add).to.deep.include({entries: [{cidr: '10.0.0.0/27', ruleNumber: 110}]});
  });

  it('says in one sentence what a mistyped port lets through instead', () => {
    const alb = (acl: NetworkAclEntry, ingress: IpPermission) =>
      partyInSubnets(
        'alb',
        [securityGroup('sg-1', ingress)],
        {subnets: [A], acls: [networkAcl(['subnet-a'], acl, aclEntry({isEgress: true}))]},
        4,
      );
    const said = (acl: NetworkAclEntry, ingress: IpPermission) => {
      const from = outsideParty('the internet', [readRange('0.0.0.0/0')]);
      const hops = networkPath([{from, to: alb(acl, ingress), ports: [{port: 443, use: 'listener'}]}]);
      return hops.filter(({open}) => open !== true).flatMap(({decidedBy}) => decidedBy);
    };
    const https = permission({cidrs: ['0.0.0.0/0']});
    expect(said(aclEntry({protocol: '6', ports: {from: 433, to: 433}}), https)).to.deep.equal([
      'acl-subnet-a: no rule allows tcp 443 from 0.0.0.0/0 (rule 100 allows tcp 433)',
    ]);
    expect(said(aclEntry({cidr: '10.0.0.0/8'}), https)).to.deep.equal([
      'acl-subnet-a: no rule allows tcp 443 from 0.0.0.0/0 except 10.0.0.0/8',
    ]);
    const mistyped = permission({fromPort: 433, toPort: 433, cidrs: ['0.0.0.0/0']});
    expect(said(aclEntry(), mistyped)).to.deep.equal([
      'no rule of sg-1 lets tcp 443 from 0.0.0.0/0 through, only tcp 433',
    ]);
    expect(said(aclEntry({ruleNumber: 50, action: 'deny', cidr: '192.0.2.0/24'}), https)[0]).to.equal(
      'acl-subnet-a: rule 50 denies tcp 443 from 192.0.2.0/24',
    );
  });

  it('begins at clients outside, who guard nothing, in the family they have', () => {
    const open = permission({cidrs: ['0.0.0.0/0']});
    const alb = partyInSubnets('alb', [securityGroup('sg-1', open)], {...surroundings(), subnets: [A]}, 4);
    const leg = (cidr: string): Leg => ({
      from: outsideParty('anyone', [readRange(cidr)]),
      to: alb,
      ports: [{port: 443, use: 'listener'}],
    });
    expect(networkPath([leg('0.0.0.0/0')]).map(({guard, open}) => [guard, open])).to.deep.equal([
      ['network ACL', true],
      ['security group', true],
      ['network ACL', true],
    ]);
    expect(networkPath([leg('::/0')]).map(({open}) => open)).to.deep.equal([true, false, true]);
  });

  it('cannot tell about nobody, unread groups, a subnet without an ACL, or another VPC', () => {
    const v6 = partyInSubnets(
      'alb',
      [securityGroup('sg-1')],
      {subnets: [subnet('subnet-a', '10.0.0.0/27')], acls: [networkAcl(['subnet-a'])]},
      6,
    );
    expect(() => networkPath([{...way(), from: v6}])).to.throw(CannotTell, 'alb: no address of the family');
    const eni = networkInterface('eni-1', '10.0.0.40', 'subnet-b', [], ['sg-task']);
    expect(() => partyOfInterfaces('tasks', [eni], [], surroundings(), 4)).to.throw(CannotTell, 'sg-task: its rules');
    const bare = {subnets: [A], acls: [networkAcl(['subnet-b'])]};
    expect(() => partyInSubnets('alb', [], bare, 4)).to.throw(CannotTell, 'no network ACL');
    expect(() => requireOneVpc(LOAD_BALANCER, [A, {...B, vpcId: 'vpc-2'}], "the tasks'")).to.throw(
      CannotTell,
      'vpc-2: peering',
    );
    expect(() => requireOneVpc(LOAD_BALANCER, [A, B], "the tasks'")).not.to.throw();
  });

  it('names rules that open what is closed, for IPv4 and IPv6', () => {
    const entries = fc.array(
      fc.record({
        isEgress: fc.boolean(),
        action: fc.constantFrom('allow' as const, 'deny' as const),
        protocol: fc.constantFrom('6', '-1', '17'),
        cidr: fc.oneof(smallCidr(), fc.constantFrom('0.0.0.0/0', '::/0')),
        ports: fc.constantFrom(null, {from: 8000, to: 8000}, {from: 0, to: 20_000}),
      }),
      {minLength: 1, maxLength: 5},
    );
    const cidrs = fc.array(smallCidr(), {maxLength: 4});
    fc.assert(
      fc.property(entries, cidrs, fc.constantFrom<4 | 6>(4, 6), (some, admitted, family) => {
        const taskAcl = some.map((one, i) => aclEntry({...one, ruleNumber: (i + 1) * 100}));
        const ingress = [permission({fromPort: 8000, toPort: 8000, cidrs: admitted})];
        let network: Network = {taskAcl, ingress, egress: []};
        for (let round = 0; round < 8; round++) {
          const broken = networkPath([way(network, family)]).find(({open}) => open !== true);
          if (broken?.add == null) break;
          network = withRule(network, broken.add);
        }
        expect(networkPath([way(network, family)]).every(({open}) => open === true)).to.equal(true);
      }),
      {numRuns: trials(1000)},
    );
  });
});

interface Network {
  readonly ingress: readonly IpPermission[];
  readonly egress: readonly IpPermission[];
  readonly taskAcl: readonly NetworkAclEntry[];
}

const OPEN: Network = {
  ingress: [FROM_ALB],
  egress: [permission({protocol: '-1', fromPort: null, toPort: null, cidrs: ['0.0.0.0/0']})],
  taskAcl: [aclEntry(), aclEntry({isEgress: true})],
};

function surroundings(entries: readonly NetworkAclEntry[] = []) {
  const everything = ['0.0.0.0/0', '::/0'].flatMap((cidr, i) => [
    aclEntry({cidr, ruleNumber: 100 + i}),
    aclEntry({cidr, ruleNumber: 100 + i, isEgress: true}),
  ]);
  const acls: NetworkAcl[] = [networkAcl(['subnet-a'], ...everything), networkAcl(['subnet-b'], ...entries)];
  return {subnets: [A, B], acls};
}

/** From a load balancer in subnet A to tasks in subnet B. */
function way(members: Partial<Network> = {}, family: 4 | 6 = 4): Leg {
  const {ingress, egress, taskAcl} = {...OPEN, ...members};
  const {acls} = surroundings(taskAcl);
  const group: SecurityGroup = {...securityGroup('sg-1'), egress};
  const from: Party = partyInSubnets('alb', [group], {subnets: [A], acls}, family);
  const to: Party = partyInSubnets('tasks', [securityGroup('sg-task', ...ingress)], {subnets: [B], acls}, family);
  return {from, to, ports: [{port: 8000, use: 'target port'}]};
}

function at(party: string, guard: NetworkHop['guard'], leg: Leg, traffic = 'tcp'): NetworkHop {
  const hop = networkPath([leg]).find(
    (one) => one.at === party && one.guard === guard && one.traffic.startsWith(traffic),
  );
  if (hop === undefined) throw new Error(`no hop at the ${guard} of ${party}`);
  return hop;
}

function withRule(network: Network, rule: RuleToAdd): Network {
  if (rule.kind === 'other') return network;
  if (rule.kind === 'security group rule') {
    const isGroup = rule.peers[0]?.startsWith('sg-');
    const added = permission({
      fromPort: rule.port,
      toPort: rule.port,
      ...(isGroup ? {groupIds: rule.peers} : {cidrs: rule.peers}),
    });
    const way = rule.isEgress ? 'egress' : 'ingress';
    return {...network, [way]: [...network[way], added]};
  }
  const added = rule.entries.map(({cidr, ruleNumber}) =>
    aclEntry({cidr, ruleNumber: ruleNumber ?? 0, isEgress: rule.isEgress, protocol: '6', ports: rule.ports}),
  );
  return {...network, taskAcl: [...network.taskAcl, ...added]};
}

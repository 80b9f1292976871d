import {expect} from 'chai';
import fc from 'fast-check';
import {admissionsIn} from '../../../src/domain/network/admissions.ts';
import {readRange} from '../../../src/domain/network/cidr.ts';
import {
  admittedBeyondPorts,
  admittedBeyondSources,
  excessText,
  meantPorts,
  meantSources,
  offencesOf,
  offendingGroupIds,
} from '../../../src/domain/network/excess.ts';
import type {IpPermission, SecurityGroupRule} from '../../../src/model/facts/aws-facts.ts';
import {permission, securityGroup} from '../../support/aws-facts.ts';
import {addressesOf, smallCidr} from '../../support/small-network.ts';
import {trials} from '../proof-size.ts';

const ANYONE = ['0.0.0.0/0', '::/0'].map(readRange);
const tcp = (fromPort: number, toPort: number, cidr = '0.0.0.0/0') => permission({fromPort, toPort, cidrs: [cidr]});

describe('excess', () => {
  const rows: [string, IpPermission, string[]][] = [
    ['the port itself', tcp(443, 443), []],
    ['two ports that are both meant', tcp(443, 444), []],
    ['a range wider by one', tcp(442, 443), ['sg-1 admits tcp 442-443 from 0.0.0.0/0, ports 442']],
    ['another port', tcp(22, 22), ['sg-1 admits tcp 22 from 0.0.0.0/0']],
    ['everything', permission({protocol: '-1', cidrs: ['::/0']}), ['sg-1 admits every protocol and port from ::/0']],
    ['UDP on the port', permission({protocol: 'udp', cidrs: ['::/0']}), ['sg-1 admits udp 443 from ::/0']],
    ['another protocol', permission({protocol: '50', cidrs: ['::/0']}), ['sg-1 admits protocol 50 from ::/0']],
    ['ICMP', permission({protocol: 'icmp', fromPort: -1, toPort: -1, cidrs: ['0.0.0.0/0']}), []],
    ['a group', permission({fromPort: 22, toPort: 22, groupIds: ['sg-9']}), ['sg-1 admits tcp 22 from sg-9']],
  ];
  for (const [what, one, texts] of rows) {
    it(`of ports 443 and 444: ${what}`, () => expect(beyondPorts([one]).map(excessText)).to.deep.equal(texts));
  }

  it('of ports is none from addresses that are not asked about, and only the part that is', () => {
    const from = [readRange('10.0.0.0/9')];
    expect(beyondPorts([tcp(22, 22, '11.0.0.0/8')], from)).to.deep.equal([]);
    expect(beyondPorts([tcp(22, 22, '10.0.0.0/8')], from).map(excessText)).to.deep.equal([
      'sg-1 admits tcp 22 from 10.0.0.0/8, in it 10.0.0.0/9',
    ]);
  });

  it('of ports is what a walk over every port finds', () => {
    const port = fc.nat({max: 12});
    fc.assert(
      fc.property(port, port, fc.array(port, {maxLength: 6}), (a, b, ports) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const open = admittedBeyondPorts(admissionsIn([securityGroup('sg-1', tcp(from, to))]), ports, ANYONE);
        const found = open.flatMap((one) => one.ports ?? []).flatMap((range) => walk(range.from, range.to));
        expect(found).to.deep.equal(walk(from, to).filter((one) => !ports.includes(one)));
      }),
      {numRuns: trials(1000)},
    );
  });

  it('of sources is what a walk over every address finds', () => {
    const cidrs = fc.array(smallCidr(), {maxLength: 5});
    fc.assert(
      fc.property(cidrs, cidrs, (admitted, allowed) => {
        const admissions = admissionsIn([securityGroup('sg-1', permission({cidrs: admitted}))]);
        const excesses = admittedBeyondSources(admissions, 443, {ranges: allowed.map(readRange), ids: []});
        const found = addressesOf(excesses.flatMap(({ranges}) => ranges ?? []));
        const meant = addressesOf(allowed.map(readRange));
        const open = [...addressesOf(admitted.map(readRange))].filter((one) => !meant.has(one));
        expect(found).to.deep.equal(new Set(open));
      }),
      {numRuns: trials(1000)},
    );
  });

  it('of sources is a group or an unread list that is not listed, on that port alone', () => {
    const ingress = [permission({groupIds: ['sg-8', 'sg-9'], prefixListIds: ['pl-1', 'pl-2']}), tcp(80, 80)];
    const excesses = admittedBeyondSources(admissionsIn([securityGroup('sg-1', ...ingress)]), 443, {
      ranges: [],
      ids: ['sg-8', 'pl-1'],
    });
    expect(excesses.map(({admission}) => admission.peer)).to.deep.equal(['pl-2', 'sg-9']);
  });

  it('is named by the rule to remove, in either encoding of everything', () => {
    const excesses = beyondPorts([
      permission({protocol: '-1', fromPort: null, toPort: null, cidrs: ['::/0']}),
      tcp(22, 22),
    ]);
    const rules: SecurityGroupRule[] = [
      {id: 'sgr-out', groupId: 'sg-1', isEgress: true, protocol: '-1', fromPort: -1, toPort: -1, peer: '::/0'},
      {id: 'sgr-other', groupId: 'sg-2', isEgress: false, protocol: '-1', fromPort: -1, toPort: -1, peer: '::/0'},
      {id: 'sgr-v4', groupId: 'sg-1', isEgress: false, protocol: '-1', fromPort: -1, toPort: -1, peer: '0.0.0.0/0'},
      {id: 'sgr-all', groupId: 'sg-1', isEgress: false, protocol: '-1', fromPort: -1, toPort: -1, peer: '::/0'},
    ];
    expect(offencesOf(excesses, rules, () => [])).to.deep.equal([
      {
        what: 'sgr-all: sg-1 admits every protocol and port from ::/0',
        fix: 'Remove sgr-all: `aws ec2 revoke-security-group-ingress --group-id sg-1 --security-group-rule-ids sgr-all`.',
      },
      {
        what: 'a rule: sg-1 admits tcp 22 from 0.0.0.0/0',
        fix: 'Admit first on its own what is meant of that rule of sg-1, then remove it.',
      },
    ]);
    expect(offendingGroupIds(excesses)).to.deep.equal(['sg-1']);
  });

  it('is replaced before it is removed where some of it is meant', () => {
    const all = permission({protocol: '-1', fromPort: null, toPort: null, cidrs: ['0.0.0.0/0']});
    const rule = {id: 'sgr-all', groupId: 'sg-1', isEgress: false, protocol: '-1', fromPort: -1, toPort: -1};
    const fixes = (ingress: readonly IpPermission[]) => {
      const admissions = admissionsIn([securityGroup('sg-1', ...ingress)]);
      const excesses = admittedBeyondPorts(admissions, [443], ANYONE);
      const others = admissions.filter((one) => !excesses.some(({admission}) => admission === one));
      const rules = [{...rule, peer: '0.0.0.0/0'}];
      return offencesOf(excesses, rules, (one) => meantPorts(one, [443], others)).map(({fix}) => fix);
    };
    expect(fixes([all])).to.deep.equal([
      "Admit first on its own what is meant, then remove sgr-all, so that nobody is cut off in between: `aws ec2 authorize-security-group-ingress --group-id sg-1 --ip-permissions 'IpProtocol=tcp,FromPort=443,ToPort=443,IpRanges=[{CidrIp=0.0.0.0/0}]' && aws ec2 revoke-security-group-ingress --group-id sg-1 --security-group-rule-ids sgr-all`.",
    ]);
    // Admitted on its own already: AWS refuses a rule that is there.
    expect(fixes([all, tcp(443, 443)])[0]).to.not.include('authorize');
  });

  it('of sources keeps whom a rule lets in that are meant', () => {
    const ingress = [tcp(443, 443), permission({fromPort: 80, toPort: 443, cidrs: ['10.0.0.0/8'], groupIds: ['sg-7']})];
    const admissions = admissionsIn([securityGroup('sg-1', ...ingress)]);
    const sources = ['10.1.0.0/16', '192.0.2.0/24', 'sg-7'];
    const allowed = {ranges: sources.slice(0, 2).map(readRange), ids: ['sg-7']};
    const excesses = admittedBeyondSources(admissions, 443, allowed);
    const others = admissions.filter((one) => !excesses.some(({admission}) => admission === one));
    const meant = excesses.map(({admission}) => meantSources(admission, 443, sources, others));
    expect(meant).to.deep.equal([
      [{port: 443, peers: ['10.1.0.0/16', '192.0.2.0/24']}],
      [{port: 443, peers: ['10.1.0.0/16']}],
    ]);
    const [, range] = offencesOf(excesses, [], () => []);
    expect(range?.what).to.include('10.0.0.0/8');
  });
});

function beyondPorts(ingress: readonly IpPermission[], from = ANYONE) {
  return admittedBeyondPorts(admissionsIn([securityGroup('sg-1', ...ingress)]), [443, 444], from);
}

function walk(from: number, to: number): number[] {
  return Array.from({length: to - from + 1}, (_, i) => from + i);
}

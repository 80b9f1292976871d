import {expect} from 'chai';
import {
  admissionsIn,
  admissionsOut,
  admissionText,
  closedOnTcpPort,
  isIcmp,
  onTcpPort,
  prefixListIds,
  requireGroups,
} from '../../../src/domain/network/admissions.ts';
import {listCidrs, readRange} from '../../../src/domain/network/cidr.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {readPrefixLists} from '../../../src/readers/prefix-lists.ts';
import {LOAD_BALANCER, permission, securityGroup} from '../../support/aws-facts.ts';

const MIXED = securityGroup(
  'sg-1',
  permission({cidrs: ['10.0.0.0/8', '::/0'], prefixListIds: ['pl-1'], groupIds: ['sg-9']}),
  permission({protocol: 'icmp', fromPort: 3, toPort: 4, cidrs: ['0.0.0.0/0']}),
);

describe('admissions', () => {
  it('are listed one peer at a time, in and out', () => {
    expect(admissionsIn([MIXED]).map(admissionText)).to.deep.equal([
      'sg-1 admits tcp 443 from 10.0.0.0/8',
      'sg-1 admits tcp 443 from ::/0',
      'sg-1 admits tcp 443 from pl-1',
      'sg-1 admits tcp 443 from sg-9',
      'sg-1 admits icmp from 0.0.0.0/0',
    ]);
    expect(admissionsOut([MIXED]).map(admissionText)).to.deep.equal([
      'sg-1 lets out every protocol and port to 0.0.0.0/0',
    ]);
    expect(admissionsIn([MIXED]).filter(isIcmp)).to.have.length(1);
    expect(onTcpPort(admissionsIn([MIXED]), 443)).to.have.length(4);
  });

  it('know the addresses of CIDRs and of prefix lists that were read, and of nobody else', () => {
    const known = (lists: Map<string, string[]>) =>
      admissionsIn([MIXED], lists).map(({ranges}) => ranges?.length ?? null);
    expect(known(new Map())).to.deep.equal([1, 1, null, null, 1]);
    expect(known(new Map([['pl-1', ['10.1.0.0/16', '10.2.0.0/16']]]))).to.deep.equal([1, 1, 2, null, 1]);
    expect(prefixListIds(admissionsIn([MIXED, MIXED]))).to.deep.equal(['pl-1']);
  });

  it('leave closed what no known address of them covers', () => {
    const closed = (port: number) => listCidrs(closedOnTcpPort(admissionsIn([MIXED]), port, [readRange('0.0.0.0/4')]));
    expect(closed(443)).to.equal('0.0.0.0/5, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6');
    expect(closed(80)).to.equal('0.0.0.0/4');
  });

  it('are not known for an address that cannot be read', () => {
    const odd = securityGroup('sg-1', permission({cidrs: ['10.0.0.0/33']}));
    expect(() => admissionsIn([odd])).to.throw(CannotTell, '"10.0.0.0/33"');
  });

  it('read each prefix list once', async () => {
    const read: string[] = [];
    const lists = await readPrefixLists(['pl-1', 'pl-2', 'pl-1'], async (id) => {
      read.push(id);
      return [`${read.length}.0.0.0/8`];
    });
    expect([...lists]).to.deep.equal([
      ['pl-1', ['1.0.0.0/8']],
      ['pl-2', ['2.0.0.0/8']],
    ]);
  });

  it('want groups on the load balancer', () => {
    expect(requireGroups(LOAD_BALANCER, [MIXED])).to.deep.equal([MIXED]);
    expect(() => requireGroups(LOAD_BALANCER, [])).to.throw(CannotTell, 'central-alb: it has no security groups');
  });
});

import {expect} from 'chai';
import fc from 'fast-check';
import {readRange} from '../../../src/domain/network/cidr.ts';
import {type AclPart, aclParts, isAllowed, isImplicit} from '../../../src/domain/network/network-acl.ts';
import {portText} from '../../../src/domain/network/port-sets.ts';
import type {NetworkAcl, NetworkAclEntry} from '../../../src/model/facts/aws-facts.ts';
import {aclEntry, networkAcl} from '../../support/aws-facts.ts';
import {addressesOf, smallCidr} from '../../support/small-network.ts';

describe('network ACLs', () => {
  it('are decided by the lowest number that matches, in whichever order AWS lists the entries', () => {
    const deny = aclEntry({ruleNumber: 90, action: 'deny', cidr: '10.0.1.0/24'});
    const allow = aclEntry({ruleNumber: 100});
    for (const entries of [
      [deny, allow],
      [allow, deny],
    ]) {
      expect(verdicts(entries, '10.0.1.0/24')).to.deep.equal(['90 deny 80']);
      expect(verdicts(entries, '10.0.2.0/24')).to.deep.equal(['100 allow 80']);
    }
    expect(verdicts([{...deny, ruleNumber: 110}, allow], '10.0.1.0/24')).to.deep.equal(['100 allow 80']);
  });

  it('deny what no entry matches, whether AWS lists the last entry or not', () => {
    const last = aclEntry({ruleNumber: 32_767, action: 'deny'});
    for (const entries of [[last], [aclEntry({isEgress: true})], [aclEntry({cidr: '::/0'})]]) {
      const [part] = partsOf(entries, '10.0.0.0/8');
      expect([part && isAllowed(part), part && isImplicit(part)]).to.deep.equal([false, true]);
    }
    const [denied] = partsOf([aclEntry({ruleNumber: 32_766, action: 'deny'})], '10.0.0.0/8');
    expect(denied && isImplicit(denied)).to.equal(false);
  });

  it('split addresses that are covered in part', () => {
    const parts = partsOf([aclEntry({cidr: '10.0.0.0/25'})], '10.0.0.0/24');
    expect(parts.map((part) => [isAllowed(part), part.peers])).to.deep.equal([
      [true, [readRange('10.0.0.0/25')]],
      [false, [readRange('10.0.0.128/25')]],
    ]);
  });

  it('split ports at the ends of ranges, to the port', () => {
    const entries = [aclEntry({protocol: '6', ports: {from: 1024, to: 65_534}})];
    expect(verdicts(entries, '10.0.0.0/24', {from: 1024, to: 65_535})).to.deep.equal([
      '100 allow 1024-65534',
      '- - 65535',
    ]);
    entries[0] = aclEntry({protocol: '6', ports: {from: 1024, to: 65_535}});
    expect(verdicts(entries, '10.0.0.0/24', {from: 1024, to: 65_535})).to.deep.equal(['100 allow 1024-65535']);
  });

  it('mean every port by protocol -1 and by no ports, and nothing of TCP by another protocol', () => {
    const every = [aclEntry(), aclEntry({protocol: '6'}), aclEntry({protocol: '-1', ports: {from: 1, to: 1}})];
    for (const entry of every) expect(verdicts([entry], '10.0.0.0/24')).to.deep.equal(['100 allow 80']);
    const others = [aclEntry({protocol: '17'}), aclEntry({protocol: '1'}), aclEntry({protocol: '50'})];
    for (const entry of others) expect(verdicts([entry], '10.0.0.0/24')).to.deep.equal(['- - 80']);
  });

  it('decide each address and port as one packet after the other does', () => {
    fc.assert(
      fc.property(
        smallAcl(),
        fc.array(smallCidr(), {minLength: 1, maxLength: 3}),
        smallPorts(),
        fc.boolean(),
        (acl, cidrs, ports, isEgress) => {
          const peers = cidrs.map(readRange);
          const parts = aclParts(acl, {isEgress, peers, ports}).map((part) => ({
            ...part,
            held: addressesOf(part.peers),
          }));
          for (let port = ports.from; port <= ports.to; port++) {
            for (const address of addressesOf(peers)) {
              const holding = parts.filter(
                (part) => part.held.has(address) && port >= part.ports.from && port <= part.ports.to,
              );
              expect(
                holding.map(({entry}) => entry),
                `${address} ${port}`,
              ).to.deep.equal([firstMatch(acl, isEgress, port, address)]);
            }
          }
        },
      ),
      {numRuns: 60},
    );
  });
});

/** By definition: go through the entries by number until one matches. */
function firstMatch({entries}: NetworkAcl, isEgress: boolean, port: number, address: string): NetworkAclEntry | null {
  const byNumber = entries.toSorted((a, b) => a.ruleNumber - b.ruleNumber);
  const at = readRange(address);
  for (const entry of byNumber) {
    if (entry.isEgress !== isEgress || (entry.protocol !== '6' && entry.protocol !== '-1')) continue;
    const range = readRange(entry.cidr);
    if (range.family !== at.family || at.first < range.first || at.first > range.last) continue;
    if (entry.protocol === '-1' || entry.ports === null) return entry;
    if (port >= entry.ports.from && port <= entry.ports.to) return entry;
  }
  return null;
}

function smallPorts() {
  const port = fc.integer({min: 80, max: 90});
  return fc.tuple(port, port).map(([a, b]) => ({from: Math.min(a, b), to: Math.max(a, b)}));
}

function smallAcl(): fc.Arbitrary<NetworkAcl> {
  const entry = fc.record({
    isEgress: fc.boolean(),
    protocol: fc.constantFrom('6', '17', '-1'),
    action: fc.constantFrom('allow' as const, 'deny' as const),
    cidr: fc.oneof(smallCidr(), fc.constantFrom('0.0.0.0/0', '::/0')),
    ports: fc.option(smallPorts(), {nil: null}),
  });
  const numbers = fc.uniqueArray(fc.integer({min: 1, max: 32_766}), {minLength: 8, maxLength: 8});
  return fc
    .tuple(fc.array(entry, {maxLength: 8}), numbers)
    .map(([entries, free]) =>
      networkAcl(['subnet-a'], ...entries.map((one, i) => aclEntry({...one, ruleNumber: free[i] ?? 1}))),
    );
}

function partsOf(entries: readonly NetworkAclEntry[], peers: string, ports = {from: 80, to: 80}): AclPart[] {
  return aclParts(networkAcl(['subnet-a'], ...entries), {isEgress: false, peers: [readRange(peers)], ports});
}

function verdicts(entries: readonly NetworkAclEntry[], peers: string, ports = {from: 80, to: 80}): string[] {
  return partsOf(entries, peers, ports).map(
    (part) => `${part.entry?.ruleNumber ?? '-'} ${part.entry?.action ?? '-'} ${portText(part.ports)}`,
  );
}

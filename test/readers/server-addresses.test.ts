import {expect} from 'chai';
import {zoneFor} from '../../src/domain/dns/answering-zone.ts';
import type {KnownZone} from '../../src/domain/dns/zone-findings.ts';
import {withServerAddresses} from '../../src/readers/server-addresses.ts';
import {type Answers, liveNames, recordsOf} from '../support/live-names.ts';

const OWN = ['ns-1.awsdns-01.org', 'ns-2.awsdns-02.com'];
const WHITE = ['ns1.brand.example', 'ns2.brand.example'];

function zone(named: readonly string[]): KnownZone {
  return {
    zone: {id: 'Z1', name: 'georgi.io', isPrivate: false},
    records: [],
    delegation: {nameServers: OWN, vpcs: []},
    signing: null,
    above: {kind: 'stated', nameServers: named},
  };
}

function at(addresses: Readonly<Record<string, string>>): Answers {
  return Object.fromEntries(
    Object.entries(addresses).map(([name, address]) => [`9.9.9.9 ${name} A`, recordsOf(name, 'A', address)]),
  );
}

const OURS = {[OWN[0] ?? '']: '203.0.113.1', [OWN[1] ?? '']: '203.0.113.2'};

async function found(named: readonly string[], addresses: Readonly<Record<string, string>>) {
  return zoneFor('mcp.georgi.io', await withServerAddresses([zone(named)], liveNames(at(addresses))));
}

describe('the addresses of name servers', () => {
  it('are not asked for where all names are of Route 53', async () => {
    const names = {...liveNames({}), resolvers: () => Promise.reject(new Error('nobody is to be asked'))};
    const [known] = await withServerAddresses([zone(OWN)], names);
    expect(known).to.not.have.property('seenAddresses');
  });

  it('show white-label names of the same servers', async () => {
    const finding = await found(WHITE, {
      ...OURS,
      'ns1.brand.example': '203.0.113.1',
      'ns2.brand.example': '203.0.113.2',
    });
    expect(finding.kind).to.equal('answered');
    expect(finding)
      .to.have.property('said')
      .that.includes('of georgi.io ns1.brand.example, ns2.brand.example are white-label names of its servers');
  });

  it('show servers of another provider, to whom everybody is sent', async () => {
    const finding = await found(WHITE, {
      ...OURS,
      'ns1.brand.example': '198.51.100.1',
      'ns2.brand.example': '198.51.100.2',
    });
    expect(finding.kind).to.equal('elsewhere');
    expect(finding.because).to.include(
      'delegates georgi.io to ns1.brand.example, ns2.brand.example, but zone georgi.io Z1 has',
    );
  });

  it('say nothing of another provider beside the own servers: both may have the same records', async () => {
    const finding = await found([OWN[0] ?? '', 'ns1.brand.example'], {...OURS, 'ns1.brand.example': '198.51.100.1'});
    expect(finding.kind).to.equal('unknown');
  });

  it('say nothing where those of an own server, or of another, are not known', async () => {
    const others = {'ns1.brand.example': '198.51.100.1', 'ns2.brand.example': '198.51.100.2'};
    expect((await found(WHITE, {...others, [OWN[0] ?? '']: '203.0.113.1'})).kind).to.equal('unknown');
    expect((await found(WHITE, {...OURS, 'ns1.brand.example': '198.51.100.1'})).kind).to.equal('unknown');
  });
});

import {expect} from 'chai';
import {type KnownZone, privateViews, sameNameServers, zoneFor} from '../../../src/domain/dns/answering-zone.ts';
import type {DnsRecord} from '../../../src/model/facts/aws-facts.ts';
import {record} from '../../support/aws-facts.ts';

const HOST = 'mcp.run.georgi.io';
const SERVERS = ['ns-1.awsdns-1.com', 'ns-2.awsdns-2.org'];
const ADDRESS = record({type: 'A', values: ['192.0.2.1']});

describe('answering zone', () => {
  it('is the topmost zone of the account where it has no rival', () => {
    const parent = open('Z1', 'georgi.io', [ADDRESS]);
    const finding = zoneFor('MCP.run.georgi.io.', [parent, open('Z9', 'example.com'), open('Z8', 'other.georgi.io')]);
    expect(finding).to.deep.include({kind: 'answered', zone: parent.zone, via: [], unasked: []});
    expect(finding).to.have.nested.property('answer.kind', 'records');
    expect(finding.because).to.equal('zone georgi.io (Z1) is the topmost of the account');
  });

  it('is the longer zone once the parent delegates to its very servers, in any order and spelling', () => {
    const parent = open('Z1', 'georgi.io', [
      ADDRESS,
      cut('run.georgi.io', ['NS-2.awsdns-2.org.', 'ns-1.awsdns-1.com.']),
    ]);
    const child = open('Z2', 'run.georgi.io', [], SERVERS);
    const finding = zoneFor(HOST, [child, parent]);
    expect(finding).to.deep.include({kind: 'answered', zone: child.zone, via: [parent.zone], unasked: []});
    expect(finding, 'the parent’s record is dead').to.have.nested.property('answer.kind', 'nothing');
    expect(finding.because).to.equal('zone run.georgi.io (Z2) is delegated by georgi.io (Z1)');
  });

  it('stays the parent where the longer zone is not delegated, and says who is not asked', () => {
    const parent = open('Z1', 'georgi.io', []);
    const child = open('Z2', 'run.georgi.io', [ADDRESS], SERVERS);
    const finding = zoneFor(HOST, [parent, child]);
    expect(finding).to.deep.include({kind: 'answered', zone: parent.zone, unasked: [child.zone]});
    expect(finding.because).to.include('nobody is sent to run.georgi.io (Z2)');
  });

  it('tells zones of one name apart by their servers', () => {
    const parent = open('Z1', 'georgi.io', [cut('run.georgi.io', SERVERS)]);
    const old = open('Z2', 'run.georgi.io', [], ['ns-7.awsdns-7.net']);
    const current = open('Z3', 'run.georgi.io', [ADDRESS], SERVERS);
    expect(zoneFor(HOST, [parent, old, current])).to.deep.include({
      kind: 'answered',
      zone: current.zone,
      unasked: [old.zone],
    });
  });

  it('is elsewhere when the servers are another’s, be it one of four', () => {
    const parent = open('Z1', 'georgi.io', [cut('run.georgi.io', SERVERS)]);
    const other = open('Z2', 'run.georgi.io', [ADDRESS], [SERVERS[0] as string, 'ns-9.awsdns-9.net']);
    const finding = zoneFor(HOST, [parent, other]);
    expect(finding).to.deep.include({
      kind: 'elsewhere',
      parent: parent.zone,
      at: 'run.georgi.io',
      nameServers: SERVERS,
      namesakes: [{zone: other.zone, nameServers: other.delegation?.nameServers}],
    });
    expect(finding.because).to.include('but zone run.georgi.io Z2 has ns-1.awsdns-1.com, ns-9.awsdns-9.net');
    expect(zoneFor(HOST, [parent])).to.deep.include({kind: 'elsewhere', namesakes: []});
    expect(zoneFor(HOST, [parent]).because).to.include('which is not a zone of this account');
  });

  it('goes down as many delegations as there are, and skips a zone that the chain passes by', () => {
    const top = open('Z1', 'georgi.io', [cut(HOST, SERVERS)]);
    const between = open('Z2', 'run.georgi.io', [ADDRESS], ['ns-5.awsdns-5.com']);
    const leaf = open('Z3', HOST, [ADDRESS], SERVERS);
    expect(zoneFor(HOST, [leaf, between, top])).to.deep.include({
      kind: 'answered',
      zone: leaf.zone,
      via: [top.zone],
      unasked: [between.zone],
    });
    const full = open('Z1', 'georgi.io', [cut('run.georgi.io', ['ns-5.awsdns-5.com'])]);
    const delegating = {...between, records: [cut(HOST, SERVERS)]};
    expect(zoneFor(HOST, [leaf, delegating, full])).to.deep.include({zone: leaf.zone, via: [full.zone, between.zone]});
  });

  it('is ambiguous with two topmost zones of a name, and none without one', () => {
    const twins = [open('Z1', 'georgi.io', [ADDRESS]), open('Z2', 'georgi.io')];
    expect(zoneFor(HOST, twins)).to.deep.include({kind: 'ambiguous', zones: twins.map(({zone}) => zone)});
    expect(zoneFor(HOST, [closed('P1', 'georgi.io', ['vpc-1'])])).to.have.property('kind', 'none');
    expect(zoneFor(HOST, [])).to.have.property('kind', 'none');
  });
});

describe('private views', () => {
  it('shows each VPC its nearest zone alone, with or without a record', () => {
    const far = closed('P1', 'georgi.io', ['vpc-1', 'vpc-2'], [ADDRESS]);
    const near = closed('P2', 'run.georgi.io', ['vpc-2', 'vpc-3']);
    const views = privateViews(HOST, [far, near, closed('P3', 'other.georgi.io', ['vpc-4'])]);
    expect(views.map(({zone, vpcIds, answer}) => [zone.id, vpcIds, answer.kind])).to.deep.equal([
      ['P2', ['vpc-2', 'vpc-3'], 'nothing'],
      ['P1', ['vpc-1'], 'records'],
    ]);
  });

  it('shows nobody a zone without VPCs, or a public one', () => {
    expect(privateViews(HOST, [closed('P1', 'georgi.io', []), open('Z1', 'georgi.io', [ADDRESS])])).to.deep.equal([]);
  });
});

describe('name servers', () => {
  it('are equal as sets, and an empty set equals none', () => {
    expect(sameNameServers(['A.example.', 'b.example'], ['b.example.', 'a.example'])).to.equal(true);
    expect(sameNameServers(['a.example'], ['a.example', 'b.example'])).to.equal(false);
    expect(sameNameServers(['a.example', 'b.example'], ['a.example'])).to.equal(false);
    expect(sameNameServers([], [])).to.equal(false);
  });
});

function open(
  id: string,
  name: string,
  records: readonly DnsRecord[] = [],
  nameServers?: readonly string[],
): KnownZone {
  const delegation = nameServers === undefined ? null : {nameServers, vpcs: []};
  return {zone: {id, name, isPrivate: false}, records, delegation};
}

function closed(id: string, name: string, vpcIds: readonly string[], records: readonly DnsRecord[] = []): KnownZone {
  const vpcs = vpcIds.map((vpc) => ({id: vpc, region: 'eu-central-1'}));
  return {zone: {id, name, isPrivate: true}, records, delegation: {nameServers: [], vpcs}};
}

function cut(name: string, values: readonly string[]): DnsRecord {
  return record({name, type: 'NS', values, ttlSeconds: 300});
}

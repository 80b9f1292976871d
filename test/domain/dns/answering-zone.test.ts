import {expect} from 'chai';
import {zoneFor} from '../../../src/domain/dns/answering-zone.ts';
import {privateViews} from '../../../src/domain/dns/private-views.ts';
import type {SeenAbove} from '../../../src/domain/dns/zone-delegators.ts';
import type {KnownZone} from '../../../src/domain/dns/zone-findings.ts';
import type {DnsRecord} from '../../../src/model/facts/aws-facts.ts';
import {record} from '../../support/aws-facts.ts';

const HOST = 'mcp.run.georgi.io';
const SERVERS = ['ns-1.awsdns-01.com', 'ns-2.awsdns-02.org'];
const OTHERS = ['ns-7.awsdns-07.net', 'ns-8.awsdns-08.co.uk'];
const DOMAIN = {
  name: 'georgi.io',
  nameServers: SERVERS.map((name) => ({name, glueIps: []})),
  statuses: [],
  signers: [],
};
const UNSEEN: SeenAbove = {kind: 'unseen', because: 'it is registered elsewhere', thrown: null};
const ADDRESS = record({type: 'A', values: ['192.0.2.1']});

describe('answering zone', () => {
  it('is the zone that the registration names', () => {
    const parent = open('Z1', 'georgi.io', [ADDRESS]);
    const finding = zoneFor('MCP.run.georgi.io.', [parent, open('Z9', 'example.com'), open('Z8', 'other.georgi.io')]);
    expect(finding).to.deep.include({kind: 'answered', zone: parent.zone, via: [], unasked: [], said: []});
    expect(finding).to.have.nested.property('answer.kind', 'records');
    expect(finding.because).to.equal('zone georgi.io (Z1) is delegated by its registrar');
  });

  it('is the zone that the checklist says is delegated, whatever is above it', () => {
    const parent = open('Z1', 'georgi.io', [], undefined, UNSEEN);
    const stated = open('Z2', 'run.georgi.io', [ADDRESS], SERVERS, {kind: 'stated', nameServers: SERVERS});
    const finding = zoneFor(HOST, [parent, stated]);
    expect(finding).to.deep.include({kind: 'answered', zone: stated.zone, unasked: [parent.zone]});
    expect(finding).to.have.deep.property('said', [
      'that run.georgi.io is delegated is what the checklist states',
      'whether a DS record above run.georgi.io, which is not signed, wants it to be was not looked at',
    ]);
    const gone = {...stated, above: {kind: 'stated', nameServers: OTHERS}} as const;
    expect(zoneFor(HOST, [parent, gone])).to.deep.include({kind: 'elsewhere', nameServers: OTHERS});
  });

  it('is unknown where nobody saw who delegates to the topmost zone, and says which it would be', () => {
    const top = open('Z1', 'georgi.io', [ADDRESS], undefined, UNSEEN);
    const finding = zoneFor(HOST, [top]);
    expect(finding).to.have.property('kind', 'unknown');
    expect(finding.because).to.equal('who delegates to georgi.io was not seen: it is registered elsewhere');
    expect(finding).to.have.nested.property('supposed.zone', top.zone);
    const twins = zoneFor(HOST, [top, {...top, zone: {...top.zone, id: 'Z2'}}]);
    expect(twins.because).to.include('2 zones are called that: Z1, Z2');
    expect(twins).to.have.property('supposed', null);
  });

  it('is the one of two topmost zones of a name that the registration names', () => {
    const old = open('Z1', 'georgi.io', [ADDRESS], OTHERS);
    const current = open('Z2', 'georgi.io');
    expect(zoneFor(HOST, [old, current])).to.deep.include({kind: 'answered', zone: current.zone, unasked: [old.zone]});
  });

  it('is none where the registrar holds the domain back', () => {
    const domain = {...DOMAIN, statuses: ['clientTransferProhibited', 'clientHold']};
    const finding = zoneFor(HOST, [open('Z1', 'georgi.io', [ADDRESS], undefined, {kind: 'registrar', domain})]);
    expect(finding).to.deep.include({kind: 'broken', what: 'the domain is not in DNS'});
    expect(finding.because).to.equal('the registration of georgi.io has the status clientHold');
  });

  it('is the longer zone once the parent delegates to its very servers, in any order and spelling', () => {
    const parent = open('Z1', 'georgi.io', [
      ADDRESS,
      cut('run.georgi.io', ['NS-2.awsdns-02.org.', 'ns-1.awsdns-01.com.']),
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
    const old = open('Z2', 'run.georgi.io', [], ['ns-7.awsdns-07.net']);
    const current = open('Z3', 'run.georgi.io', [ADDRESS], SERVERS);
    expect(zoneFor(HOST, [parent, old, current])).to.deep.include({
      kind: 'answered',
      zone: current.zone,
      unasked: [old.zone],
    });
  });

  it('is elsewhere when all the servers are another zone’s', () => {
    const parent = open('Z1', 'georgi.io', [cut('run.georgi.io', SERVERS)]);
    const other = open('Z2', 'run.georgi.io', [ADDRESS], OTHERS);
    const finding = zoneFor(HOST, [parent, other]);
    expect(finding).to.deep.include({
      kind: 'elsewhere',
      parent: parent.zone,
      at: 'run.georgi.io',
      nameServers: SERVERS,
      namesakes: [{zone: other.zone, nameServers: OTHERS}],
    });
    expect(finding.because).to.include(`but zone run.georgi.io Z2 has ${OTHERS.join(', ')}`);
    expect(zoneFor(HOST, [parent])).to.deep.include({kind: 'elsewhere', namesakes: []});
    expect(zoneFor(HOST, [parent]).because).to.include('which is not a zone of this account');
  });

  it('does not answer everyone when one of the servers is another zone’s, above it or in itself', () => {
    const [stranger = ''] = OTHERS;
    const parent = open('Z1', 'georgi.io', [cut('run.georgi.io', [...SERVERS, stranger])]);
    const child = open('Z2', 'run.georgi.io', [ADDRESS], SERVERS);
    const finding = zoneFor(HOST, [parent, child]);
    expect(finding).to.deep.include({kind: 'broken', zone: child.zone});
    expect(finding.because).to.include(`${stranger} is not of the zone Z2`);
    const sound = open('Z1', 'georgi.io', [cut('run.georgi.io', SERVERS)]);
    const edited = {...child, records: [ADDRESS, cut('run.georgi.io', [...SERVERS, stranger])]};
    expect(zoneFor(HOST, [sound, edited]).because).to.include('names ns-1.awsdns-01.com, ns-2.awsdns-02.org');
    expect(zoneFor(HOST, [sound, edited])).to.have.property('kind', 'broken');
    const shared = {...child, records: [ADDRESS, cut('run.georgi.io', [...SERVERS, 'ns1.other-dns.example'])]};
    expect(zoneFor(HOST, [sound, shared]), 'servers of another provider').to.have.property('kind', 'unknown');
  });

  it('answers under white-label names of its servers, once their addresses show that', () => {
    const labels = cut('run.georgi.io', ['ns1.georgi.io', 'ns2.georgi.io']);
    const glue = ['ns1', 'ns2'].map((name, i) =>
      record({name: `${name}.georgi.io`, type: 'A', values: [`205.251.192.${i + 1}`]}),
    );
    const child = open('Z2', 'run.georgi.io', [ADDRESS], SERVERS);
    const finding = zoneFor(HOST, [open('Z1', 'georgi.io', [labels, ...glue]), child]);
    expect(finding).to.deep.include({kind: 'answered', zone: child.zone});
    expect(finding).to.have.deep.property('said', [
      'of run.georgi.io ns1.georgi.io, ns2.georgi.io are white-label names of its servers',
    ]);
    expect(zoneFor(HOST, [open('Z1', 'georgi.io', [labels]), child])).to.have.property('kind', 'unknown');
  });

  it('goes down as many delegations as there are, and skips a zone that the chain passes by', () => {
    const top = open('Z1', 'georgi.io', [cut(HOST, SERVERS)]);
    const between = open('Z2', 'run.georgi.io', [ADDRESS], ['ns-5.awsdns-05.com']);
    const leaf = open('Z3', HOST, [ADDRESS], SERVERS);
    expect(zoneFor(HOST, [leaf, between, top])).to.deep.include({
      kind: 'answered',
      zone: leaf.zone,
      via: [top.zone],
      unasked: [between.zone],
    });
    const full = open('Z1', 'georgi.io', [cut('run.georgi.io', ['ns-5.awsdns-05.com'])]);
    const delegating = {...between, records: [cut(HOST, SERVERS)]};
    expect(zoneFor(HOST, [leaf, delegating, full])).to.deep.include({zone: leaf.zone, via: [full.zone, between.zone]});
  });

  it('is none without a public zone', () => {
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

function open(
  id: string,
  name: string,
  records: readonly DnsRecord[] = [],
  nameServers: readonly string[] = SERVERS,
  above: SeenAbove | null = name === DOMAIN.name ? {kind: 'registrar', domain: DOMAIN} : null,
): KnownZone {
  const signing = {status: 'NOT_SIGNING', message: null, keys: []};
  return {zone: {id, name, isPrivate: false}, records, delegation: {nameServers, vpcs: []}, above, signing};
}

function closed(id: string, name: string, vpcIds: readonly string[], records: readonly DnsRecord[] = []): KnownZone {
  const vpcs = vpcIds.map((vpc) => ({id: vpc, region: 'eu-central-1'}));
  return {zone: {id, name, isPrivate: true}, records, delegation: {nameServers: [], vpcs}, above: null, signing: null};
}

function cut(name: string, values: readonly string[]): DnsRecord {
  return record({name, type: 'NS', values, ttlSeconds: 300});
}

import {expect} from 'chai';
import {deadRecords, zoneAnswer} from '../../../src/domain/dns/zone-answers.ts';
import type {DnsRecord, HostedZone} from '../../../src/model/facts/aws-facts.ts';

const ZONE = zone('Z1', 'georgi.io');
const HOST = 'mcp.run.georgi.io';

describe('zone answers', () => {
  it('gives the records of the exact name, of every type', () => {
    const records = [record(HOST, 'A'), record(HOST, 'AAAA'), record('run.georgi.io', 'A')];
    expect(zoneAnswer(ZONE, records, 'MCP.run.georgi.io.')).to.deep.equal({
      kind: 'records',
      owner: HOST,
      records: records.slice(0, 2),
    });
  });

  it('says when there is nothing, or the name lies elsewhere', () => {
    expect(zoneAnswer(ZONE, [record('georgi.io', 'NS')], HOST)).to.deep.equal({kind: 'nothing'});
    expect(zoneAnswer(ZONE, [], HOST)).to.deep.equal({kind: 'nothing'});
    expect(zoneAnswer(ZONE, [record(HOST, 'A')], 'mcp.example.com')).to.deep.equal({kind: 'outside'});
  });

  it('sees a delegation at the host or above it, and takes the highest; the zone’s own NS is none', () => {
    const own = record('georgi.io', 'NS');
    const run = record('run.georgi.io', 'NS', ['ns-1.example.']);
    const mcp = record(HOST, 'NS');
    expect(zoneAnswer(ZONE, [own, mcp, run, record(HOST, 'A')], HOST)).to.deep.equal({
      kind: 'delegated',
      at: 'run.georgi.io',
      nameServers: ['ns-1.example'],
    });
    expect(zoneAnswer(ZONE, [own, mcp], HOST)).to.have.property('at', HOST);
    expect(zoneAnswer(ZONE, [own, record('other.georgi.io', 'NS'), record(HOST, 'A')], HOST).kind).to.equal('records');
  });

  it('lets a wildcard answer for deeper levels, unless a name in between exists', () => {
    const wildcard = record('*.georgi.io', 'A');
    expect(zoneAnswer(ZONE, [wildcard], HOST)).to.have.property('owner', '*.georgi.io');
    expect(zoneAnswer(ZONE, [wildcard, record('run.georgi.io', 'TXT')], HOST).kind).to.equal('nothing');
    expect(zoneAnswer(ZONE, [wildcard, record('a.run.georgi.io', 'A')], HOST).kind, 'an empty name').to.equal(
      'nothing',
    );
    expect(zoneAnswer(ZONE, [wildcard, record(`x.${HOST}`, 'A')], HOST).kind, 'the host is empty').to.equal('nothing');
    expect(zoneAnswer(ZONE, [wildcard], 'georgi.io').kind).to.equal('nothing');
    const nearer = record('*.run.georgi.io', 'A');
    expect(zoneAnswer(ZONE, [wildcard, nearer], HOST)).to.have.property('owner', '*.run.georgi.io');
  });

  it('knows what is dead once a sub-zone is delegated: all at or below it, but for what delegates', () => {
    const [ns, ds, at] = [record('run.georgi.io', 'NS'), record('run.georgi.io', 'DS'), record('run.georgi.io', 'A')];
    const below = record(`_abc.${HOST}`, 'CNAME');
    const beside = record('notrun.georgi.io', 'A');
    expect(deadRecords([ns, ds, at, below, beside], 'run.georgi.io')).to.deep.equal([at, below]);
    const deeper = record(HOST, 'NS');
    expect(deadRecords([ns, deeper], 'run.georgi.io'), 'a delegation below a delegation').to.deep.equal([deeper]);
  });
});

function zone(id: string, name: string): HostedZone {
  return {id, name, isPrivate: false};
}

function record(name: string, type: string, values: readonly string[] = []): DnsRecord {
  const simple = {routingPolicy: 'simple', weight: null, failover: null, location: null, healthCheckId: null} as const;
  return {name, type, ttlSeconds: 60, values, alias: null, setIdentifier: null, ...simple};
}

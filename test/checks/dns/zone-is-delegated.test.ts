import {expect} from 'chai';
import {zoneIsDelegated as check} from '../../../src/checks/dns/zone-is-delegated.ts';
import type {AwsWorld} from '../../../src/lab/aws-world.ts';
import type {ZoneWorld} from '../../../src/lab/worlds/route53.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {DnsRecord} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {record, ZONE, zoneOf} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const CHILD = {id: 'ZRUN', name: 'run.georgi.io', isPrivate: false};
const SERVERS = ['ns-1.awsdns-01.org', 'ns-2.awsdns-02.com', 'ns-3.awsdns-03.net', 'ns-4.awsdns-04.co.uk'];

const DELEGATED: Partial<AwsWorld> = {
  hostedZone: CHILD,
  delegation: {nameServers: SERVERS, vpcs: []},
  records: [cut(SERVERS)],
  otherZones: [zoneOf(ZONE, [cut(SERVERS)])],
};

neverPassesUnanswered(check, {zone: 'zone'}, {world: DELEGATED});

describe('dns/zone-is-delegated', () => {
  it('passes on the very servers of the zone, in any order and spelling, and uses the actions it declares', async () => {
    const world = worldWith([cut(SERVERS.toReversed().map((name) => `${name.toUpperCase()}.`))]);
    const verdict = await check.run({zone: 'zone'}, world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      `delegation of run.georgi.io: zone run.georgi.io (ZRUN) is delegated by georgi.io (${ZONE.id})`,
    );
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('fails without NS records, naming the servers to put there', async () => {
    const verdict = await check.run({zone: 'zone'}, worldWith([]));
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('zone run.georgi.io (ZRUN): nobody is sent there');
    expect(verdict.fix).to.include(SERVERS.join(', '));
  });

  it('fails on other servers, on three of four, and on four with a fifth', async () => {
    for (const servers of [['ns-9.example'], SERVERS.slice(1), [...SERVERS, 'ns-5.example']]) {
      const verdict = await check.run({zone: 'zone'}, worldWith([cut(servers)]));
      expect(verdict.status, servers.join()).to.equal('fail');
      expect(verdict.summary).to.include(
        `delegates run.georgi.io to ${servers.join(', ')}, but zone run.georgi.io ZRUN has`,
      );
    }
  });

  it('fails when the delegation leads to another zone of the same name', async () => {
    const twin = {...CHILD, id: 'ZTWIN'};
    const world = worldWith([cut(['ns-9.example'])], [zoneOf(twin, [], ['ns-9.example'])]);
    const verdict = await check.run({zone: 'zone'}, world);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('nobody is sent to run.georgi.io (ZRUN)');
  });

  it('cannot tell who delegates the topmost zone of an account, and says how to see', async () => {
    const thrown = await thrownBy(check.run({zone: 'zone'}, awsWorld()), CannotTell);
    expect(thrown.message).to.include('no zone above it is in this account');
    expect(thrown.fix).to.include('dig +trace NS georgi.io');
  });

  it('cannot tell below a delegation to servers outside the account, or between two parents of a name', async () => {
    const deep = {...CHILD, name: 'mcp.run.georgi.io'};
    const world = worldWith([cut(['ns-9.example'])], [], deep);
    await thrownBy(check.run({zone: 'zone'}, world), CannotTell);
    const twins = worldWith([], [zoneOf({...ZONE, id: 'ZTWIN'})]);
    expect((await thrownBy(check.run({zone: 'zone'}, twins), CannotTell)).message).to.include(
      '2 zones are called georgi.io',
    );
  });

  it('cannot tell of a private zone', async () => {
    const world = awsWorld({hostedZone: {...ZONE, isPrivate: true}});
    expect((await thrownBy(check.run({zone: 'zone'}, world), CannotTell)).message).to.include('it is private');
  });

  describe('with a parent that is named', () => {
    it('compares with that zone alone', async () => {
      expect((await check.run({zone: 'zone', parent: 'parent'}, across([cut(SERVERS)]))).status).to.equal('pass');
      expect((await check.run({zone: 'zone', parent: 'parent'}, across([]))).status).to.equal('fail');
      const other = await check.run({zone: 'zone', parent: 'parent'}, across([cut(['ns-9.example'])]));
      expect(other.status).to.equal('fail');
    });

    it('cannot tell of a parent that is not above the zone, or private', async () => {
      const beside = across([cut(SERVERS)], {...ZONE, name: 'example.com'});
      expect((await thrownBy(check.run({zone: 'zone', parent: 'parent'}, beside), CannotTell)).message).to.include(
        'not above',
      );
      const hidden = across([cut(SERVERS)], {...ZONE, isPrivate: true});
      expect((await thrownBy(check.run({zone: 'zone', parent: 'parent'}, hidden), CannotTell)).message).to.include(
        'private',
      );
    });
  });
});

/** The child is the zone that is asked about; its parent, and perhaps others, are in the same account. */
function worldWith(parentRecords: readonly DnsRecord[], others: readonly ZoneWorld[] = [], child = CHILD) {
  const delegation = {nameServers: SERVERS, vpcs: []};
  return awsWorld({hostedZone: child, delegation, records: [], otherZones: [zoneOf(ZONE, parentRecords), ...others]});
}

/** The parent is in another account: facts are told apart by the name of the resource. */
function across(parentRecords: readonly DnsRecord[], parent = ZONE) {
  const world = worldWith([]);
  const {aws} = world;
  return {
    ...world,
    aws: {
      ...aws,
      hostedZone: async (name: string) => (name === 'parent' ? parent : CHILD),
      records: async (name: string) => (name === 'parent' ? parentRecords : []),
    },
  };
}

function cut(values: readonly string[]): DnsRecord {
  return record({name: 'run.georgi.io', type: 'NS', values, ttlSeconds: 300});
}

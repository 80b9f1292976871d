import {expect} from 'chai';
import {zoneIsDelegated as check} from '../../../src/checks/dns/zone-is-delegated.ts';
import {type AwsWorld, HEALTHY} from '../../../src/lab/aws-world.ts';
import type {ZoneWorld} from '../../../src/lab/worlds/route53.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {DnsRecord} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {record, ZONE, zoneOf} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {type Answers, liveNames, noneIn, parents, recordsOf, referral} from '../../support/live-names.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const CHILD = {id: 'ZRUN', name: 'run.georgi.io', isPrivate: false};
const SERVERS = ['ns-1.awsdns-01.org', 'ns-2.awsdns-02.com', 'ns-3.awsdns-03.net', 'ns-4.awsdns-04.co.uk'];

/** Of another zone of Route 53. */
const STALE = 'ns-9.awsdns-09.net';

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

  it('passes on three of the four, and says so', async () => {
    const verdict = await check.run({zone: 'zone'}, worldWith([cut(SERVERS.slice(1))]));
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include('of run.georgi.io 3 of its 4 name servers are named');
  });

  it('fails on the servers of another zone, all or one of them', async () => {
    const all = await check.run({zone: 'zone'}, worldWith([cut([STALE])]));
    expect(all.status).to.equal('fail');
    expect(all.summary).to.include(`delegates run.georgi.io to ${STALE}, but zone run.georgi.io ZRUN has`);
    const one = await check.run({zone: 'zone'}, worldWith([cut([...SERVERS.slice(1), STALE])]));
    expect(one.status).to.equal('fail');
    expect(one.summary).to.include('some resolvers are sent to name servers of another zone');
    expect(one.fix).to.include(`in zone georgi.io (${ZONE.id}) to ${SERVERS.join(', ')}`);
  });

  it('cannot tell whether other names are white-label ones', async () => {
    const thrown = await thrownBy(check.run({zone: 'zone'}, worldWith([cut(['ns1.georgi.io'])])), CannotTell);
    expect(thrown.message).to.include('whether these are white-label names');
  });

  it('fails when the delegation leads to another zone of the same name', async () => {
    const twin = {...CHILD, id: 'ZTWIN'};
    const world = worldWith([cut([STALE])], [zoneOf(twin, [], [STALE])]);
    const verdict = await check.run({zone: 'zone'}, world);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('nobody is sent to run.georgi.io (ZRUN)');
  });

  it('goes by the registration of the topmost zone', async () => {
    const verdict = await check.run({zone: 'zone'}, awsWorld());
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include('is delegated by its registrar');
    const held = HEALTHY.domains.map((domain) => ({...domain, statuses: ['serverHold']}));
    expect((await check.run({zone: 'zone'}, awsWorld({domains: held}))).summary).to.include(
      'has the status serverHold',
    );
  });

  it('cannot tell where nobody saw who delegates, and says how to state it', async () => {
    const thrown = await thrownBy(check.run({zone: 'zone'}, awsWorld({domains: []})), CannotTell);
    expect(thrown.message).to.include('who delegates to georgi.io was not seen');
    expect(thrown.fix).to.include('dig +trace NS georgi.io');
  });

  describe('where the domain is registered elsewhere', () => {
    const run = (answers: Answers) =>
      check.run(
        {zone: 'zone'},
        {...awsWorld({domains: []}), names: liveNames(answers, {parentServers: parents('a.nic.io')})},
      );
    const own = HEALTHY.delegation.nameServers;

    it('goes by what the name servers above say themselves', async () => {
      const verdict = await run({'a.nic.io georgi.io NS': referral('georgi.io', own)});
      expect(verdict.status).to.equal('pass');
      expect(verdict.summary).to.include(
        'is delegated by the zone above; that georgi.io is delegated is what a.nic.io says',
      );
    });

    it('fails where they send resolvers to another zone, or nowhere', async () => {
      const other = await run({'a.nic.io georgi.io NS': referral('georgi.io', [STALE])});
      expect(other.status).to.equal('fail');
      expect(other.summary).to.include(`delegates georgi.io to ${STALE}, but zone georgi.io`);
      const nowhere = await run({'a.nic.io georgi.io NS': noneIn('io', 'NXDOMAIN')});
      expect(nowhere.status).to.equal('fail');
      expect(nowhere.summary).to.include(
        'it is not in DNS, because a.nic.io says that io has no NS record of georgi.io',
      );
      expect(nowhere.fix).to.include(own.join(', '));
    });

    it('fails on a DS record that a resolver validated, of a zone that is not signed', async () => {
      const ds = recordsOf('georgi.io', 'DS', '4711 13 2 ABCD');
      const answers = {'a.nic.io georgi.io NS': referral('georgi.io', own), 'a.nic.io georgi.io DS': ds};
      const verdict = await run({...answers, '9.9.9.9 georgi.io DS': {...ds, isAuthentic: true}});
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.include('SERVFAIL');
      await thrownBy(run(answers), CannotTell);
    });

    it('cannot tell where nobody says it with authority', async () => {
      const thrown = await thrownBy(run({'a.nic.io georgi.io NS': {offersRecursion: true}}), CannotTell);
      expect(thrown.message).to.include('no name server of the zone above says who has georgi.io');
    });
  });

  it('cannot tell below a delegation to servers outside the account', async () => {
    const deep = {...CHILD, name: 'mcp.run.georgi.io'};
    await thrownBy(check.run({zone: 'zone'}, worldWith([cut([STALE])], [], deep)), CannotTell);
  });

  it('cannot tell of a private zone', async () => {
    const world = awsWorld({hostedZone: {...ZONE, isPrivate: true}});
    expect((await thrownBy(check.run({zone: 'zone'}, world), CannotTell)).message).to.include('it is private');
  });

  describe('with a parent that is named', () => {
    it('compares with that zone alone', async () => {
      expect((await check.run({zone: 'zone', parent: 'parent'}, across([cut(SERVERS)]))).status).to.equal('pass');
      expect((await check.run({zone: 'zone', parent: 'parent'}, across([]))).status).to.equal('fail');
      const other = await check.run({zone: 'zone', parent: 'parent'}, across([cut([STALE])]));
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
      hostedZone: async (name: string) => ({...(name === 'parent' ? parent : CHILD), statedNameServers: null}),
      records: async (name: string) => (name === 'parent' ? parentRecords : []),
    },
  };
}

function cut(values: readonly string[]): DnsRecord {
  return record({name: 'run.georgi.io', type: 'NS', values, ttlSeconds: 300});
}

import {expect} from 'chai';
import {recordIsGone as check} from '../../../src/checks/dns/record-is-gone.ts';
import type {AwsWorld} from '../../../src/lab/aws-world.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {DnsRecord} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {aliasTo, LOAD_BALANCER, record, ZONE, zoneOf} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const OLD = 'old.run.georgi.io';
const PARAMS = {host: OLD, zone: 'zone'};
const OTHER = aliasTo(LOAD_BALANCER.dnsName);
const LEFT = aliasTo(LOAD_BALANCER.dnsName, {name: OLD});
const SOA = record({
  name: 'georgi.io',
  type: 'SOA',
  values: ['ns-1.awsdns-01.com. x.example. 1 7200 900 1209600 86400'],
});
const CHILD = {id: 'ZRUN', name: 'run.georgi.io', isPrivate: false};
const CUT = record({name: 'run.georgi.io', type: 'NS', values: ['ns-1.awsdns-01.com'], ttlSeconds: 172_800});

neverPassesUnanswered(check, {...PARAMS});

describe('dns/record-is-gone', () => {
  it('passes when the zone that answers has no record of the host, and says what it did not look at', async () => {
    const world = awsWorld({records: [OTHER]});
    const verdict = await check.run(PARAMS, world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include(`${OLD} in zone georgi.io (${ZONE.id}): no record leads anywhere`);
    expect(verdict.summary).to.include('resolvers keep the old answer as long as its TTL said');
    expect(check.iam).to.include.members(world.usedActions());
    expect((await look([record({name: `x${OLD}`})])).status).to.equal('pass');
  });

  it('fails for each type that leads clients on, whatever its case and whom it is for', async () => {
    for (const type of ['A', 'AAAA', 'CNAME', 'HTTPS']) {
      const verdict = await look([OTHER, record({name: OLD, type, values: ['x.example.net']})]);
      expect(verdict.status, type).to.equal('fail');
      expect(verdict.summary).to.include(`it still has records: ${type} record names x.example.net`);
      expect(verdict.fix).to.include(`Once nothing asks for ${OLD}, delete its ${type} from zone georgi.io`);
    }
    const weighted = {...LEFT, routingPolicy: 'weighted' as const, setIdentifier: 'old', weight: 0};
    expect((await look([weighted])).status).to.equal('fail');
    expect((await look([{...LEFT, name: OLD.toUpperCase()}])).status).to.equal('fail');
  });

  it('lets records of other types stay, and names them', async () => {
    const verdict = await look([record({name: OLD, type: 'TXT', values: ['"v=spf1 -all"']})]);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include(`of other types ${OLD} has TXT`);
  });

  it('fails for a wildcard that answers in its place, unless a record or a name below hides it', async () => {
    const wildcard = {...LEFT, name: '*.run.georgi.io'};
    const verdict = await look([wildcard]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('the wildcard *.run.georgi.io answers for it');
    expect(verdict.fix).to.include('which hides the wildcard (a TXT record does)');
    expect((await look([{...LEFT, name: '*.georgi.io'}])).status).to.equal('fail');
    const hiding = [
      record({name: OLD, type: 'TXT', values: ['"x"']}),
      record({name: `below.${OLD}`}),
      record({name: '*.run.georgi.io', type: 'TXT', values: ['"x"']}),
    ];
    for (const one of hiding) {
      const above = one.name.startsWith('*') ? {...LEFT, name: '*.georgi.io'} : wildcard;
      expect((await look([above, one])).status, one.name).to.equal('pass');
    }
  });

  it('goes by the zone that the named one delegates to: fails for a record there, and else cannot tell', async () => {
    const beside = (records: readonly DnsRecord[]) => ({
      otherZones: [zoneOf(CHILD, [SOA, ...records], ['ns-1.awsdns-01.com'])],
    });
    const there = await look([CUT], beside([LEFT]));
    expect(there.status).to.equal('fail');
    expect(there.summary).to.include('in zone run.georgi.io (ZRUN)');
    const none = await thrownBy(look([CUT, LEFT], beside([])), CannotTell);
    expect(none.message).to.include('another zone answers for it');
    expect(none.fix).to.include('let `zone:` be run.georgi.io');
    const world = {hostedZone: CHILD, delegation: {nameServers: ['ns-1.awsdns-01.com'], vpcs: []}};
    const named = await look([], {...world, otherZones: [zoneOf(ZONE, [CUT, LEFT])]});
    expect(named.status).to.equal('pass');
    expect(named.summary).to.include(`zone georgi.io (${ZONE.id}) still has A of it, which nobody is asked for`);
  });

  it('cannot tell in a zone that nobody is sent to, or that the host is not in', async () => {
    const beside = {otherZones: [zoneOf(CHILD, [], ['ns-9.awsdns-09.com'])]};
    const unasked = await thrownBy(look([CUT], beside), CannotTell);
    expect(unasked.message).to.include('nobody is sent there');
    expect((await thrownBy(look([CUT]), CannotTell)).message).to.include('not a zone of this account');
    expect((await thrownBy(look([], {domains: []}), CannotTell)).message).to.include('was not seen');
    const {message} = await thrownBy(look([], {hostedZone: {...ZONE, name: 'example.com'}}), CannotTell);
    expect(message).to.include('is not in zone example.com');
  });

  it('cannot tell of a zone of which no record at all is listed', async () => {
    const {message} = await thrownBy(check.run(PARAMS, awsWorld({records: []})), CannotTell);
    expect(message).to.include('not even the SOA record');
  });

  describe('private zones', () => {
    const shadow = {id: 'ZPRIVATE', name: 'run.georgi.io', isPrivate: true};
    const vpcs = [{id: 'vpc-1', region: 'eu-central-1'}];
    const beside = (records: readonly DnsRecord[]) => ({otherZones: [zoneOf(shadow, [SOA, ...records], [], vpcs)]});

    it('fails for a record in one that answers in a VPC, unless that VPC does not count', async () => {
      const verdict = await look([OTHER], beside([LEFT]));
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.include('which alone answers in vpc-1: it still has records');
      expect((await look([OTHER], beside([]))).status).to.equal('pass');
      for (const others of [[], ['vpc-2']]) {
        const world = awsWorld({...beside([LEFT]), records: [OTHER], zonesOfVpcs: {'vpc-2': []}});
        expect((await check.run({...PARAMS, vpcs: others, alb: 'alb'}, world)).status).to.equal('pass');
        if (others.length > 0) expect(world.usedActions()).to.deep.equal(check.iam);
      }
      const both = await look([LEFT], beside([LEFT]));
      expect(both.summary).to.include('in zone georgi.io').and.to.include('alone answers in vpc-1');
    });

    it('cannot tell what one of another account has, nor where a VPC is of which nothing is said', async () => {
      const foreign = {zonesOfVpcs: {'vpc-2': [{id: 'ZFOREIGN', name: 'run.georgi.io', owner: '999999999999'}]}};
      const world = awsWorld({records: [OTHER], ...foreign});
      const thrown = await thrownBy(check.run({...PARAMS, vpcs: ['vpc-2'], alb: 'alb'}, world), CannotTell);
      expect(thrown.message).to.include('it belongs to 999999999999, and its records were not read');
      const nowhere = await thrownBy(check.run({...PARAMS, vpcs: ['vpc-2']}, world), CannotTell);
      expect(nowhere.message).to.include('its region is not known');
      const known = awsWorld({...beside([]), records: [OTHER]});
      expect((await check.run({...PARAMS, vpcs: ['vpc-1']}, known)).status, 'by its zones').to.equal('pass');
    });

    it('looks at one that is meant itself, and cannot tell where nobody sees it', async () => {
      const meant = (seenBy: typeof vpcs) => ({hostedZone: shadow, delegation: {nameServers: [], vpcs: seenBy}});
      expect((await look([], meant(vpcs))).status).to.equal('pass');
      expect((await look([LEFT], meant(vpcs))).status).to.equal('fail');
      const lonely = await thrownBy(look([], meant([])), CannotTell);
      expect(lonely.message).to.include('no VPC is associated with it');
      const cut = await thrownBy(look([], {otherZones: [zoneOf(shadow, [{...CUT, name: OLD}], [], vpcs)]}), CannotTell);
      expect(cut.message).to.include('who follows that inside a VPC is not known');
    });
  });
});

function look(records: readonly DnsRecord[], facts: Partial<AwsWorld> = {}) {
  return check.run(PARAMS, awsWorld({...facts, records: [SOA, ...records]}));
}

import {expect} from 'chai';
import {ttlIsLowered as check} from '../../../src/checks/dns/ttl-is-lowered.ts';
import {type AwsWorld, HEALTHY} from '../../../src/lab/aws-world.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {DnsRecord} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {aliasTo, HOST, healthCheckOf, LOAD_BALANCER, record, reports, ZONE, zoneOf} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const CHILD = {id: 'ZRUN', name: 'run.georgi.io', isPrivate: false};
const CUT = record({name: 'run.georgi.io', type: 'NS', values: ['ns-1.awsdns-01.com'], ttlSeconds: 172_800});

neverPassesUnanswered(check, {host: 'mcp.run.georgi.io', zone: 'zone', atMost: '60s'});

describe('dns/ttl-is-lowered', () => {
  it('wants the TTL to be at most the most, to the second', async () => {
    expect((await look([cname(60)])).status).to.equal('pass');
    const verdict = await look([cname(61)]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.equal(
      `${HOST} in zone georgi.io (${ZONE.id}): 61 s: the CNAME record names old.example.net, not a TTL of at most 1 min`,
    );
    expect((await look([record({type: 'A', values: ['192.0.2.1'], ttlSeconds: 300})])).status).to.equal('fail');
  });

  it('knows the 60 s of an alias that names a load balancer', async () => {
    expect((await look([aliasTo(LOAD_BALANCER.dnsName)])).status).to.equal('pass');
    const verdict = await look([aliasTo(LOAD_BALANCER.dnsName)], 59_000);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('60 s: the A alias names');
    const network = aliasTo('net-1.elb.eu-central-1.amazonaws.com.');
    expect((await look([network])).status).to.equal('pass');
  });

  it('cannot tell the TTL of an alias of anything else, unless another one is too long anyway', async () => {
    const gateway = aliasTo('d-abc.execute-api.eu-central-1.amazonaws.com');
    expect((await thrownBy(look([gateway]), CannotTell)).message).to.include('its TTL is that of what it names');
    expect((await look([gateway, record({type: 'AAAA', values: ['2001:db8::1'], ttlSeconds: 300})])).status).to.equal(
      'fail',
    );
  });

  it('leaves out a secondary of unknown TTL where that is said to be a page, and nothing else', async () => {
    const member = (failover: 'PRIMARY' | 'SECONDARY', target: string) =>
      ({...aliasTo(target), setIdentifier: failover, routingPolicy: 'failover', failover}) as const;
    const page = member('SECONDARY', 'd111111abcdef8.cloudfront.net');
    const primary = member('PRIMARY', LOAD_BALANCER.dnsName);
    expect((await thrownBy(look([primary, page]), CannotTell)).message).to.include('? s: the A alias "SECONDARY"');
    const verdict = await look([primary, page], 60_000, {}, 'allowed');
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include('how long the page of the secondary is kept was not looked at');
    // Alone it answers everybody.
    await thrownBy(look([page], 60_000, {}, 'allowed'), CannotTell);
    const slow = {...page, alias: null, values: ['192.0.2.1'], ttlSeconds: 3600};
    expect((await look([primary, slow], 60_000, {}, 'allowed')).status).to.equal('fail');
    await thrownBy(look([{...primary, alias: page.alias}, page], 60_000, {}, 'allowed'), CannotTell);
  });

  it('counts every record on the way, and of an alias in the zone the one it names', async () => {
    const end = record({name: 'lb.georgi.io', values: ['192.0.2.1'], ttlSeconds: 300});
    const on = record({type: 'CNAME', values: ['lb.georgi.io'], ttlSeconds: 30});
    expect((await look([on, end])).status).to.equal('fail');
    expect(
      (
        await look([
          {...on, ttlSeconds: 300},
          {...end, ttlSeconds: 30},
        ])
      ).status,
    ).to.equal('fail');
    expect((await look([on, {...end, ttlSeconds: 30}])).status).to.equal('pass');
    const alias = aliasTo('lb.georgi.io', {}, ZONE.id);
    expect((await look([alias, {...end, ttlSeconds: 60}])).status).to.equal('pass');
    expect((await look([alias, end])).status).to.equal('fail');
  });

  it('counts the records of another zone that a CNAME leads to, and there no alias of its own records', async () => {
    const servers = ['ns-5.awsdns-05.com', 'ns-6.awsdns-06.net'];
    const domain = {
      name: 'example.net',
      nameServers: servers.map((name) => ({name, glueIps: []})),
      statuses: [],
      signers: [],
    };
    const net = {id: 'ZNET', name: 'example.net', isPrivate: false};
    const on = aliasTo('in.example.net', {name: 'old.example.net'}, net.id);
    const by = (ttlSeconds: number) => {
      const end = record({name: 'in.example.net', values: ['192.0.2.1'], ttlSeconds});
      const facts = {otherZones: [zoneOf(net, [on, end], servers)], domains: [...HEALTHY.domains, domain]};
      return look([cname(60)], undefined, facts);
    };
    expect((await by(60)).status).to.equal('pass');
    expect((await by(3600)).summary).to.include('3600 s: the A record names 192.0.2.1');
  });

  it('counts an HTTPS record beside the address', async () => {
    const binding = record({type: 'HTTPS', values: ['1 . alpn=h2'], ttlSeconds: 86_400});
    expect((await look([cname(60)])).status).to.equal('pass');
    expect((await look([aliasTo(LOAD_BALANCER.dnsName), binding])).status).to.equal('fail');
    expect((await look([aliasTo(LOAD_BALANCER.dnsName), {...binding, ttlSeconds: 60}])).status).to.equal('pass');
  });

  it('counts what answers because others are unhealthy, and cannot tell while that is not known', async () => {
    const weighted = {routingPolicy: 'weighted', type: 'A'} as const;
    const fresh = record({
      ...weighted,
      weight: 1,
      setIdentifier: 'new',
      values: ['192.0.2.1'],
      ttlSeconds: 60,
      healthCheckId: 'hc',
    });
    const old = record({...weighted, weight: 0, setIdentifier: 'old', values: ['192.0.2.2'], ttlSeconds: 3600});
    const by = (successes: number) =>
      look([fresh, old], undefined, {healthChecks: [healthCheckOf('hc', {}, {reports: reports(successes)})]});
    expect((await by(16)).status).to.equal('pass');
    const down = await by(0);
    expect(down.status).to.equal('fail');
    expect(down.summary).to.include('3600 s');
    const unknown = await thrownBy(look([fresh, old]), CannotTell);
    expect(unknown.message).to.include('Route 53 may answer now with the A record "old"');
    expect((await look([fresh, {...old, ttlSeconds: 60}])).status, 'whichever answers').to.equal('pass');
  });

  it('goes by the targets of an alias where a load balancer of its account is named', async () => {
    const fresh = aliasTo(LOAD_BALANCER.dnsName, {routingPolicy: 'weighted', weight: 1, setIdentifier: 'new'});
    const evaluated = {
      ...fresh,
      alias: {hostedZoneId: 'Z215JYRZR1TBD5', dnsName: LOAD_BALANCER.dnsName, evaluateTargetHealth: true},
    };
    const old = record({
      routingPolicy: 'weighted',
      weight: 0,
      setIdentifier: 'old',
      values: ['192.0.2.2'],
      ttlSeconds: 3600,
    });
    const world = awsWorld({records: [evaluated, old]});
    const named = await check.run({host: HOST, zone: 'zone', atMost: 60_000, alb: 'alb', failover: 'refused'}, world);
    expect(named.status).to.equal('pass');
    expect(world.usedActions()).to.include('elasticloadbalancing:DescribeTargetHealth');
    const thrown = await thrownBy(look([evaluated, old]), CannotTell);
    expect(thrown.message).to.include('was not looked at, for no load balancer is named');
  });

  it('fails without a record', async () => {
    const verdict = await look([record({type: 'TXT', values: ['"x"'], ttlSeconds: 60})]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('there is no A, AAAA or CNAME record');
    const dangling = await look([aliasTo('lb.georgi.io', {}, ZONE.id)]);
    expect(dangling.summary).to.include('the A alias names lb.georgi.io, for which zone georgi.io has no address');
  });

  it('looks where the delegation leads, and uses the actions it declares', async () => {
    const world = awsWorld({...delegated(['ns-1.awsdns-01.com']), records: [CUT, cname(3600)]});
    const verdict = await check.run({host: HOST, zone: 'zone', atMost: 60_000, failover: 'refused'}, world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include('in zone run.georgi.io (ZRUN): 30 s');
    expect(check.iam).to.include.members(world.usedActions());
  });

  it('fails where nobody is sent to the zone, and cannot tell outside the account', async () => {
    const verdict = await look([CUT, cname(30)], 60_000, delegated(['ns-9.awsdns-09.com']));
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('nobody is sent there');
    await thrownBy(look([CUT, cname(30)]), CannotTell);
  });

  it('cannot tell in a private zone, or in one that the host does not lie in', async () => {
    await thrownBy(look([cname(30)], 60_000, {hostedZone: {...ZONE, isPrivate: true}}), CannotTell);
    await thrownBy(look([cname(30)], 60_000, {hostedZone: {...ZONE, name: 'example.com'}}), CannotTell);
  });
});

function look(
  records: readonly DnsRecord[],
  atMost = 60_000,
  facts: Partial<AwsWorld> = {},
  failover: 'refused' | 'allowed' = 'refused',
) {
  return check.run({host: HOST, zone: 'zone', atMost, failover}, awsWorld({...facts, records}));
}

function cname(ttlSeconds: number): DnsRecord {
  return record({type: 'CNAME', values: ['old.example.net'], ttlSeconds});
}

function delegated(nameServers: readonly string[]): Partial<AwsWorld> {
  return {
    otherZones: [zoneOf(CHILD, [cname(30)], nameServers)],
  };
}

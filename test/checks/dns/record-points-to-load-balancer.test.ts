import {expect} from 'chai';
import {recordPointsToLoadBalancer as check} from '../../../src/checks/dns/record-points-to-load-balancer.ts';
import {type AwsWorld, HEALTHY} from '../../../src/lab/aws-world.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {AwsFacts, DnsRecord} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {
  aliasTo,
  HOST,
  healthCheckOf,
  LOAD_BALANCER,
  record,
  targetGroup,
  targetHealth,
  ZONE,
  zoneOf,
} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const OWN = LOAD_BALANCER.dnsName.toLowerCase();
const PARAMS = {host: HOST, zone: 'zone', alb: 'alb', failover: 'refused'} as const;
const OTHER = 'old-alb-1.eu-central-1.elb.amazonaws.com';

neverPassesUnanswered(check, {host: 'mcp.run.georgi.io', zone: 'zone', alb: 'alb'});

describe('dns/record-points-to-load-balancer', () => {
  it('passes on an alias, with or without dualstack, in any case, and uses the actions it declares', async () => {
    const world = awsWorld();
    const verdict = await check.run(PARAMS, world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(`${HOST}: names load balancer central-alb: A alias names dualstack.${OWN}.`);
    expect(check.iam).to.include.members(world.usedActions());
    expect((await look([aliasTo(OWN.toUpperCase())])).status).to.equal('pass');
  });

  it('passes on a CNAME', async () => {
    const verdict = await look([record({type: 'CNAME', values: [`${OWN}.`], ttlSeconds: 60})]);
    expect(verdict.status).to.equal('pass');
  });

  it('passes through a wildcard, and says so', async () => {
    const verdict = await look([aliasTo(OWN, {name: '*.run.georgi.io'})]);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include('through the wildcard *.run.georgi.io');
  });

  it('fails when there is no record, or only others', async () => {
    for (const records of [[], [record({type: 'TXT', values: ['"x"']})], [aliasTo(OWN, {name: 'mcp.georgi.io'})]]) {
      const verdict = await look(records);
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.equal(
        `${HOST} in zone georgi.io (${ZONE.id}): there is no A, AAAA or CNAME record, not one naming load balancer central-alb`,
      );
    }
  });

  it('fails when the record names something else', async () => {
    const gateway = 'd-abc.execute-api.eu-central-1.amazonaws.com';
    for (const wrong of [aliasTo(gateway), record({type: 'CNAME', values: [gateway]})]) {
      const verdict = await look([wrong]);
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.include(`names ${gateway}, not load balancer central-alb`);
    }
    const cdn = record({type: 'CNAME', values: ['d111.cloudfront.net.']});
    for (const end of [aliasTo('a1.awsglobalaccelerator.com'), cdn]) {
      expect((await look([end])).status, 'an alias, and a name of CloudFront, lead nowhere else').to.equal('fail');
    }
  });

  it('fails when the alias has the hosted zone id of another region', async () => {
    const verdict = await look([aliasTo(OWN, {}, 'Z35SXDOTRQ7X7K')]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('hosted zone id Z35SXDOTRQ7X7K instead of Z215JYRZR1TBD5');
  });

  it('fails on fixed addresses, even when there is an alias beside them', async () => {
    const verdict = await look([aliasTo(OWN), record({type: 'AAAA', values: ['2001:db8::1']})]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('AAAA record holds fixed addresses (2001:db8::1)');
    expect(verdict.summary, 'one thing is wrong with it').not.to.include('has no IPv6 addresses');
  });

  it('wants A and AAAA for a dual-stack load balancer, and AAAA only without public IPv4', async () => {
    const a = aliasTo(OWN);
    const aaaa = aliasTo(OWN, {type: 'AAAA'});
    const dualstack = {loadBalancer: {...LOAD_BALANCER, ipAddressType: 'dualstack'}};
    expect((await look([a], dualstack)).summary).to.include('there is no AAAA record');
    expect((await look([a, aaaa], dualstack)).status).to.equal('pass');
    expect((await look([record({type: 'CNAME', values: [OWN]})], dualstack)).status).to.equal('pass');
    const v6 = {loadBalancer: {...LOAD_BALANCER, ipAddressType: 'dualstack-without-public-ipv4'}};
    expect((await look([aaaa], v6)).status).to.equal('pass');
    expect((await look([a], v6)).status).to.equal('fail');
    expect((await look([aaaa])).summary, 'ipv4').to.include('there is no A record');
  });

  it('fails on an AAAA record of a load balancer without IPv6', async () => {
    const verdict = await look([aliasTo(OWN), aliasTo(OWN, {type: 'AAAA'})]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('there is an AAAA record, and load balancer central-alb has no IPv6 addresses');
  });

  it('says as evidence that an alias goes by the health of its targets', async () => {
    const verdict = await look([
      record({alias: {hostedZoneId: 'Z215JYRZR1TBD5', dnsName: OWN, evaluateTargetHealth: true}}),
    ]);
    expect(verdict.status).to.equal('pass');
    expect(verdict.evidence.map(({what}) => what).join('\n')).to.include(`EvaluateTargetHealth of A ${HOST}`);
  });

  describe('groups of records', () => {
    it('wants every weighted member that has a weight', async () => {
      const half = await look([weighted('new', OWN, 1), weighted('old', OTHER, 1)]);
      expect(half.status).to.equal('fail');
      expect(half.summary).to.include(
        `the A alias "old" (weight 1, 50 % of the answers) names ${OTHER}, not load balancer`,
      );
      const moved = await look([weighted('new', OWN, 1), weighted('old', OTHER, 0)]);
      expect(moved.status).to.equal('pass');
      expect(moved.summary).to.include('A alias "new" (weight 1, 100 % of the answers)');
      expect((await look([weighted('new', OWN, 0), weighted('old', OTHER, 255)])).status).to.equal('fail');
    });

    it('shares equally where every weight is 0', async () => {
      const verdict = await look([weighted('new', OWN, 0), weighted('old', OTHER, 0)]);
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.include('"old" (weight 0, 50 % of the answers)');
      expect((await look([weighted('new', OWN, 0), weighted('newer', OWN, 0)])).status).to.equal('pass');
    });

    it('wants primary and secondary, and every member of any other group', async () => {
      const failover = (name: string, which: 'PRIMARY' | 'SECONDARY') =>
        aliasTo(name, {setIdentifier: which, routingPolicy: 'failover', failover: which});
      expect((await look([failover(OWN, 'PRIMARY'), failover(OWN, 'SECONDARY')])).status).to.equal('pass');
      const half = await look([failover(OWN, 'PRIMARY'), failover(OTHER, 'SECONDARY')]);
      expect(half.summary).to.include(`"SECONDARY" (secondary) names ${OTHER}`);
      for (const routingPolicy of ['latency', 'geoproximity', 'geolocation', 'cidr'] as const) {
        const member = (name: string, id: string) => aliasTo(name, {routingPolicy, setIdentifier: id, location: '*'});
        expect((await look([member(OWN, 'a'), member(OWN, 'b')])).status, routingPolicy).to.equal('pass');
        expect((await look([member(OWN, 'a'), member(OTHER, 'b')])).status, routingPolicy).to.equal('fail');
      }
      const multivalue = record({routingPolicy: 'multivalue', setIdentifier: 'a', values: ['192.0.2.1']});
      expect((await look([multivalue])).summary).to.include('fixed addresses');
    });

    it('fails on a geolocation group without a default, and cannot tell when that is not known', async () => {
      const member = (location?: string) => {
        const base = aliasTo(OWN, {routingPolicy: 'geolocation', setIdentifier: location ?? 'x'});
        return location === undefined ? base : {...base, location};
      };
      expect((await look([member('DE')])).summary).to.include('a geolocation group without a default (*)');
      expect((await look([member('DE'), member('*')])).status).to.equal('pass');
      expect((await thrownBy(look([member()]), CannotTell)).message).to.include('is not known');
    });
  });

  describe('groups whose members are held back while they are unhealthy', () => {
    const old = {...LOAD_BALANCER, arn: `${LOAD_BALANCER.arn}-old`, name: 'old-alb', dnsName: OTHER};
    const oldGroup = targetGroup('old-api', {loadBalancerArns: [old.arn]});
    const evaluated = (setIdentifier: string, dnsName: string, weight: number): DnsRecord => ({
      ...weighted(setIdentifier, dnsName, weight),
      alias: {hostedZoneId: LOAD_BALANCER.canonicalHostedZoneId, dnsName, evaluateTargetHealth: true},
    });
    const group = [evaluated('new', OWN, 100), evaluated('old', OTHER, 0)];
    const [emptied] = HEALTHY.targetGroups.map(({arn}) => arn);
    const withOld = (targetHealth: AwsWorld['targetHealth'] = HEALTHY.targetHealth): Partial<AwsWorld> => ({
      otherLoadBalancers: [{loadBalancer: old, listeners: []}],
      targetGroups: [...HEALTHY.targetGroups, oldGroup],
      targetHealth: {[oldGroup.arn]: Object.values(HEALTHY.targetHealth)[0] ?? [], ...targetHealth},
    });
    const empty = {...HEALTHY.targetHealth, [emptied ?? '']: []};

    it('passes while the load balancer is healthy, and says by what', async () => {
      const verdict = await look(group, withOld());
      expect(verdict.status).to.equal('pass');
      expect(verdict.summary).to.include('weight 100, 100 % of the answers while all is healthy');
      expect(JSON.stringify(verdict.evidence)).to.include(
        'healthy: every target group of load balancer central-alb has a healthy target',
      );
    });

    it('fails where one target group of it is empty, and Route 53 answers with the old one', async () => {
      const verdict = await look(group, withOld(empty));
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.include(
        `Route 53 answers now with the A alias "old" (weight 0), which names ${OTHER}, not load balancer central-alb: target group`,
      );
      expect(verdict.summary).to.include('has no target (load balancer central-alb)');
      expect(verdict.fix).to.include('Make healthy what is not');
    });

    it('fails there, too, where the health of the old one is not known, and says so', async () => {
      const verdict = await look(group, {targetHealth: empty});
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.include(`the health of ${OTHER} was not looked at`);
    });

    it('passes where the old one is unhealthy as well: then all count as healthy', async () => {
      expect((await look(group, withOld({...empty, [oldGroup.arn]: []}))).status).to.equal('pass');
    });

    it('cannot tell where the health of the own record is not known', async () => {
      const unchecked = {...HEALTHY.targetHealth, [emptied ?? '']: [targetHealth('10.20.10.4', 'unavailable')]};
      const thrown = await thrownBy(look(group, withOld(unchecked)), CannotTell);
      expect(thrown.message).to.include('Route 53 may answer now with the A alias "old" (weight 0)');
      expect(thrown.message).to.include('10.20.10.4:8000 is unavailable');
    });

    it('goes by health checks, those of others and of alarms too, and uses every action that it declares', async () => {
      const byCheck = [
        {...weighted('new', OWN, 1), healthCheckId: 'all'},
        {...evaluated('old', OTHER, 0), healthCheckId: null},
      ];
      const watches = 'Sum of AWS/ApplicationELB errors';
      const alarm = {name: 'errors', region: 'eu-central-1', watches};
      const checks = (state: string, watched = watches) => [
        healthCheckOf('all', {type: 'CALCULATED', healthThreshold: 2, childIds: ['up', 'alarm']}),
        healthCheckOf('up'),
        healthCheckOf('alarm', {type: 'CLOUDWATCH_METRIC', alarm}, {alarm: {state, watches: watched}}),
      ];
      const vpc = {zonesOfVpcs: {'vpc-2': []}};
      const world = awsWorld({...withOld(), ...vpc, records: byCheck, healthChecks: checks('OK')});
      expect((await check.run({...PARAMS, vpcs: ['vpc-2']}, world)).status).to.equal('pass');
      expect(world.usedActions()).to.deep.equal(check.iam);
      const down = await look(byCheck, {...withOld(), healthChecks: checks('ALARM')});
      expect(down.status).to.equal('fail');
      expect(down.summary).to.include('health check all: 1 of its 2 checks are healthy, and 2 have to be');
      const changed = look(byCheck, {...withOld(), healthChecks: checks('OK', 'Sum of something else')});
      expect((await thrownBy(changed, CannotTell)).message).to.include(
        'the settings of it that the check goes by are others',
      );
      const gone = await thrownBy(look(byCheck, withOld()), CannotTell);
      expect(gone.message).to.include('health check all is not in the account of the zone');
      const checkless = withOld();
      const inverted = {...checkless, healthChecks: [healthCheckOf('all', {isDisabled: true, isInverted: true})]};
      expect((await look(byCheck, inverted)).status).to.equal('fail');
    });

    it('fails while a maintenance page answers, even where one is meant for bad times', async () => {
      const member = (name: string, failover: 'PRIMARY' | 'SECONDARY') => ({
        ...evaluated(failover.toLowerCase(), name, 0),
        ...({routingPolicy: 'failover', weight: null, failover} as const),
      });
      const page = {
        ...member('d111.cloudfront.net', 'SECONDARY'),
        alias: {hostedZoneId: 'Z2FDTNDATAQYW2', dnsName: 'd111.cloudfront.net', evaluateTargetHealth: false},
      };
      const pair = [member(OWN, 'PRIMARY'), page];
      const allowed = (changes: Partial<AwsWorld>) =>
        check.run({...PARAMS, failover: 'allowed'}, awsWorld({...changes, records: pair}));
      expect((await allowed({})).status).to.equal('pass');
      const down = await allowed({targetHealth: empty});
      expect(down.status).to.equal('fail');
      expect(down.summary).to.include(
        'Route 53 answers now with the A alias "secondary" (secondary), which names d111',
      );
    });

    it('asks for no health where it makes no difference', async () => {
      const world = awsWorld({records: [evaluated('new', OWN, 1), evaluated('newer', OWN, 0)], targetHealth: empty});
      expect((await check.run(PARAMS, world)).status).to.equal('pass');
      expect(world.usedActions()).not.to.include('elasticloadbalancing:DescribeTargetHealth');
    });
  });

  describe('names that lead on inside the zone', () => {
    it('follows aliases and CNAMEs, and judges where they end', async () => {
      const on = aliasTo('lb.georgi.io.', {}, ZONE.id);
      expect((await look([on, aliasTo(OWN, {name: 'lb.georgi.io'})])).status).to.equal('pass');
      const wrong = await look([on, aliasTo(OTHER, {name: 'lb.georgi.io'})]);
      expect(wrong.summary).to.include(`the A alias names ${OTHER}, not load balancer`);
      const cname = record({type: 'CNAME', values: ['lb.georgi.io']});
      expect((await look([cname, aliasTo(OWN, {name: 'lb.georgi.io'})])).status).to.equal('pass');
      const dualstack = {loadBalancer: {...LOAD_BALANCER, ipAddressType: 'dualstack'}};
      const half = await look([cname, aliasTo(OWN, {name: 'lb.georgi.io'})], dualstack);
      expect(half.summary).to.include('there is no AAAA record, which load balancer central-alb (dualstack) needs');
    });

    it('fails where they end nowhere, or in a circle', async () => {
      const nowhere = await look([aliasTo('lb.georgi.io', {}, ZONE.id)]);
      expect(nowhere.summary).to.include('names lb.georgi.io, for which zone georgi.io has no address');
      const circle = [
        record({type: 'CNAME', values: ['lb.georgi.io']}),
        record({name: 'lb.georgi.io', type: 'CNAME', values: [HOST]}),
      ];
      expect((await look(circle)).status).to.equal('fail');
    });

    it('follows a CNAME into another zone of the account that is delegated, and on from there', async () => {
      const out = record({type: 'CNAME', values: ['lb.example.net.'], ttlSeconds: 60});
      const net = {id: 'ZNET', name: 'example.net', isPrivate: false};
      const servers = ['ns-5.awsdns-05.com', 'ns-6.awsdns-06.net'];
      const registered = {...domainWith(servers), name: 'example.net'};
      const beside = (records: readonly DnsRecord[], domains = [...HEALTHY.domains, registered]) =>
        look([out], {otherZones: [zoneOf(net, records, servers)], domains});
      const end = (dnsName: string) => aliasTo(dnsName, {name: 'lb.example.net'});
      expect((await beside([end(OWN)])).status).to.equal('pass');
      expect((await beside([end(OTHER)])).summary).to.include(`the A alias names ${OTHER}, not load balancer`);
      const nothing = await beside([end('x.example.net')].map((one) => ({...one, name: 'y.example.net'})));
      expect(nothing.summary).to.include('names lb.example.net., for which zone example.net has no address');
      const on = aliasTo('in.example.net', {name: 'lb.example.net'}, net.id);
      expect((await beside([on, {...end(OWN), name: 'in.example.net'}])).status, 'an alias in that zone').to.equal(
        'pass',
      );
      const unseen = await thrownBy(beside([end(OWN)], [...HEALTHY.domains]), CannotTell);
      expect(unseen.message, 'nobody saw who is asked there').to.include('and where that leads is not in this zone');
    });

    it('cannot tell where a CNAME out of the zone leads', async () => {
      const thrown = await thrownBy(look([record({type: 'CNAME', values: ['lb.example.net.']})]), CannotTell);
      expect(thrown.message).to.include('names lb.example.net., and where that leads is not in this zone');
    });
  });

  it('lets the secondary of a failover group lead to a maintenance page where that is meant', async () => {
    const member = (name: string, failover: 'PRIMARY' | 'SECONDARY') =>
      aliasTo(name, {setIdentifier: failover.toLowerCase(), routingPolicy: 'failover', failover});
    const page = member('d111.cloudfront.net', 'SECONDARY');
    const group = [member(OWN, 'PRIMARY'), page];
    const refused = await look(group);
    expect(refused.status).to.equal('fail');
    expect(refused.fix).to.include('leave the rest of the group as it is');
    expect(refused.fix).to.include('`failover: allowed`');
    const meant = (records: readonly DnsRecord[]) => check.run({...PARAMS, failover: 'allowed'}, awsWorld({records}));
    expect((await meant(group)).status).to.equal('pass');
    expect((await meant([page])).status, 'without a primary it is all there is').to.equal('fail');
    expect((await meant([member(OTHER, 'PRIMARY'), page])).status).to.equal('fail');
  });

  describe('an HTTPS record beside it', () => {
    const binding = (value: string) => record({type: 'HTTPS', values: [value], ttlSeconds: 60});
    const beside = (value: string, ...more: readonly DnsRecord[]) => look([aliasTo(OWN), binding(value), ...more]);

    it('passes where it says only how the same name is spoken to, or names the load balancer', async () => {
      for (const value of ['1 . alpn="h2,http/1.1"', '1 . port=443', `0 ${OWN}.`, `1 dualstack.${OWN} alpn=h2`]) {
        expect((await beside(value)).status, value).to.equal('pass');
      }
      const inside = await beside('0 lb.georgi.io.', aliasTo(OWN, {name: 'lb.georgi.io'}));
      expect(inside.status).to.equal('pass');
    });

    it('fails where it sends browsers elsewhere, to fixed addresses, to nothing, or with no protocol', async () => {
      for (const value of [
        `0 ${OTHER}`,
        '1 lb.georgi.io',
        '1 . ipv4hint=192.0.2.1',
        '0 .',
        '1 . alpn=h3 no-default-alpn',
      ]) {
        const verdict = await beside(value);
        expect(verdict.status, value).to.equal('fail');
        expect(verdict.summary).to.include(`the HTTPS record of ${HOST} (${value})`);
        expect(verdict.fix).to.include(`Delete the HTTPS records of ${HOST}`);
      }
    });

    it('cannot tell what a name outside the zone, another port, a key or an unknown form lead to', async () => {
      for (const value of ['0 elsewhere.example', '1 . port=8443', '1 . ech="AEX+DQ"', 'what']) {
        expect((await thrownBy(beside(value), CannotTell)).message, value).to.include('the HTTPS record of');
      }
    });
  });

  describe('delegation', () => {
    const child = {id: 'ZRUN', name: 'run.georgi.io', isPrivate: false};
    const servers = ['ns-1.awsdns-01.org', 'ns-2.awsdns-02.com'];
    const cut = record({name: 'run.georgi.io', type: 'NS', values: servers.map((name) => `${name}.`)});
    const withChild = (...inChild: DnsRecord[]) => ({otherZones: [zoneOf(child, inChild, servers)]});

    it('judges the sub-zone that it hands on to, and says what is dead above', async () => {
      const world = awsWorld({...withChild(aliasTo(OWN)), records: [cut, aliasTo(OTHER)]});
      const verdict = await check.run(PARAMS, world);
      expect(verdict.status).to.equal('pass');
      expect(check.iam).to.include.members(world.usedActions());
      expect(verdict.evidence).to.deep.include({
        what: 'dead since the delegation, in zone georgi.io',
        value: [`A ${HOST}`],
        source: `route53:ListResourceRecordSets ${ZONE.id}`,
      });
      const tidy = await look([cut], withChild(aliasTo(OWN)));
      expect(tidy.evidence.map(({what}) => what).join()).not.to.include('dead since');
      const dead = await look([cut, aliasTo(OWN)], withChild());
      expect(dead.status).to.equal('fail');
      expect(dead.summary).to.include(`${HOST} in zone run.georgi.io (ZRUN): there is no A, AAAA or CNAME record`);
    });

    it('fails when the zone that is meant is not delegated, whatever it holds', async () => {
      const delegation = {nameServers: servers, vpcs: []};
      const above = [zoneOf(ZONE, [aliasTo(OWN)])];
      const verdict = await look([aliasTo(OWN)], {hostedZone: child, delegation, otherZones: above});
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.include(
        `nobody is sent there, because zone georgi.io (${ZONE.id}) is delegated by its registrar`,
      );
      expect(verdict.fix).to.equal(
        `Add NS records for run.georgi.io in zone georgi.io (${ZONE.id}), naming ns-1.awsdns-01.org, ns-2.awsdns-02.com.`,
      );
    });

    it('passes beside a sub-zone that is not delegated, and mentions it', async () => {
      const verdict = await look([aliasTo(OWN)], withChild(aliasTo(OTHER)));
      expect(verdict.status).to.equal('pass');
      expect(JSON.stringify(verdict.evidence)).to.include('nobody is sent to run.georgi.io (ZRUN)');
    });

    it('fails when the delegation names other servers than the zone has', async () => {
      const stale = {otherZones: [zoneOf(child, [aliasTo(OWN)], ['ns-9.awsdns-09.net'])]};
      const verdict = await look([cut], stale);
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.include('but zone run.georgi.io ZRUN has ns-9.awsdns-09.net');
      expect(verdict.fix).to.include('to ns-9.awsdns-09.net');
    });

    it('cannot tell what servers outside the account say', async () => {
      const outside = await thrownBy(look([cut, aliasTo(OWN)]), CannotTell);
      expect(outside.message).to.include('delegates run.georgi.io to ns-1.awsdns-01.org, ns-2.awsdns-02.com');
    });

    it('goes by the registration among zones of one name, and fails where it names another', async () => {
      const twin = {otherZones: [zoneOf({...ZONE, id: 'ZTWIN'}, [], servers)]};
      expect((await look([aliasTo(OWN)], twin)).status).to.equal('pass');
      const moved = await look([aliasTo(OWN)], {...twin, domains: [domainWith(servers)]});
      expect(moved.status).to.equal('fail');
      expect(moved.summary).to.include(
        `nobody is sent there, because zone georgi.io (ZTWIN) is delegated by its registrar`,
      );
      const away = await look([aliasTo(OWN)], {domains: [domainWith(servers)]});
      expect(away.status).to.equal('fail');
      expect(away.fix).to.include('Find the zone of georgi.io that has those name servers');
      expect(away.fix).to.include('set the name servers of georgi.io with its registrar to ns-311.awsdns-38.com');
    });

    it('cannot tell who answers where nobody saw the delegation of the topmost zone, unless it is stated', async () => {
      const thrown = await thrownBy(look([aliasTo(OWN)], {domains: []}), CannotTell);
      expect(thrown.message).to.include('who delegates to georgi.io was not seen: georgi.io is not registered in');
      expect(thrown.fix).to.include('`nameServers:`');
      const world = awsWorld({domains: [], records: [aliasTo(OWN)]});
      const stated = {...world, aws: statedAs(world.aws, HEALTHY.delegation.nameServers)};
      const verdict = await check.run(PARAMS, stated);
      expect(verdict.status).to.equal('pass');
      expect(verdict.summary).to.include('that georgi.io is delegated is what the checklist states');
      const stale = {...world, aws: statedAs(world.aws, servers)};
      expect((await check.run(PARAMS, stale)).status).to.equal('fail');
    });
  });

  describe('private zones', () => {
    const shadow = {id: 'ZPRIVATE', name: 'run.georgi.io', isPrivate: true};
    const vpcs = [{id: 'vpc-1', region: 'eu-central-1'}];
    const beside = (records: readonly DnsRecord[], seenBy = vpcs) => ({
      otherZones: [zoneOf(shadow, records, [], seenBy)],
    });

    it('fails when one shadows the name with nothing, or something else, naming the VPCs', async () => {
      const nothing = await look([aliasTo(OWN)], beside([]));
      expect(nothing.status).to.equal('fail');
      expect(nothing.summary).to.include(
        `${HOST} in private zone run.georgi.io (ZPRIVATE), which alone answers in vpc-1: there is no A, AAAA or CNAME`,
      );
      expect((await look([aliasTo(OWN)], beside([aliasTo(OTHER)]))).summary).to.include(`names ${OTHER}`);
    });

    it('passes when it has a right record too, no VPC, or no part in the name', async () => {
      expect((await look([aliasTo(OWN)], beside([aliasTo(OWN)]))).status).to.equal('pass');
      expect((await look([aliasTo(OWN)], beside([], []))).status).to.equal('pass');
      const unrelated = {otherZones: [zoneOf({...shadow, name: 'other.georgi.io'}, [], [], vpcs)]};
      expect((await look([aliasTo(OWN)], unrelated)).status).to.equal('pass');
    });

    it('looks at the given VPCs only', async () => {
      const world = () => awsWorld({...beside([]), records: [aliasTo(OWN)], zonesOfVpcs: {'vpc-2': []}});
      const params = PARAMS;
      expect((await check.run({...params, vpcs: ['vpc-1']}, world())).status).to.equal('fail');
      expect((await check.run({...params, vpcs: ['vpc-2']}, world())).status).to.equal('pass');
      const nobody = world();
      expect((await check.run({...params, vpcs: []}, nobody)).status).to.equal('pass');
    });

    it('cannot tell what a private zone of another account says, where it answers a VPC that counts', async () => {
      const foreign = (name: string) => ({
        zonesOfVpcs: {'vpc-0consumer': [{id: 'ZFOREIGN', name, owner: '999999999999'}]},
      });
      const from = (facts: Partial<AwsWorld>, vpcs = ['vpc-0consumer']) =>
        check.run({...PARAMS, vpcs}, awsWorld({...facts, records: [aliasTo(OWN)]}));
      const thrown = await thrownBy(from(foreign('run.georgi.io')), CannotTell);
      expect(thrown.message).to.include(
        `${HOST} in private zone run.georgi.io (ZFOREIGN), which alone answers in vpc-0consumer: it belongs to 999999999999`,
      );
      expect((await from(foreign('efs.eu-central-1.amazonaws.com'))).status, 'of other names').to.equal('pass');
      const own = {...beside([aliasTo(OWN)])};
      const longer = {'vpc-1': [{id: 'ZFOREIGN', name: HOST, owner: '999999999999'}]};
      expect((await thrownBy(from({...own, zonesOfVpcs: longer}, ['vpc-1']), CannotTell)).message).to.include(
        'ZFOREIGN',
      );
      const shorter = {'vpc-1': [{id: 'ZFOREIGN', name: 'georgi.io', owner: '999999999999'}]};
      expect((await from({...own, zonesOfVpcs: shorter}, ['vpc-1'])).status, 'the nearer one answers').to.equal('pass');
      const nobody = await thrownBy(from({}, ['vpc-9']), CannotTell);
      expect(nobody.message, 'nor what a VPC has that was not looked at').to.include('zonesOfVpc:eu-central-1:vpc-9');
    });

    it('judges a private zone that is meant itself for its VPCs, and for no one else', async () => {
      const meant = {hostedZone: shadow, delegation: {nameServers: [], vpcs}};
      expect((await look([aliasTo(OWN)], meant)).status).to.equal('pass');
      expect((await look([], meant)).status).to.equal('fail');
      const another = {id: 'ZOTHERVPC', name: 'georgi.io', isPrivate: true};
      const elsewhere = {otherZones: [zoneOf(another, [], [], [{id: 'vpc-9', region: 'eu-central-1'}])]};
      expect((await look([aliasTo(OWN)], {...meant, ...elsewhere})).status, 'vpc-9 is not asked about').to.equal(
        'pass',
      );
      const lonely = await look([aliasTo(OWN)], {...meant, delegation: {nameServers: [], vpcs: []}});
      expect(lonely.summary).to.include('no VPC is associated with it');
      const params = {...PARAMS, vpcs: ['vpc-1', 'vpc-2']};
      const vpc2 = {zonesOfVpcs: {'vpc-2': []}};
      const short = await check.run(params, awsWorld({...meant, ...vpc2, records: [aliasTo(OWN)]}));
      expect(short.summary).to.include('it is not associated with vpc-2');
      const nobody = check.run({...params, vpcs: []}, awsWorld({...meant, records: [aliasTo(OWN)]}));
      expect((await thrownBy(nobody, CannotTell)).message).to.include('leaves nobody to answer');
    });

    it('cannot tell who follows a delegation inside a VPC', async () => {
      const cut = record({name: 'run.georgi.io', type: 'NS', values: ['ns-1.example']});
      const facts = {otherZones: [zoneOf({...shadow, name: 'georgi.io'}, [cut], [], vpcs)]};
      expect((await thrownBy(look([aliasTo(OWN)], facts), CannotTell)).message).to.include('inside a VPC is not known');
    });
  });

  it('cannot tell in a zone that the host does not lie in', async () => {
    const elsewhere = await thrownBy(look([], {hostedZone: {...ZONE, name: 'example.com'}}), CannotTell);
    expect(elsewhere.message).to.include('is not in zone example.com');
  });
});

function domainWith(servers: readonly string[]) {
  return {name: 'georgi.io', nameServers: servers.map((name) => ({name, glueIps: []})), statuses: [], signers: []};
}

function statedAs(aws: AwsFacts, nameServers: readonly string[]): AwsFacts {
  return {...aws, hostedZone: async (name) => ({...(await aws.hostedZone(name)), statedNameServers: nameServers})};
}

function weighted(setIdentifier: string, dnsName: string, weight: number): DnsRecord {
  return aliasTo(dnsName, {setIdentifier, weight, routingPolicy: 'weighted'});
}

function look(records: readonly DnsRecord[], facts: Partial<AwsWorld> = {}) {
  return check.run(PARAMS, awsWorld({...facts, records}));
}

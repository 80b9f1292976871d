import {expect} from 'chai';
import {recordPointsToLoadBalancer as check} from '../../../src/checks/dns/record-points-to-load-balancer.ts';
import type {DnsRecord} from '../../../src/model/aws-facts.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {aliasTo, awsWorld, HOST, type LiteralAws, LOAD_BALANCER, record, ZONE} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const OWN = LOAD_BALANCER.dnsName.toLowerCase();

describe('dns/record-points-to-load-balancer', () => {
  it('passes on an alias, with or without dualstack, in any case, and uses the actions it declares', async () => {
    const world = awsWorld();
    const verdict = await check.run({host: HOST, zone: 'zone', alb: 'alb'}, world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(`${HOST} names load balancer central-alb: A alias names dualstack.${OWN}.`);
    expect(world.usedActions()).to.deep.equal(check.iam);
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
        `${HOST} in zone georgi.io (Z0GEORGI): there is no A, AAAA or CNAME record, not one naming load balancer central-alb`,
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
  });

  it('fails when the alias has the hosted zone id of another region', async () => {
    const verdict = await look([aliasTo(OWN, {}, 'Z35SXDOTRQ7X7K')]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('hosted zone id Z35SXDOTRQ7X7K instead of Z215JYRZR1TBD5');
  });

  it('fails on fixed addresses, even when an alias stands beside them', async () => {
    const verdict = await look([aliasTo(OWN), record({type: 'AAAA', values: ['2001:db8::1']})]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('AAAA record holds fixed addresses (2001:db8::1)');
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

  it('cannot tell what a group of records answers', async () => {
    for (const routingPolicy of ['weighted', 'failover', 'latency', 'multivalue'] as const) {
      const thrown = await thrownBy(look([aliasTo(OWN, {routingPolicy, setIdentifier: 'new'})]), CannotTell);
      expect(thrown.message).to.include(`are a ${routingPolicy} group`);
    }
  });

  it('cannot tell when the host lies in a delegated sub-zone', async () => {
    const delegation = record({name: 'run.georgi.io', type: 'NS', values: ['ns-1.awsdns-01.org.']});
    const thrown = await thrownBy(look([delegation, aliasTo(OWN)]), CannotTell);
    expect(thrown.message).to.include('run.georgi.io is delegated to ns-1.awsdns-01.org.');
  });

  it('cannot tell when another zone of the account could answer instead', async () => {
    const rival = {id: 'ZPRIVATE', name: 'run.georgi.io', isPrivate: true};
    const thrown = await thrownBy(look([aliasTo(OWN)], {hostedZones: [ZONE, rival]}), CannotTell);
    expect(thrown.message).to.include('private zone run.georgi.io (ZPRIVATE)');
    const unrelated = {...rival, name: 'other.georgi.io'};
    expect((await look([aliasTo(OWN)], {hostedZones: [ZONE, unrelated]})).status).to.equal('pass');
  });

  it('cannot tell in a private zone, or in one that the host does not lie in', async () => {
    await thrownBy(look([aliasTo(OWN)], {hostedZone: {...ZONE, isPrivate: true}}), CannotTell);
    const elsewhere = await thrownBy(look([], {hostedZone: {...ZONE, name: 'example.com'}}), CannotTell);
    expect(elsewhere.message).to.include('does not lie in zone example.com');
  });
});

function look(records: readonly DnsRecord[], facts: Partial<LiteralAws> = {}) {
  return check.run({host: HOST, zone: 'zone', alb: 'alb'}, awsWorld({...facts, records}));
}

import {expect} from 'chai';
import {recordTargetExists as check} from '../../../src/checks/dns/record-target-exists.ts';
import type {AwsWorld} from '../../../src/lab/aws-world.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {DnsRecord} from '../../../src/model/facts/aws-facts.ts';
import type {World} from '../../../src/model/facts/world.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {aliasTo, HOST, LOAD_BALANCER, record, ZONE} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const GONE = 'old-alb-1234567890.eu-central-1.elb.amazonaws.com.';

neverPassesUnanswered(check, {host: HOST, zone: 'zone', alb: 'alb'});

describe('dns/record-target-exists', () => {
  it('passes where the load balancer is there, and uses the actions it declares', async () => {
    const world = awsWorld({});
    const verdict = await check.run({host: HOST, zone: 'zone', alb: 'alb'}, world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include(`names load balancer ${LOAD_BALANCER.name}, which exists`);
    expect(check.iam).to.include.members(world.usedActions());
  });

  it('fails on an alias and on a CNAME of one that DNS does not know', async () => {
    for (const gone of [aliasTo(`dualstack.${GONE}`), record({type: 'CNAME', values: [GONE], ttlSeconds: 60})]) {
      const verdict = await look([gone]);
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.include('for which DNS has no address: a dangling record');
      expect(verdict.summary).to.include('(take-over)');
      expect(JSON.stringify(verdict.evidence)).to.include('the resolver of this machine');
    }
  });

  it('fails on any name that DNS does not know, also where no load balancer is named', async () => {
    for (const gone of [aliasTo('d1.cloudfront.net'), record({type: 'CNAME', values: ['gone.example.com']})]) {
      expect(await look([gone])).to.have.property('status', 'fail');
    }
    const verdict = await check.run({host: HOST, zone: 'zone'}, worldWith([aliasTo(GONE)], {}, 'gone'));
    expect(verdict.status).to.equal('fail');
  });

  it('passes on one that is not where it was looked for, but in DNS', async () => {
    for (const elsewhere of [GONE, GONE.replace('eu-central-1', 'us-east-1')]) {
      const verdict = await look([aliasTo(elsewhere)], {}, 'there');
      expect(verdict.status).to.equal('pass');
      const name = elsewhere.slice(0, -1);
      expect(verdict.summary).to.include(`${name}, which exists, not where it was looked for, but in DNS`);
    }
    const unnamed = await check.run({host: HOST, zone: 'zone'}, worldWith([aliasTo(GONE)], {}, 'there'));
    expect(unnamed.summary).to.include(`${GONE.slice(0, -1)}, which exists in DNS`);
  });

  it('does not ask DNS for one that is where it was looked for', async () => {
    const verdict = await look([aliasTo(LOAD_BALANCER.dnsName)], {}, 'silent');
    expect(verdict.status).to.equal('pass');
  });

  it('cannot tell where DNS does not know the load balancers that exist either', async () => {
    const thrown = await thrownBy(
      look([aliasTo(GONE)], {}, async (name) => ({name, addresses: null})),
      CannotTell,
    );
    expect(thrown.message).to.include(`nor of ${LOAD_BALANCER.dnsName}, which exists`);
  });

  it('cannot tell where DNS does not say, but for another record that dangles', async () => {
    await thrownBy(look([aliasTo(GONE)], {}, 'silent'), CannotTell);
    const both = [aliasTo('old.example.com'), aliasTo(GONE, {type: 'AAAA'})];
    const world = worldWith(both, {}, async (name) => {
      if (name === 'old.example.com') throw SILENT;
      return {name, addresses: name === LOAD_BALANCER.dnsName ? ['192.0.2.1'] : null};
    });
    expect(await check.run({host: HOST, zone: 'zone', alb: 'alb'}, world)).to.have.property('status', 'fail');
  });

  it('fails where one of several records dangles', async () => {
    const verdict = await look([aliasTo(LOAD_BALANCER.dnsName), aliasTo(GONE, {type: 'AAAA'})]);
    expect(verdict.summary).to.include('the AAAA alias names old-alb');
  });

  it('fails without a record, also where no load balancer is named, and on a name of the zone without addresses', async () => {
    const without = await check.run({host: HOST, zone: 'zone'}, awsWorld({records: []}));
    expect(without.status).to.equal('fail');
    expect(without.summary).to.include('there is no A, AAAA or CNAME record');
    const dangling = await look([aliasTo('lb.georgi.io', {}, ZONE.id)]);
    expect(dangling.summary).to.include('for which zone georgi.io has no address');
  });

  it('cannot tell of what is no load balancer, and of a zone that does not answer', async () => {
    await thrownBy(look([record({values: ['192.0.2.1']})]), CannotTell);
    const other = await thrownBy(look([aliasTo('d1.cloudfront.net')], {}, 'there'), CannotTell);
    expect(other.message).to.include('which is not a name of a load balancer');
    await thrownBy(look([], {hostedZone: {...ZONE, isPrivate: true}}), CannotTell);
    await thrownBy(look([], {hostedZone: {...ZONE, name: 'example.com'}}), CannotTell);
  });
});

const SILENT = new CannotTell('DNS did not say', 'ask again');

type Says = 'there' | 'gone' | 'silent' | World['dns']['addresses'];

function worldWith(records: readonly DnsRecord[], facts: Partial<AwsWorld>, says: Says): World {
  const addresses: World['dns']['addresses'] = async (name) => {
    if (typeof says === 'function') return await says(name.replace(/\.$/, ''));
    if (says === 'silent') throw SILENT;
    const isThere = says === 'there' || name === LOAD_BALANCER.dnsName;
    return {name: name.replace(/\.$/, ''), addresses: isThere ? ['192.0.2.1'] : null};
  };
  return {...awsWorld({...facts, records}), dns: {addresses}};
}

function look(records: readonly DnsRecord[], facts: Partial<AwsWorld> = {}, says: Says = 'gone') {
  return check.run({host: HOST, zone: 'zone', alb: 'alb'}, worldWith(records, facts, says));
}

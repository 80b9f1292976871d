import {expect} from 'chai';
import {recordTargetExists as check} from '../../../src/checks/dns/record-target-exists.ts';
import type {AwsWorld} from '../../../src/lab/aws-world.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {DnsRecord} from '../../../src/model/facts/aws-facts.ts';
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

  it('fails on an alias and on a CNAME of one that is gone', async () => {
    for (const gone of [aliasTo(`dualstack.${GONE}`), record({type: 'CNAME', values: [GONE], ttlSeconds: 60})]) {
      const verdict = await look([gone]);
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.include('there is no such load balancer where it was looked for: a dangling record');
    }
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

  it('cannot tell of another region, of what is no load balancer, and where none is named', async () => {
    const far = await thrownBy(look([aliasTo(GONE.replace('eu-central-1', 'us-east-1'))]), CannotTell);
    expect(far.message).to.include('which is in us-east-1, and was looked for in eu-central-1');
    await thrownBy(look([record({values: ['192.0.2.1']})]), CannotTell);
    await thrownBy(look([aliasTo('d1.cloudfront.net')]), CannotTell);
    await thrownBy(check.run({host: HOST, zone: 'zone'}, awsWorld({})), CannotTell);
    await thrownBy(look([], {hostedZone: {...ZONE, isPrivate: true}}), CannotTell);
    await thrownBy(look([], {hostedZone: {...ZONE, name: 'example.com'}}), CannotTell);
  });
});

function look(records: readonly DnsRecord[], facts: Partial<AwsWorld> = {}) {
  return check.run({host: HOST, zone: 'zone', alb: 'alb'}, awsWorld({...facts, records}));
}

import {expect} from 'chai';
import {targetsHealthy as check} from '../../../src/checks/alb/targets-healthy.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {TargetHealth} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {LOAD_BALANCER, targetGroup, targetHealth} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const UNHEALTHY = targetHealth('10.0.2.10', 'unhealthy', {
  reason: 'Target.ResponseCodeMismatch',
  description: 'Health checks failed with these codes: [404]',
});

neverPassesUnanswered(check, {alb: 'alb', targetGroup: 'jessica-service-sse'});

describe('alb/targets-healthy', () => {
  it('passes on healthy targets, and uses the actions it declares', async () => {
    const world = awsWorld();
    const verdict = await check.run({alb: 'alb', targetGroup: 'jessica-service-sse', atLeast: 1}, world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal('target group jessica-service-sse: 1 healthy');
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('wants exactly as many as are asked for', async () => {
    const two = [targetHealth('10.0.1.10'), targetHealth('10.0.2.10')];
    expect((await look(two, 2)).status).to.equal('pass');
    const verdict = await look(two, 3);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.equal(
      'target group jessica-service-sse: 2 healthy, not at least 3 healthy, none unhealthy or unused',
    );
  });

  it('fails on one that is unhealthy, with reason, description and what to do', async () => {
    const verdict = await look([targetHealth('10.0.1.10'), UNHEALTHY]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.actual).to.equal(
      '1 healthy; 10.0.2.10:8000 is unhealthy (Target.ResponseCodeMismatch: Health checks failed with these codes: [404])',
    );
    expect(verdict.fix).to.include('matcher');
  });

  it('cannot tell behind a load balancer that takes no requests', async () => {
    const loadBalancer = {...LOAD_BALANCER, state: {code: 'failed', reason: null}};
    const params = {alb: 'alb', targetGroup: 'jessica-service-sse', atLeast: 1};
    await thrownBy(check.run(params, awsWorld({loadBalancer})), CannotTell);
  });

  it('says when the load balancer has failed open', async () => {
    expect((await look([UNHEALTHY, UNHEALTHY])).summary).to.include('failed open');
    const leaving = targetHealth('10.0.3.10', 'draining');
    expect((await look([UNHEALTHY, leaving])).summary).to.include('failed open');
    expect((await look([UNHEALTHY, targetHealth('10.0.1.10')])).summary).not.to.include('failed open');
  });

  it('knows with how few healthy targets the target group wants to fail open', async () => {
    const targets = [targetHealth('10.0.1.10'), targetHealth('10.0.3.10'), UNHEALTHY];
    const below = await look(targets, 1, '3');
    expect(below.summary).to.include(
      'fewer than the 3 that the target group wants, and so the load balancer has failed',
    );
    expect(below.evidence[1]).to.deep.include({
      what: 'healthy targets below which the load balancer fails open',
      value: '3',
    });
    expect((await look(targets, 1, '2')).summary).not.to.include('failed open');
    expect((await look(targets)).evidence[1]?.value).to.equal('1 (the default)');
  });

  it('fails on one that no rule uses', async () => {
    const unused = targetHealth('10.0.1.10', 'unused', {reason: 'Target.NotInUse'});
    const verdict = await look([unused]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('10.0.1.10:8000 is unused (Target.NotInUse)');
    expect(verdict.summary).not.to.include('failed open');
    expect(verdict.fix).to.include('Let a listener rule forward');
  });

  it('leaves the draining out of the count', async () => {
    const draining = targetHealth('10.0.3.10', 'draining', {reason: 'Target.DeregistrationInProgress'});
    const verdict = await look([targetHealth('10.0.1.10'), draining]);
    expect(verdict.summary).to.equal('target group jessica-service-sse: 1 healthy; 1 draining, not counted');
    expect((await look([draining])).actual).to.equal('no targets');
  });

  it('fails without any target', async () => {
    expect((await look([])).summary).to.equal(
      'target group jessica-service-sse: no targets, not at least 1 healthy, none unhealthy or unused',
    );
  });

  it('fails on new ones alone, for now, and takes them beside enough healthy ones', async () => {
    const fresh = targetHealth('10.0.1.10', 'initial', {reason: 'Elb.InitialHealthChecking'});
    const verdict = await look([fresh]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.actual).to.equal('0 healthy, 1 not yet checked');
    expect(verdict.fix).to.include('poll');
    expect((await look([fresh, targetHealth('10.0.2.10')])).status).to.equal('pass');
  });

  it('cannot tell what a state means that says neither, unless another fails anyway', async () => {
    const off = targetHealth('10.0.1.10', 'unavailable', {reason: 'Target.HealthCheckDisabled'});
    expect((await thrownBy(look([off, targetHealth('10.0.2.10')]), CannotTell)).message).to.include('unavailable');
    await thrownBy(look([targetHealth('10.0.1.10', 'resting')]), CannotTell);
    expect((await look([off, UNHEALTHY])).status).to.equal('fail');
  });

  it('does not count healthy ones that a zonal shift keeps requests from', async () => {
    const active = {override: 'zonal_shift_active', availabilityZone: 'eu-central-1a'};
    const shifted = targetHealth('10.0.1.10', 'healthy', active);
    const other = targetHealth('10.0.2.10', 'healthy', {override: 'no_override', availabilityZone: 'eu-central-1b'});
    const verdict = await look([shifted, other], 2);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.equal(
      'target group jessica-service-sse: 1 healthy, not at least 2 healthy, none unhealthy or unused; 1 more healthy in a zone that a zonal shift keeps requests away from',
    );
    expect(verdict.fix).to.match(/^Start enough tasks in the other zones/);
    const beside = await look([shifted, other]);
    expect(beside.status).to.equal('pass');
    expect(beside.summary).to.include('1 more healthy in a zone that a zonal shift');
    expect((await look([shifted, other], 3)).fix).to.include('Start more tasks');
  });

  it('cannot tell where all targets are in one zone, for which AWS says that a zonal shift does not work', async () => {
    const active = {override: 'zonal_shift_active', availabilityZone: 'eu-central-1a'};
    const shifted = ['10.0.1.10', '10.0.1.11'].map((address) => targetHealth(address, 'healthy', active));
    const {message, fix} = await thrownBy(look(shifted), CannotTell);
    expect(message).to.include('whether a zonal shift keeps requests away is not known');
    expect(fix).to.match(/^start tasks in another zone/);
  });

  it('cannot tell where AWS does not say whether a shift keeps requests away, unless enough others get them', async () => {
    for (const override of ['zonal_shift_delegated_to_dns', 'unknown', 'another']) {
      const perhaps = targetHealth('10.0.1.10', 'healthy', {override});
      expect((await thrownBy(look([perhaps]), CannotTell)).message).to.include(`is healthy (${override}): whether`);
      expect((await look([perhaps, targetHealth('10.0.2.10')])).status).to.equal('pass');
      expect((await look([perhaps], 2)).status).to.equal('fail');
    }
  });

  describe('with cross-zone load balancing off', () => {
    const inZones = (...zones: (string | null)[]) =>
      zones.map((availabilityZone, i) => targetHealth(`10.0.${i}.10`, 'healthy', {availabilityZone}));
    const off = (targets: TargetHealth[], value = 'false') =>
      look(targets, 1, undefined, {'load_balancing.cross_zone.enabled': value});
    const [a, b, c] = ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'];

    it('wants a healthy target in each zone of the load balancer', async () => {
      expect((await off(inZones(a, b, c))).status).to.equal('pass');
      const verdict = await off([...inZones(a, b), targetHealth('10.0.9.10', 'initial', {availabilityZone: c})]);
      expect(verdict.status).to.equal('fail');
      expect(verdict.actual).to.include('no healthy target in eu-central-1c, where load balancer central-alb takes');
      expect(verdict.fix).to.include('Run a task in each zone');
    });

    it('wants none in a zone that a zonal shift leads away from', async () => {
      const shifted = targetHealth('10.0.9.10', 'healthy', {availabilityZone: c, override: 'zonal_shift_active'});
      expect((await off([...inZones(a, b), shifted])).status).to.equal('pass');
      expect((await off([...inZones(a), shifted])).actual).to.include('no healthy target in eu-central-1b, where');
    });

    it('does not mind where it is on, as it is by default', async () => {
      for (const value of ['true', 'use_load_balancer_configuration']) {
        expect((await off(inZones(a), value)).status).to.equal('pass');
      }
      expect((await look(inZones(a))).status).to.equal('pass');
    });

    it('cannot tell where a target has no zone, or one may be shifted', async () => {
      for (const zone of ['all', null]) {
        expect((await thrownBy(off(inZones(a, b, zone)), CannotTell)).message).to.include(
          'whether a target serves eu-central-1c is not known',
        );
      }
      const perhaps = targetHealth('10.0.9.10', 'healthy', {availabilityZone: c, override: 'unknown'});
      await thrownBy(off([...inZones(a, b), perhaps]), CannotTell);
    });
  });

  it('shortens a long list', async () => {
    expect((await look(Array.from({length: 7}, () => UNHEALTHY))).actual).to.include('; and 2 more');
  });

  it('cannot tell about a group that is not there', async () => {
    const run = check.run({alb: 'alb', targetGroup: 'jessica-service-sso', atLeast: 1}, awsWorld());
    expect((await thrownBy(run, CannotTell)).message).to.include('Did you mean "jessica-service-sse"?');
  });

  it('wants one by default', () => {
    expect(check.params.parse({alb: 'alb', targetGroup: 'jessica-service-sse'})).to.have.property('atLeast', 1);
  });
});

function look(
  targets: readonly TargetHealth[],
  atLeast = 1,
  leastHealthy?: string,
  others: Readonly<Record<string, string>> = {},
) {
  const {arn} = targetGroup('jessica-service-sse');
  const key = 'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count';
  const attributes = {...others, ...(leastHealthy === undefined ? {} : {[key]: leastHealthy})};
  const world = awsWorld({targetHealth: {[arn]: targets}, targetGroupAttributes: {[arn]: attributes}});
  return check.run({alb: 'alb', targetGroup: 'jessica-service-sse', atLeast}, world);
}

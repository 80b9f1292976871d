import {expect} from 'chai';
import {dnsHealth, type GroupInUse} from '../../../src/domain/load-balancers/dns-health.ts';
import type {TargetHealth} from '../../../src/model/facts/aws-facts.ts';
import {LOAD_BALANCER, targetGroup, targetHealth} from '../../support/aws-facts.ts';

const LEAST = 'target_group_health.dns_failover.minimum_healthy_targets';

describe('the health of a load balancer to Route 53', () => {
  it('is good where every target group has a healthy target', () => {
    const verdict = dnsHealth(LOAD_BALANCER, [group([up, down]), group([up])]);
    expect(verdict).to.deep.equal({
      state: 'healthy',
      because: 'every target group of load balancer central-alb has a healthy target',
    });
  });

  it('is bad where one has none, or no target at all', () => {
    const down1 = dnsHealth(LOAD_BALANCER, [group([up]), group([down])]);
    expect(down1.state).to.equal('unhealthy');
    expect(down1.because).to.include('has no healthy target: 10.20.10.5:8000 is unhealthy');
    const empty = dnsHealth(LOAD_BALANCER, [group([up]), group([])]);
    expect(empty).to.deep.equal({
      state: 'unhealthy',
      because: 'target group api has no target (load balancer central-alb)',
    });
    for (const state of ['initial', 'draining', 'unused', 'unhealthy.draining']) {
      expect(dnsHealth(LOAD_BALANCER, [group([targetHealth('10.20.10.5', state)])]).state, state).to.equal('unhealthy');
    }
  });

  it('is not known without a group, in another state, or where targets are not checked', () => {
    expect(dnsHealth(LOAD_BALANCER, []).state).to.equal('unknown');
    const failed = {...LOAD_BALANCER, state: {code: 'failed', reason: null}};
    expect(dnsHealth(failed, [group([up])]).state).to.equal('unknown');
    const unchecked = group([targetHealth('10.20.10.5', 'unavailable')]);
    expect(dnsHealth(LOAD_BALANCER, [unchecked]).state).to.equal('unknown');
    expect(dnsHealth(LOAD_BALANCER, [unchecked, group([])]).state, 'one is bad anyhow').to.equal('unhealthy');
  });

  it('goes by the number and the share that the group asks for, zone by zone', () => {
    const by = (attributes: Record<string, string>, ...targets: TargetHealth[]) =>
      dnsHealth(LOAD_BALANCER, [group(targets, attributes)]).state;
    expect(by({[`${LEAST}.count`]: '2'}, up, up)).to.equal('healthy');
    expect(by({[`${LEAST}.count`]: '2'}, up, down)).to.equal('unhealthy');
    expect(by({[`${LEAST}.count`]: '2'}, up, {...up, availabilityZone: 'eu-central-1b'})).to.equal('unknown');
    expect(by({[`${LEAST}.count`]: 'off', [`${LEAST}.percentage`]: '50'}, up, down)).to.equal('healthy');
    expect(by({[`${LEAST}.count`]: 'off', [`${LEAST}.percentage`]: '51'}, up, down)).to.equal('unhealthy');
  });
});

const up = targetHealth('10.20.10.4');
const down = targetHealth('10.20.10.5', 'unhealthy');

function group(targets: readonly TargetHealth[], attributes: GroupInUse['attributes'] = {}): GroupInUse {
  return {group: targetGroup('api'), attributes, targets};
}

import {expect} from 'chai';
import {censusOf, describeTarget, healthAdvice} from '../../../src/domain/targets/target-health.ts';
import {targetHealth} from '../../support/aws-facts.ts';

describe('target health', () => {
  it('sorts targets by what their state says', () => {
    const states = ['healthy', 'initial', 'unhealthy', 'unused', 'draining', 'unavailable', 'unhealthy.draining'];
    const census = censusOf(states.map((state) => targetHealth(state, state)));
    const ids = (targets: readonly {readonly targetId: string}[]) => targets.map(({targetId}) => targetId);
    expect(ids(census.healthy)).to.deep.equal(['healthy']);
    expect(ids(census.initial)).to.deep.equal(['initial']);
    expect(ids(census.failing)).to.deep.equal(['unhealthy', 'unused']);
    expect(ids(census.draining)).to.deep.equal(['draining']);
    expect(ids(census.unclear)).to.deep.equal(['unavailable', 'unhealthy.draining']);
  });

  it('does not count healthy ones that get no requests, or perhaps none', () => {
    const overrides = [null, 'no_override', 'zonal_shift_active', 'zonal_shift_delegated_to_dns', 'unknown'];
    const census = censusOf(
      overrides.map((override, i) => targetHealth(String(override), 'healthy', {override, availabilityZone: `z${i}`})),
    );
    const ids = (targets: readonly {readonly targetId: string}[]) => targets.map(({targetId}) => targetId);
    expect(census.well).to.have.length(5);
    expect(ids(census.healthy)).to.deep.equal(['null', 'no_override']);
    expect(ids(census.shifted)).to.deep.equal(['zonal_shift_active']);
    expect(ids(census.perhapsShifted)).to.deep.equal(['zonal_shift_delegated_to_dns', 'unknown']);
    expect(census.hasFailedOpen).to.equal(false);
  });

  it('has failed open when every target that stays is unhealthy', () => {
    const open = (...states: string[]) => censusOf(states.map((state) => targetHealth('a', state))).hasFailedOpen;
    expect([open('unhealthy'), open('unhealthy', 'draining')]).to.deep.equal([true, true]);
    expect([open(), open('draining'), open('unhealthy', 'healthy'), open('unhealthy', 'initial')]).not.to.include(true);
  });

  it('has failed open when some are unhealthy and fewer are healthy than the target group wants', () => {
    const open = (leastHealthy: number, ...states: string[]) =>
      censusOf(
        states.map((state) => targetHealth('a', state)),
        leastHealthy,
      ).hasFailedOpen;
    expect([open(2, 'healthy', 'unhealthy'), open(2, 'unhealthy', 'unhealthy')]).to.deep.equal([true, true]);
    expect(open(1, 'healthy', 'unhealthy'), 'as many as it wants').to.equal(false);
    expect(open(2, 'healthy', 'draining'), 'none is unhealthy').to.equal(false);
    expect(open(2, 'healthy', 'initial', 'unhealthy'), 'one may become healthy').to.equal(false);
  });

  it('describes a target, and knows advice for the usual reasons only', () => {
    const members = {reason: 'Target.Timeout', description: 'Request timed out'};
    expect(describeTarget(targetHealth('10.0.1.10', 'unhealthy', members))).to.equal(
      '10.0.1.10:8000 is unhealthy (Target.Timeout: Request timed out)',
    );
    expect(describeTarget(targetHealth('10.0.1.10', 'healthy', {port: null}))).to.equal('10.0.1.10 is healthy');
    expect(healthAdvice('Target.Timeout')).to.include('security group');
    expect([healthAdvice(null), healthAdvice('Elb.InternalError')]).to.deep.equal([null, null]);
  });
});

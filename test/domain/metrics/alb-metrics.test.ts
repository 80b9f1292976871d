import {expect} from 'chai';
import {
  ALB_METRICS,
  dimensionsOf,
  requireAlbMetric,
  requireStatistic,
  retentionMs,
} from '../../../src/domain/metrics/alb-metrics.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {LOAD_BALANCER, LOAD_BALANCER_DIMENSION, TARGET_GROUP_DIMENSION, targetGroup} from '../../support/aws-facts.ts';

describe('the metrics of a load balancer', () => {
  it('are each there once', () => {
    const names = ALB_METRICS.map(({name}) => name);
    expect(new Set(names).size).to.equal(names.length);
  });

  it('are found by name, with the near one named', () => {
    expect(requireAlbMetric('RequestCount').absence).to.equal('quiet');
    expect(() => requireAlbMetric('HTTPCode_ELB_5XX')).to.throw(CannotTell, 'Did you mean "HTTPCode_ELB_5');
  });

  it('have statistics that mean something', () => {
    const check = (metric: string, statistic: string) => () => requireStatistic(requireAlbMetric(metric), statistic);
    for (const statistic of ['Average', 'p99', 'p99.9']) expect(check('TargetResponseTime', statistic)).not.to.throw();
    expect(check('TargetResponseTime', 'p999')).to.throw(CannotTell, 'p50, p99');
    expect(check('HealthyHostCount', 'Sum')).to.throw(CannotTell, 'Average, Minimum, Maximum');
    expect(check('RequestCount', 'p99')).to.throw(CannotTell);
  });

  it('are reported under the ends of ARNs', () => {
    const errors = requireAlbMetric('HTTPCode_Target_5XX_Count');
    expect(dimensionsOf(errors, LOAD_BALANCER, null)).to.deep.equal({LoadBalancer: LOAD_BALANCER_DIMENSION});
    expect(dimensionsOf(errors, LOAD_BALANCER, targetGroup('jessica-service-sse'))).to.deep.equal({
      LoadBalancer: LOAD_BALANCER_DIMENSION,
      TargetGroup: TARGET_GROUP_DIMENSION,
    });
  });

  it('are not reported of a group where the load balancer itself is meant: no data would look like no errors', () => {
    for (const name of ['HTTPCode_ELB_502_Count', 'RejectedConnectionCount', 'ClientTLSNegotiationErrorCount']) {
      const ofLoadBalancer = requireAlbMetric(name);
      expect(() => dimensionsOf(ofLoadBalancer, LOAD_BALANCER, targetGroup('jessica-service-sse'))).to.throw(
        CannotTell,
        'for a load balancer only',
      );
      expect(dimensionsOf(ofLoadBalancer, LOAD_BALANCER, null)).to.have.all.keys('LoadBalancer');
    }
  });

  it('are not known where they are reported for a zone only', () => {
    expect(() => requireAlbMetric('DroppedInvalidHeaderRequestCount')).to.throw(CannotTell, 'is not known');
  });

  it('are not reported of hosts without a group, nor of a group elsewhere', () => {
    const hosts = requireAlbMetric('HealthyHostCount');
    expect(() => dimensionsOf(hosts, LOAD_BALANCER, null)).to.throw(CannotTell, 'for a target group only');
    const away = targetGroup('jessica-service-sse', {loadBalancerArns: []});
    expect(() => dimensionsOf(hosts, LOAD_BALANCER, away)).to.throw(CannotTell, 'is not on load balancer central-alb');
  });

  it('are kept the longer, the longer the period', () => {
    expect([60_000, 300_000, 3_600_000].map((ms) => retentionMs(ms) / 86_400_000)).to.deep.equal([15, 63, 455]);
  });
});

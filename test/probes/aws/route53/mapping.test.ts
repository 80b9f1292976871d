import type {ResourceRecordSet} from '@aws-sdk/client-route-53';
import {expect} from 'chai';
import {AwsRefusal} from '../../../../src/model/errors.ts';
import {toMetricAlarm} from '../../../../src/probes/aws/cloudwatch/mapping.ts';
import {toCheckedAlarm, toDnsRecord, toHealthCheck} from '../../../../src/probes/aws/route53/mapping.ts';

describe('mapping of Route 53', () => {
  it('of records knows every routing policy', () => {
    const policy = (members: Partial<ResourceRecordSet>) => record(members).routingPolicy;
    expect(policy({})).to.equal('simple');
    expect(policy({Weight: 0})).to.equal('weighted');
    expect(policy({Failover: 'PRIMARY'})).to.equal('failover');
    expect(policy({Region: 'eu-central-1'})).to.equal('latency');
    expect(policy({GeoLocation: {CountryCode: '*'}})).to.equal('geolocation');
    expect(policy({GeoProximityLocation: {AWSRegion: 'eu-central-1'}})).to.equal('geoproximity');
    expect(policy({CidrRoutingConfig: {CollectionId: 'c', LocationName: '*'}})).to.equal('cidr');
    expect(policy({MultiValueAnswer: true})).to.equal('multivalue');
  });

  it('of records has what a policy decides by', () => {
    expect(record({})).to.include({weight: null, failover: null, healthCheckId: null});
    expect(record({SetIdentifier: 'green', Weight: 0})).to.include({setIdentifier: 'green', weight: 0});
    expect(record({Failover: 'SECONDARY', HealthCheckId: 'hc-1'})).to.include({
      failover: 'SECONDARY',
      healthCheckId: 'hc-1',
    });
    expect(() => record({Failover: 'TERTIARY' as 'SECONDARY'})).to.throw(AwsRefusal, 'Failover "TERTIARY"');
  });

  it('of a health check and of its alarm says in the same words what is watched', () => {
    const own = {
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'HTTPCode_Target_5XX_Count',
      Statistic: 'Sum' as const,
      ComparisonOperator: 'GreaterThanThreshold' as const,
      Threshold: 5,
      Period: 60,
      EvaluationPeriods: 3,
    };
    const dimensions = ['TargetGroup', 'LoadBalancer'].map((Name) => ({Name, Value: `${Name}/1`}));
    const alarm = {AlarmName: 'errors', AlarmArn: 'arn', StateValue: 'OK' as const, ActionsEnabled: true, ...own};
    const checked = toCheckedAlarm(toMetricAlarm('x', {...alarm, Dimensions: dimensions}));
    const watchedWith = (changes: object) =>
      toHealthCheck('x', {
        HealthCheck: {
          Id: 'hc-1',
          CallerReference: 'c',
          HealthCheckVersion: 1,
          HealthCheckConfig: {
            Type: 'CLOUDWATCH_METRIC',
            AlarmIdentifier: {Name: 'errors', Region: 'eu-central-1'},
          },
          CloudWatchAlarmConfiguration: {...own, Dimensions: dimensions.toReversed(), ...changes},
        },
      }).alarm?.watches;
    expect(checked.watches).to.include('Sum of AWS/ApplicationELB HTTPCode_Target_5XX_Count (LoadBalancer = ');
    expect(watchedWith({})).to.equal(checked.watches);
    for (const change of [{Threshold: 50}, {EvaluationPeriods: 2}, {Dimensions: []}, {Statistic: 'Average'}]) {
      expect(watchedWith(change)).not.to.equal(checked.watches);
    }
  });
});

function record(members: Partial<ResourceRecordSet>) {
  return toDnsRecord('x', {Name: 'a.', Type: 'A', TTL: 60, ResourceRecords: [{Value: '192.0.2.1'}], ...members});
}

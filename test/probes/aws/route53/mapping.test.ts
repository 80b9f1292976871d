import type {ResourceRecordSet} from '@aws-sdk/client-route-53';
import {expect} from 'chai';
import {AwsRefusal} from '../../../../src/model/errors.ts';
import {toDnsRecord} from '../../../../src/probes/aws/route53/mapping.ts';

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
});

function record(members: Partial<ResourceRecordSet>) {
  return toDnsRecord('x', {Name: 'a.', Type: 'A', TTL: 60, ResourceRecords: [{Value: '192.0.2.1'}], ...members});
}

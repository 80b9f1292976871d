import type {TargetGroup} from '@aws-sdk/client-elastic-load-balancing-v2';
import {expect} from 'chai';
import {AwsRefusal} from '../../../../src/model/errors.ts';
import {
  toListener,
  toListenerCertificates,
  toLoadBalancer,
  toTargetGroup,
  toTargetHealth,
} from '../../../../src/probes/aws/elbv2/mapping.ts';
import {sdkLoadBalancer} from '../../../support/aws-answers.ts';
import {sdkListener} from './sdk-answers.ts';

describe('mapping of Elastic Load Balancing', () => {
  it('of certificates keeps the default one twice, where it is in the list as well', () => {
    const listed = [
      {CertificateArn: 'a', IsDefault: true},
      {CertificateArn: 'b'},
      {CertificateArn: 'a', IsDefault: false},
    ];
    expect(toListenerCertificates('x', listed)).to.deep.equal([
      {arn: 'a', isDefault: true},
      {arn: 'b', isDefault: false},
      {arn: 'a', isDefault: false},
    ]);
  });

  it('of listeners has what they do when no rule matches', () => {
    const listener = toListener('x', sdkListener(443, {DefaultActions: [{Type: 'forward', TargetGroupArn: 'a'}]}));
    expect(listener.defaultActions).to.deep.equal([
      {type: 'forward', order: 1, targets: [{targetGroupArn: 'a', weight: 1}], stickinessSeconds: null},
    ]);
    expect(() => toListener('x', sdkListener(443, {DefaultActions: undefined}))).to.throw(
      AwsRefusal,
      'lacks the member Listeners[].DefaultActions',
    );
    expect(() => toListener('x', sdkListener(443, {DefaultActions: [{Type: 'forward'}]}))).to.throw(
      AwsRefusal,
      'lacks the member Listeners[].DefaultActions[].TargetGroupArn',
    );
  });

  it('of listeners has what they do with certificates of clients', () => {
    expect(toListener('x', sdkListener(80)).mutualTls).to.deep.equal({
      mode: 'off',
      trustStoreArn: null,
      trustStoreIsRemoved: false,
      ignoresExpiry: false,
    });
    const MutualAuthentication = {
      Mode: 'verify',
      TrustStoreArn: 'arn:store',
      TrustStoreAssociationStatus: 'removed' as const,
      IgnoreClientCertificateExpiry: true,
    };
    expect(toListener('x', sdkListener(443, {MutualAuthentication})).mutualTls).to.deep.equal({
      mode: 'verify',
      trustStoreArn: 'arn:store',
      trustStoreIsRemoved: true,
      ignoresExpiry: true,
    });
  });

  it('of load balancers has whether they take requests, and is refused without', () => {
    const {state} = toLoadBalancer('x', {...sdkLoadBalancer('a'), State: {Code: 'failed', Reason: 'why'}} as never);
    expect(state).to.deep.equal({code: 'failed', reason: 'why'});
    expect(toLoadBalancer('x', sdkLoadBalancer('a') as never).zones).to.deep.equal(['eu-central-1a']);
    expect(() => toLoadBalancer('x', {...sdkLoadBalancer('a'), State: undefined} as never)).to.throw(
      AwsRefusal,
      'State.Code',
    );
  });

  it('of target groups has their health check', () => {
    const group: TargetGroup = {
      TargetGroupArn: 'arn:tg',
      TargetGroupName: 'blue',
      TargetType: 'ip',
      IpAddressType: 'ipv4',
      LoadBalancerArns: [],
      HealthCheckEnabled: true,
      HealthCheckProtocol: 'HTTP',
      HealthCheckPort: 'traffic-port',
      HealthCheckPath: '/health',
      HealthCheckIntervalSeconds: 30,
      HealthCheckTimeoutSeconds: 5,
      HealthyThresholdCount: 5,
      UnhealthyThresholdCount: 2,
      Matcher: {HttpCode: '200-299'},
    };
    const healthCheck = {
      enabled: true,
      protocol: 'HTTP',
      port: 'traffic-port',
      path: '/health',
      intervalSeconds: 30,
      timeoutSeconds: 5,
      healthyThreshold: 5,
      unhealthyThreshold: 2,
      matcher: '200-299',
    };
    expect(toTargetGroup('x', group)).to.deep.include({ipAddressType: 'ipv4', healthCheck});
    expect(toTargetGroup('x', {...group, Matcher: {GrpcCode: '12'}}).healthCheck.matcher).to.equal('12');
    expect(toTargetGroup('x', {...group, HealthCheckEnabled: false}).healthCheck.enabled).to.equal(false);
    expect(() => toTargetGroup('x', {...group, HealthCheckEnabled: undefined})).to.throw(
      AwsRefusal,
      'HealthCheckEnabled',
    );
  });

  it('of target health wants to know of whom and how it is', () => {
    const healthy = {Target: {Id: '10.0.0.4'}, TargetHealth: {State: 'healthy'}} as const;
    expect(toTargetHealth('x', healthy)).to.include({targetId: '10.0.0.4', state: 'healthy', reason: null});
    expect(() => toTargetHealth('x', {...healthy, Target: undefined})).to.throw(AwsRefusal, 'Target.Id');
    expect(() => toTargetHealth('x', {...healthy, TargetHealth: {}})).to.throw(AwsRefusal, 'TargetHealth.State');
  });
});

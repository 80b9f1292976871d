import type * as Sdk from '@aws-sdk/client-elastic-load-balancing-v2';
import type {
  HealthCheck,
  Listener,
  ListenerCertificate,
  LoadBalancer,
  MutualTls,
  TargetGroup,
  TargetHealth,
} from '../../../model/facts/aws-facts.ts';
import {type Shape, shapeOf} from '../shape.ts';
import {toActions} from './rules-mapping.ts';

export function toLoadBalancer(action: string, from: Sdk.LoadBalancer): LoadBalancer {
  const {required, oneOf} = shapeOf(action);
  const arn = required(from.LoadBalancerArn, 'LoadBalancers[].LoadBalancerArn');
  const zones = required(from.AvailabilityZones, 'LoadBalancers[].AvailabilityZones');
  const guards = from.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic;
  return {
    arn,
    name: required(from.LoadBalancerName, 'LoadBalancers[].LoadBalancerName'),
    dnsName: required(from.DNSName, 'LoadBalancers[].DNSName'),
    canonicalHostedZoneId: required(from.CanonicalHostedZoneId, 'LoadBalancers[].CanonicalHostedZoneId'),
    scheme: oneOf(from.Scheme, ['internet-facing', 'internal'], 'LoadBalancers[].Scheme'),
    type: required(from.Type, 'LoadBalancers[].Type'),
    state: {
      code: required(from.State?.Code, 'LoadBalancers[].State.Code'),
      reason: from.State?.Reason ?? null,
    },
    ipAddressType: required(from.IpAddressType, 'LoadBalancers[].IpAddressType'),
    vpcId: required(from.VpcId, 'LoadBalancers[].VpcId'),
    subnetIds: zones.map((zone) => required(zone.SubnetId, 'LoadBalancers[].AvailabilityZones[].SubnetId')),
    zones: zones.map((zone) => required(zone.ZoneName, 'LoadBalancers[].AvailabilityZones[].ZoneName')),
    // A network load balancer may have none, and then lacks the member.
    securityGroupIds:
      from.Type === 'network'
        ? (from.SecurityGroups ?? [])
        : required(from.SecurityGroups, 'LoadBalancers[].SecurityGroups'),
    groupsGuardPrivateLink: guards === undefined ? null : guards === 'on',
    region: required(arn.split(':')[3], 'LoadBalancers[].LoadBalancerArn'),
  };
}

/** For load balancers, listeners and target groups alike. */
export function toAttributes(action: string, from: readonly Sdk.LoadBalancerAttribute[]): Record<string, string> {
  const {required, refuse} = shapeOf(action);
  // Single keys may be absent and then have their default, but an answer without any keys is useless.
  if (from.length === 0) refuse('holds no attributes at all');
  return Object.fromEntries(
    from.map(({Key, Value}) => [required(Key, 'Attributes[].Key'), required(Value, 'Attributes[].Value')]),
  );
}

export function toListener(action: string, from: Sdk.Listener): Listener {
  const shape = shapeOf(action);
  const {required} = shape;
  return {
    arn: required(from.ListenerArn, 'Listeners[].ListenerArn'),
    loadBalancerArn: required(from.LoadBalancerArn, 'Listeners[].LoadBalancerArn'),
    port: required(from.Port, 'Listeners[].Port'),
    protocol: required(from.Protocol, 'Listeners[].Protocol'),
    sslPolicy: from.SslPolicy ?? null,
    mutualTls: toMutualTls(from.MutualAuthentication),
    defaultActions: toActions(shape, from.DefaultActions, 'Listeners[].DefaultActions'),
  };
}

/** Only HTTPS listeners have the member; without it certificates of clients are not asked for. */
function toMutualTls(from: Sdk.MutualAuthenticationAttributes = {}): MutualTls {
  return {
    mode: from.Mode ?? 'off',
    trustStoreArn: from.TrustStoreArn ?? null,
    trustStoreIsRemoved: from.TrustStoreAssociationStatus === 'removed',
    ignoresExpiry: from.IgnoreClientCertificateExpiry ?? false,
  };
}

export function toListenerCertificates(action: string, from: readonly Sdk.Certificate[]): ListenerCertificate[] {
  const {required} = shapeOf(action);
  return from.map(({CertificateArn, IsDefault}) => ({
    arn: required(CertificateArn, 'Certificates[].CertificateArn'),
    isDefault: IsDefault ?? false,
  }));
}

export function toTargetGroup(action: string, from: Sdk.TargetGroup): TargetGroup {
  const shape = shapeOf(action);
  const {required} = shape;
  return {
    arn: required(from.TargetGroupArn, 'TargetGroups[].TargetGroupArn'),
    name: required(from.TargetGroupName, 'TargetGroups[].TargetGroupName'),
    protocol: from.Protocol ?? null,
    protocolVersion: from.ProtocolVersion ?? null,
    port: from.Port ?? null,
    vpcId: from.VpcId ?? null,
    targetType: required(from.TargetType, 'TargetGroups[].TargetType'),
    loadBalancerArns: required(from.LoadBalancerArns, 'TargetGroups[].LoadBalancerArns'),
    ipAddressType: from.IpAddressType ?? null,
    healthCheck: toHealthCheck(shape, from),
  };
}

function toHealthCheck({required}: Shape, from: Sdk.TargetGroup): HealthCheck {
  return {
    enabled: required(from.HealthCheckEnabled, 'TargetGroups[].HealthCheckEnabled'),
    protocol: from.HealthCheckProtocol ?? null,
    port: from.HealthCheckPort ?? null,
    path: from.HealthCheckPath ?? null,
    intervalSeconds: from.HealthCheckIntervalSeconds ?? null,
    timeoutSeconds: from.HealthCheckTimeoutSeconds ?? null,
    healthyThreshold: from.HealthyThresholdCount ?? null,
    unhealthyThreshold: from.UnhealthyThresholdCount ?? null,
    matcher: from.Matcher?.HttpCode ?? from.Matcher?.GrpcCode ?? null,
  };
}

export function toTargetHealth(action: string, from: Sdk.TargetHealthDescription): TargetHealth {
  const {required} = shapeOf(action);
  const at = (member: string) => `TargetHealthDescriptions[].${member}`;
  return {
    targetId: required(from.Target?.Id, at('Target.Id')),
    port: from.Target?.Port ?? null,
    availabilityZone: from.Target?.AvailabilityZone ?? null,
    override: from.AdministrativeOverride?.State ?? null,
    healthCheckPort: from.HealthCheckPort ?? null,
    state: required(from.TargetHealth?.State, at('TargetHealth.State')),
    reason: from.TargetHealth?.Reason ?? null,
    description: from.TargetHealth?.Description ?? null,
  };
}

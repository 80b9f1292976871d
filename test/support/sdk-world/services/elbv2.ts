import type * as Sdk from '@aws-sdk/client-elastic-load-balancing-v2';
import {type AwsWorld, HEALTHY} from '../../../../src/lab/aws-world.ts';
import {SSE_TARGET_GROUP_ARN} from '../../../../src/lab/worlds/names.ts';
import type {
  Elbv2Facts,
  Listener,
  LoadBalancer,
  RuleAction,
  RuleCondition,
  TargetGroup,
} from '../../../../src/model/facts/aws-facts.ts';
import type {Answers, Played} from '../played.ts';

const TARGET_GROUP = SSE_TARGET_GROUP_ARN;

export const PLAYED: Played<keyof Elbv2Facts> = {
  clients: {ElasticLoadBalancingV2Client: 'elasticloadbalancing'},
  answers: (world) => ({elasticloadbalancing: elbv2Answers(world)}),
  asks: {
    loadBalancers: (facts) => facts.loadBalancers('alb'),
    loadBalancer: (facts) => facts.loadBalancer('alb'),
    loadBalancerAttributes: (facts) => facts.loadBalancerAttributes('alb'),
    listeners: (facts) => facts.listeners('alb'),
    listenersOf: (facts) => facts.listenersOf('alb', HEALTHY.loadBalancer.arn),
    listener: (facts) => facts.listener('alb'),
    listenerAttributes: (facts) => facts.listenerAttributes('alb'),
    listenerCertificates: (facts) => facts.listenerCertificates('alb'),
    listenerRules: (facts) => facts.listenerRules('alb'),
    rulesOfAllListeners: (facts) => facts.rulesOfAllListeners('alb'),
    targetGroups: (facts) => facts.targetGroups('alb'),
    targetGroupAttributes: (facts) => facts.targetGroupAttributes('alb', TARGET_GROUP),
    targetHealth: (facts) => facts.targetHealth('alb', TARGET_GROUP),
  },
};

function elbv2Answers(world: AwsWorld): Answers {
  const attributes = (of: Readonly<Record<string, string>>) => Object.entries(of).map(([Key, Value]) => ({Key, Value}));
  return {
    DescribeLoadBalancers: () => ({LoadBalancers: [toLoadBalancer(world.loadBalancer)]}),
    DescribeLoadBalancerAttributes: () => ({Attributes: attributes(world.loadBalancerAttributes)}),
    DescribeListeners: () => ({
      Listeners: [world.listener, ...world.otherListeners.map(({listener}) => listener)].map(toListener),
    }),
    DescribeListenerAttributes: () => ({Attributes: attributes(world.listenerAttributes)}),
    DescribeListenerCertificates: () => ({
      Certificates: world.listenerCertificates.map(({arn, isDefault}) => ({CertificateArn: arn, IsDefault: isDefault})),
    }),
    DescribeRules: () => ({
      Rules: world.listenerRules.map((rule) => ({
        RuleArn: rule.arn,
        Priority: String(rule.priority),
        IsDefault: rule.priority === 'default',
        Conditions: rule.conditions.map(toCondition),
        Actions: rule.actions.map(toAction),
        Transforms: [],
      })),
    }),
    DescribeTargetGroups: () => ({TargetGroups: world.targetGroups.map(toTargetGroup)}),
    DescribeTargetGroupAttributes: ({TargetGroupArn}) => ({
      Attributes: attributes(world.targetGroupAttributes[String(TargetGroupArn)] ?? {}),
    }),
    DescribeTargetHealth: ({TargetGroupArn}) => ({
      TargetHealthDescriptions: (world.targetHealth[String(TargetGroupArn)] ?? []).map((target) => ({
        Target: {Id: target.targetId, Port: target.port, AvailabilityZone: target.availabilityZone},
        HealthCheckPort: target.healthCheckPort,
        ...(target.override === null ? {} : {AdministrativeOverride: {State: target.override}}),
        TargetHealth: {State: target.state, Reason: target.reason ?? undefined},
      })),
    }),
  };
}

function toLoadBalancer(from: LoadBalancer): Sdk.LoadBalancer {
  return {
    LoadBalancerArn: from.arn,
    LoadBalancerName: from.name,
    DNSName: from.dnsName,
    CanonicalHostedZoneId: from.canonicalHostedZoneId,
    Scheme: from.scheme,
    Type: from.type as 'application',
    State: {Code: from.state.code as 'active', Reason: from.state.reason ?? undefined},
    IpAddressType: from.ipAddressType as 'ipv4',
    VpcId: from.vpcId,
    AvailabilityZones: from.subnetIds.map((SubnetId, i) => ({SubnetId, ZoneName: from.zones[i]})),
    SecurityGroups: [...from.securityGroupIds],
    ...(from.groupsGuardPrivateLink === null
      ? {}
      : {EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: from.groupsGuardPrivateLink ? 'on' : 'off'}),
  };
}

function toListener(from: Listener): Sdk.Listener {
  return {
    ListenerArn: from.arn,
    LoadBalancerArn: from.loadBalancerArn,
    Port: from.port,
    Protocol: from.protocol as 'HTTPS',
    ...(from.sslPolicy === null ? {} : {SslPolicy: from.sslPolicy}),
    MutualAuthentication: {Mode: from.mutualTls.mode},
    DefaultActions: from.defaultActions.map(toAction),
  };
}

function toTargetGroup(from: TargetGroup): object {
  const {healthCheck} = from;
  return {
    TargetGroupArn: from.arn,
    TargetGroupName: from.name,
    Protocol: from.protocol,
    ProtocolVersion: from.protocolVersion,
    Port: from.port,
    VpcId: from.vpcId,
    TargetType: from.targetType,
    LoadBalancerArns: [...from.loadBalancerArns],
    IpAddressType: from.ipAddressType,
    HealthCheckEnabled: healthCheck.enabled,
    HealthCheckProtocol: healthCheck.protocol,
    HealthCheckPort: healthCheck.port,
    HealthCheckPath: healthCheck.path,
    HealthCheckIntervalSeconds: healthCheck.intervalSeconds,
    HealthCheckTimeoutSeconds: healthCheck.timeoutSeconds,
    HealthyThresholdCount: healthCheck.healthyThreshold,
    UnhealthyThresholdCount: healthCheck.unhealthyThreshold,
    Matcher: {HttpCode: healthCheck.matcher},
  };
}

function toCondition(from: RuleCondition): object {
  switch (from.field) {
    case 'host-header':
      return {Field: from.field, HostHeaderConfig: {Values: [...from.values]}};
    case 'path-pattern':
      return {Field: from.field, PathPatternConfig: {Values: [...from.values]}};
    default:
      throw new Error(`the lab has no ${from.field} condition`);
  }
}

function toAction(from: RuleAction): Sdk.Action {
  switch (from.type) {
    case 'forward':
      return {
        Type: 'forward',
        Order: from.order,
        ForwardConfig: {
          TargetGroups: from.targets.map(({targetGroupArn, weight}) => ({
            TargetGroupArn: targetGroupArn,
            Weight: weight,
          })),
          TargetGroupStickinessConfig: {Enabled: false},
        },
      };
    case 'fixed-response':
      return {
        Type: 'fixed-response',
        Order: from.order,
        FixedResponseConfig: {
          StatusCode: String(from.statusCode),
          ContentType: from.contentType ?? undefined,
          MessageBody: from.body ?? undefined,
        },
      };
    default:
      throw new Error(`the lab has no ${from.type} action`);
  }
}

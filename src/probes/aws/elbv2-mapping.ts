import type * as Sdk from '@aws-sdk/client-elastic-load-balancing-v2';
import type {
  Listener,
  ListenerCertificate,
  ListenerRule,
  LoadBalancer,
  RuleAction,
  RuleCondition,
  TargetGroup,
} from '../../model/aws-facts.ts';
import {type Shape, shapeOf} from './shape.ts';

export function toLoadBalancer(action: string, from: Sdk.LoadBalancer): LoadBalancer {
  const {required, oneOf} = shapeOf(action);
  const arn = required(from.LoadBalancerArn, 'LoadBalancers[].LoadBalancerArn');
  const zones = required(from.AvailabilityZones, 'LoadBalancers[].AvailabilityZones');
  return {
    arn,
    name: required(from.LoadBalancerName, 'LoadBalancers[].LoadBalancerName'),
    dnsName: required(from.DNSName, 'LoadBalancers[].DNSName'),
    canonicalHostedZoneId: required(from.CanonicalHostedZoneId, 'LoadBalancers[].CanonicalHostedZoneId'),
    scheme: oneOf(from.Scheme, ['internet-facing', 'internal'], 'LoadBalancers[].Scheme'),
    type: required(from.Type, 'LoadBalancers[].Type'),
    ipAddressType: required(from.IpAddressType, 'LoadBalancers[].IpAddressType'),
    vpcId: required(from.VpcId, 'LoadBalancers[].VpcId'),
    subnetIds: zones.map((zone) => required(zone.SubnetId, 'LoadBalancers[].AvailabilityZones[].SubnetId')),
    // A network load balancer may have none.
    securityGroupIds: from.SecurityGroups ?? [],
    region: required(arn.split(':')[3], 'LoadBalancers[].LoadBalancerArn'),
  };
}

export function toAttributes(action: string, from: readonly Sdk.LoadBalancerAttribute[]): Record<string, string> {
  const {required} = shapeOf(action);
  return Object.fromEntries(
    from.map(({Key, Value}) => [required(Key, 'Attributes[].Key'), required(Value, 'Attributes[].Value')]),
  );
}

export function toListener(action: string, from: Sdk.Listener): Listener {
  const {required} = shapeOf(action);
  return {
    arn: required(from.ListenerArn, 'Listeners[].ListenerArn'),
    loadBalancerArn: required(from.LoadBalancerArn, 'Listeners[].LoadBalancerArn'),
    port: required(from.Port, 'Listeners[].Port'),
    protocol: required(from.Protocol, 'Listeners[].Protocol'),
    sslPolicy: from.SslPolicy ?? null,
  };
}

/** The default certificate comes twice when it is in the list as well. */
export function toListenerCertificates(action: string, from: readonly Sdk.Certificate[]): ListenerCertificate[] {
  const {required} = shapeOf(action);
  const isDefault = new Map<string, boolean>();
  for (const certificate of from) {
    const arn = required(certificate.CertificateArn, 'Certificates[].CertificateArn');
    isDefault.set(arn, (isDefault.get(arn) ?? false) || (certificate.IsDefault ?? false));
  }
  return [...isDefault].map(([arn, value]) => ({arn, isDefault: value}));
}

export function toTargetGroup(action: string, from: Sdk.TargetGroup): TargetGroup {
  const {required} = shapeOf(action);
  return {
    arn: required(from.TargetGroupArn, 'TargetGroups[].TargetGroupArn'),
    name: required(from.TargetGroupName, 'TargetGroups[].TargetGroupName'),
    protocol: from.Protocol ?? null,
    protocolVersion: from.ProtocolVersion ?? null,
    port: from.Port ?? null,
    vpcId: from.VpcId ?? null,
    targetType: required(from.TargetType, 'TargetGroups[].TargetType'),
    loadBalancerArns: from.LoadBalancerArns ?? [],
  };
}

/** In evaluation order. Priorities come as text: sorted as such, 10 would come before 9. */
export function toListenerRules(action: string, from: readonly Sdk.Rule[]): ListenerRule[] {
  const rank = ({priority}: ListenerRule) => (priority === 'default' ? Number.MAX_SAFE_INTEGER : priority);
  return from.map((rule) => toListenerRule(shapeOf(action), rule)).sort((a, b) => rank(a) - rank(b));
}

function toListenerRule(shape: Shape, from: Sdk.Rule): ListenerRule {
  const {required} = shape;
  const priority = required(from.Priority, 'Rules[].Priority');
  if (priority !== 'default' && !/^\d+$/.test(priority)) shape.refuse(`has Rules[].Priority "${priority}", no number`);
  return {
    arn: required(from.RuleArn, 'Rules[].RuleArn'),
    priority: priority === 'default' ? priority : Number(priority),
    conditions: (from.Conditions ?? []).map((condition) => toCondition(shape, condition)),
    actions: required(from.Actions, 'Rules[].Actions').map((action, i) => toAction(shape, action, i)),
  };
}

/** Older answers have the values of host and path conditions on the condition itself only. */
function toCondition({required}: Shape, from: Sdk.RuleCondition): RuleCondition {
  const field = required(from.Field, 'Rules[].Conditions[].Field');
  const at = (config: string) => `Rules[].Conditions[].${config}`;
  switch (field) {
    case 'host-header':
    case 'path-pattern': {
      const config = field === 'host-header' ? from.HostHeaderConfig : from.PathPatternConfig;
      const regexValues = config?.RegexValues ?? from.RegexValues ?? [];
      const values = config?.Values ?? from.Values;
      return {field, values: regexValues.length > 0 ? (values ?? []) : required(values, at('Values')), regexValues};
    }
    case 'http-header': {
      const config = required(from.HttpHeaderConfig, at('HttpHeaderConfig'));
      const name = required(config.HttpHeaderName, at('HttpHeaderConfig.HttpHeaderName'));
      return {field, name, values: config.Values ?? [], regexValues: config.RegexValues ?? []};
    }
    case 'query-string': {
      const pairs = required(from.QueryStringConfig?.Values, at('QueryStringConfig.Values'));
      const value = at('QueryStringConfig.Values[].Value');
      return {field, pairs: pairs.map((pair) => ({key: pair.Key ?? null, value: required(pair.Value, value)}))};
    }
    case 'http-request-method':
      return {field, values: required(from.HttpRequestMethodConfig?.Values, at('HttpRequestMethodConfig.Values'))};
    case 'source-ip':
      return {field, values: required(from.SourceIpConfig?.Values, at('SourceIpConfig.Values'))};
    default:
      return {field: 'unknown', name: field};
  }
}

function toAction(shape: Shape, from: Sdk.Action, index: number): RuleAction {
  const {required} = shape;
  const type = required(from.Type, 'Rules[].Actions[].Type');
  // A rule with one action may leave its order out.
  const order = from.Order ?? index + 1;
  switch (type) {
    case 'forward':
      return {type, order, targets: toTargets(shape, from)};
    case 'redirect': {
      const to = required(from.RedirectConfig, 'Rules[].Actions[].RedirectConfig');
      return {
        type,
        order,
        statusCode: required(to.StatusCode, 'Rules[].Actions[].RedirectConfig.StatusCode'),
        protocol: to.Protocol ?? '#{protocol}',
        host: to.Host ?? '#{host}',
        port: to.Port ?? '#{port}',
        path: to.Path ?? '/#{path}',
        query: to.Query ?? '#{query}',
      };
    }
    case 'fixed-response': {
      const answer = required(from.FixedResponseConfig, 'Rules[].Actions[].FixedResponseConfig');
      return {
        type,
        order,
        statusCode: Number(required(answer.StatusCode, 'Rules[].Actions[].FixedResponseConfig.StatusCode')),
        contentType: answer.ContentType ?? null,
        body: answer.MessageBody ?? null,
      };
    }
    case 'authenticate-oidc':
    case 'authenticate-cognito':
    case 'jwt-validation':
      return {type, order};
    default:
      return {type: 'unknown', order, name: type};
  }
}

/** A single target group is named twice, on the action and in its config; several in the config only. */
function toTargets({required}: Shape, from: Sdk.Action) {
  const groups = from.ForwardConfig?.TargetGroups ?? [];
  if (groups.length === 0) {
    return [{targetGroupArn: required(from.TargetGroupArn, 'Rules[].Actions[].TargetGroupArn'), weight: 1}];
  }
  return groups.map((group) => ({
    targetGroupArn: required(group.TargetGroupArn, 'Rules[].Actions[].ForwardConfig.TargetGroups[].TargetGroupArn'),
    weight: group.Weight ?? 1,
  }));
}

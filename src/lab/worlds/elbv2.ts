import type {
  HealthCheck,
  Listener,
  ListenerCertificate,
  ListenerRule,
  ListenerRules,
  LoadBalancer,
  RuleAction,
  RuleCondition,
  TargetGroup,
  TargetHealth,
} from '../../model/facts/aws-facts.ts';
import {
  ALB_DNS_NAME,
  ALB_ZONE,
  API_TARGET_GROUP_ARN,
  BASE_PATH,
  CONTAINER_PORT,
  LISTENER_ARN,
  LOAD_BALANCER_ARN,
  MCP_CERTIFICATE,
  MCP_HOST,
  PUBLIC_GROUP,
  PUBLIC_SUBNETS,
  REGION,
  ruleArn,
  SSE_TARGET_GROUP_ARN,
  TASK_ADDRESS,
  VPC,
  VPC_LINK_TO_ALB_GROUP,
  WEBSOCKET_TARGET_GROUP_ARN,
  WILDCARD_CERTIFICATE,
} from './names.ts';
import {keyed, type Recorded} from './recorded.ts';

export interface Elbv2World {
  readonly loadBalancer: LoadBalancer;
  readonly loadBalancerAttributes: Readonly<Record<string, string>>;
  readonly listener: Listener;
  readonly listenerAttributes: Readonly<Record<string, string>>;
  readonly listenerCertificates: readonly ListenerCertificate[];
  readonly listenerRules: readonly ListenerRule[];
  /** Other listeners of the load balancer. */
  readonly otherListeners: readonly ListenerRules[];
  /** In the same account and region. */
  readonly otherLoadBalancers: readonly {
    readonly loadBalancer: LoadBalancer;
    readonly listeners: readonly Listener[];
  }[];
  readonly targetGroups: readonly TargetGroup[];
  /** By ARN; a missing group has AWS's defaults. */
  readonly targetGroupAttributes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** By the group's ARN; a missing group has no targets. */
  readonly targetHealth: Readonly<Record<string, readonly TargetHealth[]>>;
}

/** As declared in the lab's Terraform. */
const TARGET_GROUP_ATTRIBUTES = {
  'deregistration_delay.timeout_seconds': '120',
  'stickiness.enabled': 'false',
  'load_balancing.algorithm.type': 'least_outstanding_requests',
};

/** As in the plan's Terraform. */
const HEALTH_CHECK: HealthCheck = {
  enabled: true,
  protocol: 'HTTP',
  port: 'traffic-port',
  path: '/health',
  intervalSeconds: 30,
  timeoutSeconds: 5,
  healthyThreshold: 3,
  unhealthyThreshold: 3,
  matcher: '200',
};

const SSE_TARGET_GROUP = targetGroup(SSE_TARGET_GROUP_ARN);
const API_TARGET_GROUP = targetGroup(API_TARGET_GROUP_ARN);
const WEBSOCKET_TARGET_GROUP = targetGroup(WEBSOCKET_TARGET_GROUP_ARN);
const TARGET_GROUPS = [API_TARGET_GROUP, SSE_TARGET_GROUP, WEBSOCKET_TARGET_GROUP];

const NOT_SERVED: RuleAction = {
  type: 'fixed-response',
  order: 1,
  statusCode: 404,
  contentType: 'text/plain',
  body: 'Nothing is served at this path.',
};

/** The priority of the rule for streams; the rule for the host alone has 95. */
export const SSE_RULE_PRIORITY = 90;

const LISTENER_RULES: readonly ListenerRule[] = [
  forward(SSE_RULE_PRIORITY, SSE_TARGET_GROUP, [host(MCP_HOST), path(`${BASE_PATH}/mcp/sse*`)]),
  fixed404(95, [host(MCP_HOST)]),
  forward(100, WEBSOCKET_TARGET_GROUP, [host('ws.georgi.io'), path(`${BASE_PATH}/ws*`)]),
  // In a host condition `*` matches dots too: without the earlier rule this one would take the new host's requests.
  forward(110, API_TARGET_GROUP, [host('*.georgi.io'), path(`${BASE_PATH}/*`)]),
  fixed404('default', []),
];

const HEALTHY_TARGET: TargetHealth = {
  targetId: TASK_ADDRESS,
  port: CONTAINER_PORT,
  availabilityZone: `${REGION}a`,
  override: null,
  healthCheckPort: String(CONTAINER_PORT),
  state: 'healthy',
  reason: null,
  description: null,
};

export const ELBV2: Elbv2World = {
  loadBalancer: {
    arn: LOAD_BALANCER_ARN,
    name: 'central-alb',
    dnsName: ALB_DNS_NAME,
    canonicalHostedZoneId: ALB_ZONE,
    scheme: 'internet-facing',
    type: 'application',
    state: {code: 'active', reason: null},
    ipAddressType: 'ipv4',
    vpcId: VPC,
    subnetIds: PUBLIC_SUBNETS,
    zones: [`${REGION}a`, `${REGION}b`, `${REGION}c`],
    securityGroupIds: [PUBLIC_GROUP, VPC_LINK_TO_ALB_GROUP],
    groupsGuardPrivateLink: null,
    region: REGION,
  },
  // AWS's default is 60 s; with three seconds a cut shows in a demonstration.
  loadBalancerAttributes: {
    'idle_timeout.timeout_seconds': '3',
    'client_keep_alive.seconds': '3600',
    'routing.http2.enabled': 'true',
    'routing.http.drop_invalid_header_fields.enabled': 'false',
    'access_logs.s3.enabled': 'true',
  },
  listener: {
    arn: LISTENER_ARN,
    loadBalancerArn: LOAD_BALANCER_ARN,
    port: 443,
    protocol: 'HTTPS',
    sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    mutualTls: {mode: 'off', trustStoreArn: null, trustStoreIsRemoved: false, ignoresExpiry: false},
    defaultActions: [NOT_SERVED],
  },
  listenerCertificates: [
    {arn: WILDCARD_CERTIFICATE, isDefault: true},
    {arn: MCP_CERTIFICATE, isDefault: false},
  ],
  listenerRules: LISTENER_RULES,
  targetGroups: TARGET_GROUPS,
  listenerAttributes: {'routing.http.response.server.enabled': 'true'},
  otherListeners: [],
  otherLoadBalancers: [],
  targetGroupAttributes: Object.fromEntries(TARGET_GROUPS.map(({arn}) => [arn, TARGET_GROUP_ATTRIBUTES])),
  targetHealth: Object.fromEntries(TARGET_GROUPS.map(({arn}) => [arn, [HEALTHY_TARGET]])),
};

export function elbv2Recorded(world: Elbv2World, platform: string): Recorded {
  const {loadBalancer, listener, otherListeners, otherLoadBalancers, targetGroups} = world;
  return {
    [`${platform}:loadBalancers`]: [loadBalancer, ...otherLoadBalancers.map((other) => other.loadBalancer)],
    ...keyed(
      otherLoadBalancers,
      (other) => `${platform}:listeners:${other.loadBalancer.arn}`,
      ({listeners}) => listeners,
    ),
    [`${platform}:loadBalancerAttributes:${loadBalancer.arn}`]: world.loadBalancerAttributes,
    [`${platform}:listeners:${loadBalancer.arn}`]: [listener, ...otherListeners.map((other) => other.listener)],
    [`${platform}:listenerAttributes:${listener.arn}`]: world.listenerAttributes,
    [`${platform}:listenerCertificates:${listener.arn}`]: world.listenerCertificates,
    [`${platform}:listenerRules:${listener.arn}`]: world.listenerRules,
    ...keyed(
      otherListeners,
      (other) => `${platform}:listenerRules:${other.listener.arn}`,
      ({rules}) => rules,
    ),
    [`${platform}:targetGroups`]: targetGroups,
    ...keyed(
      targetGroups,
      ({arn}) => `${platform}:targetGroupAttributes:${arn}`,
      ({arn}) => world.targetGroupAttributes[arn] ?? {},
    ),
    ...keyed(
      targetGroups,
      ({arn}) => `${platform}:targetHealth:${arn}`,
      ({arn}) => world.targetHealth[arn] ?? [],
    ),
  };
}

function targetGroup(arn: string): TargetGroup {
  return {
    arn,
    name: arn.split('/')[1] ?? '',
    protocol: 'HTTP',
    protocolVersion: 'HTTP1',
    port: CONTAINER_PORT,
    vpcId: VPC,
    targetType: 'ip',
    loadBalancerArns: [LOAD_BALANCER_ARN],
    ipAddressType: 'ipv4',
    healthCheck: HEALTH_CHECK,
  };
}

function forward(priority: number, to: TargetGroup, conditions: readonly RuleCondition[]): ListenerRule {
  const targets = [{targetGroupArn: to.arn, weight: 1}];
  const action = {type: 'forward', order: 1, targets, stickinessSeconds: null} as const;
  return {arn: ruleArn(priority), priority, conditions, actions: [action], transforms: []};
}

function fixed404(priority: ListenerRule['priority'], conditions: readonly RuleCondition[]): ListenerRule {
  return {arn: ruleArn(priority), priority, conditions, actions: [NOT_SERVED], transforms: []};
}

function host(value: string): RuleCondition {
  return {field: 'host-header', values: [value], regexValues: []};
}

function path(value: string): RuleCondition {
  return {field: 'path-pattern', values: [value], regexValues: []};
}

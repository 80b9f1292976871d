import type {
  Certificate,
  DnsRecord,
  HealthCheck,
  ListenerRule,
  RuleAction,
  RuleCondition,
  TargetGroup,
} from '../../model/facts/aws-facts.ts';
import type {AwsWorld} from '../aws-world.ts';
import {API, API_DEPLOYMENTS, API_DOMAIN, API_MAPPINGS, API_ROUTES, API_STAGES, VPC_LINK} from './healthy-gateway.ts';
import {ALARMS, DASHBOARD, METRICS} from './healthy-monitoring.ts';
import {
  API_HOST,
  API_TARGET_GROUP_ARN,
  BASE_PATH,
  CONTAINER_PORT,
  GATEWAY_DNS_NAME,
  LISTENER_ARN,
  LOAD_BALANCER_ARN,
  MCP_HOST,
  PUBLIC_GROUP,
  PUBLIC_SUBNETS,
  REGION,
  ruleArn,
  SSE_TARGET_GROUP_ARN,
  VPC,
  VPC_LINK_TO_ALB_GROUP,
  WEBSOCKET_TARGET_GROUP_ARN,
} from './healthy-names.ts';
import {
  LOAD_BALANCER_INTERFACES,
  NETWORK_ACL,
  ROUTE_TABLES,
  SECURITY_GROUPS,
  SUBNETS,
  TASK_INTERFACES,
} from './healthy-network.ts';
import {
  CLUSTER_NAME,
  ENVIRONMENT,
  HEALTHY_TARGET,
  SERVICE,
  SERVICE_DEPLOYMENTS,
  TASK_DEFINITION,
  TASKS,
} from './healthy-service.ts';

/** The world in which every item of the shipped checklist passes at stage `ready` and after. */

const ACM = `arn:aws:acm:${REGION}:444444444444:certificate`;
const ALB_DNS_NAME = 'central-alb-1840372956.eu-central-1.elb.amazonaws.com';
/** The zone of every load balancer in eu-central-1. */
const ALB_ZONE = 'Z215JYRZR1TBD5';
const WILDCARD_CERTIFICATE = `${ACM}/5b1c7a7e-6a0f-4c55-9d0e-2f6f1b7a9c31`;
const MCP_CERTIFICATE = `${ACM}/c2d9e8f4-17b3-4a6c-8e25-90d1f3b4a7e6`;

/** As the lab's Terraform declares them. */
const TARGET_GROUP_ATTRIBUTES = {
  'deregistration_delay.timeout_seconds': '120',
  'stickiness.enabled': 'false',
  'load_balancing.algorithm.type': 'least_outstanding_requests',
};

const SIMPLE = {routingPolicy: 'simple', weight: null, failover: null, location: null, healthCheckId: null} as const;

const NAME_SERVERS = [
  'ns-311.awsdns-38.com',
  'ns-1204.awsdns-22.org',
  'ns-1713.awsdns-22.co.uk',
  'ns-872.awsdns-45.net',
];

/** As the plan's Terraform has it. */
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

const NOT_SERVED: RuleAction = {
  type: 'fixed-response',
  order: 1,
  statusCode: 404,
  contentType: 'text/plain',
  body: 'Nothing is served at this path.',
};

/** The priority of the rule for streams; the rule of the host alone stands at 95. */
export const SSE_RULE_PRIORITY = 90;

/** What ACM looks for at every renewal. One name and its wildcard are validated by the same record. */
const WILDCARD_VALIDATION = plainRecord('_4c1d0e9f8a7b6c5d.georgi.io', 'CNAME', 300, [
  '_a1b2c3d4e5f60718.xlfgrmvvlj.acm-validations.aws.',
]);
const MCP_VALIDATION = plainRecord(`_9e8d7c6b5a4f3e2d.${MCP_HOST}`, 'CNAME', 300, [
  '_f0e1d2c3b4a59687.xlfgrmvvlj.acm-validations.aws.',
]);

const LISTENER_RULES: readonly ListenerRule[] = [
  forward(SSE_RULE_PRIORITY, SSE_TARGET_GROUP, [host(MCP_HOST), path(`${BASE_PATH}/mcp/sse*`)]),
  fixed404(95, [host(MCP_HOST)]),
  forward(100, WEBSOCKET_TARGET_GROUP, [host('ws.georgi.io'), path(`${BASE_PATH}/ws*`)]),
  // In a host condition `*` matches dots too: without the rule before it this one would take the new host's requests.
  forward(110, API_TARGET_GROUP, [host('*.georgi.io'), path(`${BASE_PATH}/*`)]),
  fixed404('default', []),
];

const TARGET_GROUPS = [API_TARGET_GROUP, SSE_TARGET_GROUP, WEBSOCKET_TARGET_GROUP];

export const HEALTHY: AwsWorld = {
  platform: {id: '444444444444', arn: 'arn:aws:sts::444444444444:assumed-role/migrate-check/lab'},
  dns: {id: '111111111111', arn: 'arn:aws:sts::111111111111:assumed-role/migrate-check/lab'},
  loadBalancer: {
    arn: LOAD_BALANCER_ARN,
    name: 'central-alb',
    dnsName: ALB_DNS_NAME,
    canonicalHostedZoneId: ALB_ZONE,
    scheme: 'internet-facing',
    type: 'application',
    ipAddressType: 'ipv4',
    vpcId: VPC,
    subnetIds: PUBLIC_SUBNETS,
    securityGroupIds: [PUBLIC_GROUP, VPC_LINK_TO_ALB_GROUP],
    region: REGION,
  },
  // AWS's default is 60 s: three seconds make a cut visible in a demonstration.
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
    defaultActions: [NOT_SERVED],
  },
  listenerCertificates: [
    {arn: WILDCARD_CERTIFICATE, isDefault: true},
    {arn: MCP_CERTIFICATE, isDefault: false},
  ],
  listenerRules: LISTENER_RULES,
  targetGroups: TARGET_GROUPS,
  certificates: [
    certificate(WILDCARD_CERTIFICATE, ['*.georgi.io', 'georgi.io'], WILDCARD_VALIDATION, '2027-05-14T23:59:59.000Z'),
    certificate(MCP_CERTIFICATE, [MCP_HOST], MCP_VALIDATION, '2027-06-02T23:59:59.000Z'),
  ],
  otherZones: [],
  targetGroupAttributes: Object.fromEntries(TARGET_GROUPS.map(({arn}) => [arn, TARGET_GROUP_ATTRIBUTES])),
  targetHealth: Object.fromEntries(TARGET_GROUPS.map(({arn}) => [arn, [HEALTHY_TARGET]])),
  listenerAttributes: {'routing.http.response.server.enabled': 'true'},
  securityGroups: SECURITY_GROUPS,
  subnets: SUBNETS,
  networkAcl: NETWORK_ACL,
  routeTables: ROUTE_TABLES,
  loadBalancerInterfaces: LOAD_BALANCER_INTERFACES,
  taskInterfaces: TASK_INTERFACES,
  clusterName: CLUSTER_NAME,
  service: SERVICE,
  serviceDeployments: SERVICE_DEPLOYMENTS,
  taskDefinition: TASK_DEFINITION,
  environment: ENVIRONMENT,
  tasks: TASKS,
  api: API,
  apiRoutes: API_ROUTES,
  apiStages: API_STAGES,
  apiDeployments: API_DEPLOYMENTS,
  apiDomain: API_DOMAIN,
  apiMappings: API_MAPPINGS,
  vpcLink: VPC_LINK,
  alarms: ALARMS,
  dashboard: DASHBOARD,
  metrics: METRICS,
  delegation: {nameServers: NAME_SERVERS, vpcs: []},
  hostedZone: {id: 'Z0484019K2VQ7NX3TBEW', name: 'georgi.io', isPrivate: false},
  records: [
    plainRecord('georgi.io', 'NS', 172_800, NAME_SERVERS),
    plainRecord('georgi.io', 'SOA', 900, [
      'ns-311.awsdns-38.com. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400',
    ]),
    WILDCARD_VALIDATION,
    MCP_VALIDATION,
    aliasRecord(API_HOST, 'Z1U9ULNL0V5AJ3', GATEWAY_DNS_NAME),
    aliasRecord(MCP_HOST, ALB_ZONE, `dualstack.${ALB_DNS_NAME}`),
    aliasRecord('ws.georgi.io', ALB_ZONE, `dualstack.${ALB_DNS_NAME}`),
  ],
};

function certificate(arn: string, names: readonly string[], record: DnsRecord, notAfter: string): Certificate {
  return {
    arn,
    domainName: names[0] ?? '',
    subjectAlternativeNames: names,
    status: 'ISSUED',
    type: 'AMAZON_ISSUED',
    keyAlgorithm: 'RSA_2048',
    notBefore: '2026-04-14T00:00:00.000Z',
    notAfter,
    inUseBy: [LOAD_BALANCER_ARN],
    renewalEligibility: 'ELIGIBLE',
    renewal: null,
    domainValidation: names.map((domainName) => ({
      domainName,
      status: 'SUCCESS',
      method: 'DNS',
      record: {name: record.name, type: record.type, value: record.values[0] ?? ''},
    })),
    failureReason: null,
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

function plainRecord(name: string, type: string, ttlSeconds: number, values: readonly string[]): DnsRecord {
  return {name, type, ttlSeconds, values, alias: null, setIdentifier: null, ...SIMPLE};
}

function aliasRecord(name: string, hostedZoneId: string, dnsName: string): DnsRecord {
  const alias = {hostedZoneId, dnsName, evaluateTargetHealth: false};
  return {name, type: 'A', ttlSeconds: null, values: [], alias, setIdentifier: null, ...SIMPLE};
}

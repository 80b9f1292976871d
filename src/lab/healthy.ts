import type {
  Certificate,
  DnsRecord,
  HealthCheck,
  IpPermission,
  ListenerRule,
  RuleAction,
  RuleCondition,
  TargetGroup,
} from '../model/aws-facts.ts';
import type {AwsWorld} from './aws-world.ts';

/** The world in which every item of the shipped checklist passes at stage `ready` and after. */

/** When it was "recorded": facts and sign-offs are judged then, whatever the machine's calendar says. */
export const RECORDED_AT = '2026-11-20T09:00:00.000Z';

/** The host the streams move to, and the one in front of API Gateway. */
export const MCP_HOST = 'mcp.run.georgi.io';
export const API_HOST = 'api.georgi.io';
export const BASE_PATH = '/jessica-service';

export const GATEWAY_DNS_NAME = 'd-k3v9w1x7qa.execute-api.eu-central-1.amazonaws.com';

const ELB = 'arn:aws:elasticloadbalancing:eu-central-1:444444444444';
const ACM = 'arn:aws:acm:eu-central-1:444444444444:certificate';
const ALB = 'app/central-alb/50dc6c495c0c9188';
const VPC = 'vpc-0f3a61b2c84d97e05';
const SUBNETS = ['subnet-0a1f5c7d92e3b4860', 'subnet-0b2e6d8c13f4a5971', 'subnet-0c3d7e9b24a5b6082'];
const LOAD_BALANCER_ARN = `${ELB}:loadbalancer/${ALB}`;
const ALB_DNS_NAME = 'central-alb-1840372956.eu-central-1.elb.amazonaws.com';
/** The zone of every load balancer in eu-central-1. */
const ALB_ZONE = 'Z215JYRZR1TBD5';
const WILDCARD_CERTIFICATE = `${ACM}/5b1c7a7e-6a0f-4c55-9d0e-2f6f1b7a9c31`;
const MCP_CERTIFICATE = `${ACM}/c2d9e8f4-17b3-4a6c-8e25-90d1f3b4a7e6`;

const SSE_TARGET_GROUP = targetGroup('jessica-service-sse', '73e2d6bc24d8a067');
const API_TARGET_GROUP = targetGroup('jessica-service-api', '2453ed029918f21f');
const WEBSOCKET_TARGET_GROUP = targetGroup('jessica-service-ws', '943f017f100becff');

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

const NOT_SERVED: RuleAction = {
  type: 'fixed-response',
  order: 1,
  statusCode: 404,
  contentType: 'text/plain',
  body: 'Nothing is served at this path.',
};

/** The priority of the rule for streams; the rule of the host alone stands at 95. */
export const SSE_RULE_PRIORITY = 90;

const LISTENER_RULES: readonly ListenerRule[] = [
  forward(SSE_RULE_PRIORITY, SSE_TARGET_GROUP, [host(MCP_HOST), path(`${BASE_PATH}/mcp/sse*`)]),
  fixed404(95, [host(MCP_HOST)]),
  forward(100, WEBSOCKET_TARGET_GROUP, [host('ws.georgi.io'), path(`${BASE_PATH}/ws*`)]),
  // In a host condition `*` matches dots too: without the rule before it this one would take the new host's requests.
  forward(110, API_TARGET_GROUP, [host('*.georgi.io'), path(`${BASE_PATH}/*`)]),
  fixed404('default', []),
];

/** What a new group lets out until somebody says otherwise. */
const EVERYWHERE: IpPermission = {
  protocol: '-1',
  fromPort: null,
  toPort: null,
  cidrs: ['0.0.0.0/0'],
  prefixListIds: [],
  groupIds: [],
};

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
    subnetIds: SUBNETS,
    securityGroupIds: ['sg-04c1f0a9b8d7e6352', 'sg-09d8e7c6b5a403f21'],
    region: 'eu-central-1',
  },
  // AWS's default is 60 s: three seconds make a cut visible in a demonstration.
  loadBalancerAttributes: {
    'idle_timeout.timeout_seconds': '3',
    'client_keep_alive.seconds': '3600',
    'routing.http2.enabled': 'true',
    'routing.http.drop_invalid_header_fields.enabled': 'false',
  },
  listener: {
    arn: `${ELB}:listener/${ALB}/f2f7dc8efc522ab2`,
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
  targetGroups: [API_TARGET_GROUP, SSE_TARGET_GROUP, WEBSOCKET_TARGET_GROUP],
  certificates: [
    certificate(WILDCARD_CERTIFICATE, ['*.georgi.io', 'georgi.io'], '2027-05-14T23:59:59.000Z'),
    certificate(MCP_CERTIFICATE, [MCP_HOST], '2027-06-02T23:59:59.000Z'),
  ],
  securityGroups: [
    {
      id: 'sg-04c1f0a9b8d7e6352',
      name: 'central-alb-public',
      vpcId: VPC,
      ingress: [{protocol: 'tcp', fromPort: 443, toPort: 443, cidrs: ['0.0.0.0/0'], prefixListIds: [], groupIds: []}],
      egress: [EVERYWHERE],
    },
    {
      id: 'sg-09d8e7c6b5a403f21',
      name: 'central-alb-vpc-link',
      vpcId: VPC,
      ingress: [
        {protocol: 'tcp', fromPort: 443, toPort: 443, cidrs: [], prefixListIds: [], groupIds: ['sg-0e5d4c3b2a1908f76']},
      ],
      egress: [EVERYWHERE],
    },
  ],
  routeTables: [
    {
      id: 'rtb-01d2c3b4a5968f7e0',
      isMain: true,
      subnetIds: [],
      routes: [
        {destination: '10.20.0.0/16', target: 'local', state: 'active'},
        {destination: '0.0.0.0/0', target: 'nat-0d1c2b3a4f5e6d7c8', state: 'active'},
      ],
    },
    {
      id: 'rtb-02e3d4c5b6a798f01',
      isMain: false,
      subnetIds: SUBNETS,
      routes: [
        {destination: '10.20.0.0/16', target: 'local', state: 'active'},
        {destination: '0.0.0.0/0', target: 'igw-0c9b8a7f6e5d4c3b2', state: 'active'},
      ],
    },
  ],
  hostedZone: {id: 'Z0484019K2VQ7NX3TBEW', name: 'georgi.io', isPrivate: false},
  records: [
    plainRecord('georgi.io', 'NS', 172_800, ['ns-311.awsdns-38.com', 'ns-1204.awsdns-22.org']),
    plainRecord('georgi.io', 'SOA', 900, [
      'ns-311.awsdns-38.com. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400',
    ]),
    aliasRecord(API_HOST, 'Z1U9ULNL0V5AJ3', GATEWAY_DNS_NAME),
    aliasRecord(MCP_HOST, ALB_ZONE, `dualstack.${ALB_DNS_NAME}`),
    aliasRecord('ws.georgi.io', ALB_ZONE, `dualstack.${ALB_DNS_NAME}`),
  ],
};

function certificate(arn: string, names: readonly string[], notAfter: string): Certificate {
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
    domainValidation: [],
    failureReason: null,
  };
}

function targetGroup(name: string, id: string): TargetGroup {
  return {
    arn: `${ELB}:targetgroup/${name}/${id}`,
    name,
    protocol: 'HTTP',
    protocolVersion: 'HTTP1',
    port: 8000,
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

function ruleArn(priority: ListenerRule['priority']): string {
  return `${ELB}:listener-rule/${ALB}/f2f7dc8efc522ab2/rule-${priority}`;
}

function host(value: string): RuleCondition {
  return {field: 'host-header', values: [value], regexValues: []};
}

function path(value: string): RuleCondition {
  return {field: 'path-pattern', values: [value], regexValues: []};
}

const SIMPLE = {routingPolicy: 'simple', weight: null, failover: null, healthCheckId: null} as const;

function plainRecord(name: string, type: string, ttlSeconds: number, values: readonly string[]): DnsRecord {
  return {name, type, ttlSeconds, values, alias: null, setIdentifier: null, ...SIMPLE};
}

function aliasRecord(name: string, hostedZoneId: string, dnsName: string): DnsRecord {
  const alias = {hostedZoneId, dnsName, evaluateTargetHealth: false};
  return {name, type: 'A', ttlSeconds: null, values: [], alias, setIdentifier: null, ...SIMPLE};
}

import {type AwsWorld, HEALTHY} from '../../src/lab/aws-world.ts';
import {exposed} from '../../src/lab/worlds/broken.ts';
import {SSE_RULE_PRIORITY} from '../../src/lab/worlds/elbv2.ts';
import {
  API_HOST,
  API_TARGET_GROUP_ARN,
  BASE_PATH,
  MCP_HOST,
  PUBLIC_GROUP,
  ruleArn,
  SSE_TARGET_GROUP_ARN,
  targetGroupArn,
  VPC_LINK_GROUP,
  WEBSOCKET_TARGET_GROUP_ARN,
} from '../../src/lab/worlds/names.ts';
import {MCP_VALIDATION} from '../../src/lab/worlds/route53.ts';
import type {
  ApiIntegration,
  ListenerRule,
  RuleCondition,
  TargetHealth,
  WebAclRule,
  WebAclStatement,
} from '../../src/model/facts/aws-facts.ts';
import type {Falsehood} from './falsehood.ts';

const WEBSOCKET_HOST = 'ws.georgi.io';

/** Takes the base path off. */
const OFF: ListenerRule['transforms'][number] = {
  type: 'url-rewrite',
  rewrites: [{regex: `^${BASE_PATH}/(.*)$`, replace: '/$1'}],
};

/** What AWS has, and the wire does not show yet. */
export const AWS_FALSEHOODS: readonly Falsehood[] = [
  lie('vpc-link-available', 'nothing went over the VPC link for 60 days', {
    vpcLinks: HEALTHY.vpcLinks.map((link) => ({...link, status: 'INACTIVE'})),
  }),
  lie(
    'api-path',
    "the API's integration calls a host that no rule is for",
    integration({uri: 'https://api.internal/{proxy}'}),
  ),
  {
    ...lie('protections-have-successors', 'the web ACL of the load balancer no longer limits how many requests come', {
      webAcl: HEALTHY.webAcl && {
        ...HEALTHY.webAcl,
        rules: HEALTHY.webAcl.rules.filter(({statement}) => statement.type !== 'rate'),
      },
    }),
    stage: 'analysis',
  },
  lie('api-targets-healthy', "the API's only target is draining", health(API_TARGET_GROUP_ARN, {state: 'draining'})),
  lie(
    'websocket-targets-healthy',
    'the WebSocket endpoint fails its health check',
    health(WEBSOCKET_TARGET_GROUP_ARN, {state: 'unhealthy', reason: 'Target.ResponseCodeMismatch'}),
  ),
  lie('gateway-buffers', 'somebody has set the route to STREAM', integration({responseTransferMode: 'STREAM'})),
  lie('gateway-timeout', 'the integration gives up after 10 s', integration({timeoutMs: 10_000})),
  lie(
    'heartbeat-fits-idle-timeout',
    'the idle timeout is a second, as long as a heartbeat',
    attribute('idle_timeout.timeout_seconds', '1'),
  ),
  lie('load-balancer-suits-streams', 'access logs are off', attribute('access_logs.s3.enabled', 'false')),
  lie(
    'load-balancer-suits-streams',
    'connections of clients end after a minute',
    attribute('client_keep_alive.seconds', '60'),
  ),
  lie('record-ttl', 'the host is a CNAME with a TTL of a day', {
    records: HEALTHY.records.map((record) =>
      record.name === MCP_HOST
        ? {...record, type: 'CNAME', ttlSeconds: 86_400, values: [HEALTHY.loadBalancer.dnsName], alias: null}
        : record,
    ),
  }),
  lie('certificate-presented', 'an ended certificate with a better key goes before the new one', endedButPreferred()),
  {
    ...lie('zone-delegated', 'the registrar still names the servers of a zone that was deleted', {
      domains: HEALTHY.domains.map((domain) => ({
        ...domain,
        nameServers: domain.nameServers.map((_, i) => ({name: `ns-${i}.awsdns-00.com`, glueIps: []})),
      })),
    }),
    stage: 'analysis',
  },
  lie('clients-reach', 'the network ACL of the public subnets admits port 433', {
    networkAcls: HEALTHY.networkAcls.map((acl) => ({
      ...acl,
      entries: acl.entries.map((entry) =>
        entry.isEgress || entry.action === 'deny' ? entry : {...entry, protocol: '6', ports: {from: 433, to: 433}},
      ),
    })),
  }),
  {...lie('record-gone', 'the record was forgotten', {}), stage: 'rollback'},
  {
    ...lie('rehearsal-record-gone', 'the record of the rehearsal was left', {
      records: HEALTHY.records.flatMap((record) =>
        record.name === MCP_HOST ? [record, {...record, name: 'mcp-rehearsal.run.georgi.io'}] : record,
      ),
    }),
    stage: 'cleanup',
  },
  lie('vpc-link-reaches', "the VPC link's own group lets nothing out", {
    securityGroups: HEALTHY.securityGroups.map((group) =>
      group.id === VPC_LINK_GROUP ? {...group, egress: []} : group,
    ),
  }),
  {
    ...lie('rehearsal-rule-gone', 'the rule of the rehearsal was left', {
      listenerRules: [...HEALTHY.listenerRules, rehearsalRule()],
    }),
    stage: 'cleanup',
  },
  {
    ...lie('rehearsal-group-gone', 'the target group of the rehearsal was left', {
      targetGroups: [
        ...HEALTHY.targetGroups,
        ...HEALTHY.targetGroups.slice(0, 1).map((group) => ({
          ...group,
          arn: targetGroupArn('jessica-service-sse-rehearsal', '0f1e2d3c4b5a6978'),
          name: 'jessica-service-sse-rehearsal',
        })),
      ],
    }),
    stage: 'cleanup',
  },
  lie('validation-record', 'somebody tidied the CNAME away', {
    records: HEALTHY.records.filter(({name}) => !name.endsWith(`.${MCP_HOST}`)),
  }),
  lie('certificate-renews', 'the certificate was imported', {
    certificates: HEALTHY.certificates.map((one) =>
      one.domainName === MCP_HOST
        ? {...one, type: 'IMPORTED', renewalEligibility: 'INELIGIBLE', domainValidation: []}
        : one,
    ),
  }),
  lie('wildcard-renews', 'nobody has pressed the link in the mail that validates the wildcard certificate', {
    certificates: HEALTHY.certificates.map((one) =>
      one.domainName === MCP_HOST
        ? one
        : {...one, domainValidation: one.domainValidation.map((each) => ({...each, method: 'EMAIL', record: null}))},
    ),
  }),
  lie('certificate-renews', 'the zone forbids Amazon to issue certificates', {
    records: HEALTHY.records.flatMap((record) =>
      record.name === MCP_VALIDATION.name
        ? [record, {...record, name: MCP_HOST, type: 'CAA', values: ['0 issue "letsencrypt.org"']}]
        : [record],
    ),
  }),
  lie('web-acl-lets-streams-through', 'a rule for browsers alone refuses whoever accepts no HTML', {
    webAcl: refusing({
      type: 'not',
      statement: {
        type: 'byte-match',
        part: 'SingleHeader:accept',
        position: 'CONTAINS',
        text: 'text/html',
        transformations: [],
      },
    }),
  }),
  lie('web-acl-lets-messages-through', 'a rule refuses bodies of more than 4 KB', {
    webAcl: refusing({type: 'size', part: 'Body', comparison: 'GT', bytes: 4096, transformations: []}),
  }),
  lie('deployment-keeps-serving', 'a deployment stops the only task before it starts another', {
    service: {...HEALTHY.service, minimumHealthyPercent: 0, maximumPercent: 100},
  }),
  lie('deployment-keeps-serving', 'health checks judge no task in its first day', {
    service: {...HEALTHY.service, healthCheckGracePeriodSeconds: 86_400},
  }),
  lie('api-rule-wins', 'the rule takes the base path off, which the service expects', {
    listenerRules: HEALTHY.listenerRules.map((rule) => (rule.priority === 110 ? {...rule, transforms: [OFF]} : rule)),
  }),
  lie('websocket-record', 'somebody has pointed the WebSocket host at the load balancer of another environment', {
    records: HEALTHY.records.map((record) =>
      record.name === WEBSOCKET_HOST && record.alias !== null
        ? {...record, alias: {...record.alias, dnsName: 'dualstack.staging-alb-77.eu-central-1.elb.amazonaws.com.'}}
        : record,
    ),
  }),
  lie('image-runs', 'the tag was moved since the task was started', {
    ecrImages: {
      ...HEALTHY.ecrImages,
      'jessica-service:2026-11-19': {digest: `sha256:${'5d'.repeat(32)}`, status: 'ACTIVE', isList: false},
    },
  }),
  lie('way-back-runnable', 'the image of the revision before has expired', {
    ecrImages: {...HEALTHY.ecrImages, 'jessica-service:2026-11-05': null},
  }),
  lie('nothing-else-open', 'all ports above 1023 are open as well', {
    securityGroups: HEALTHY.securityGroups.map((group) =>
      group.id === PUBLIC_GROUP
        ? {...group, ingress: group.ingress.flatMap((one) => [one, {...one, fromPort: 1024, toPort: 65_535}])}
        : group,
    ),
  }),
  lie('listener-speaks-tls', 'the listener has the policy of one that names none', {
    listener: {...HEALTHY.listener, sslPolicy: 'ELBSecurityPolicy-2016-08'},
  }),
  lie('sse-target-group-configured', 'the target group speaks HTTP/2 to its targets', {
    targetGroups: HEALTHY.targetGroups.map((group) =>
      group.arn === SSE_TARGET_GROUP_ARN ? {...group, protocolVersion: 'HTTP2'} : group,
    ),
  }),
  lie('sse-target-group-used', 'the rule still gives all its weight to the old target group', {
    listenerRules: HEALTHY.listenerRules.map((rule) =>
      rule.priority === SSE_RULE_PRIORITY ? {...rule, actions: [shared(0)]} : rule,
    ),
  }),
  lie('streams-are-drained', 'the deregistration delay is 30 s', {
    targetGroupAttributes: {
      ...HEALTHY.targetGroupAttributes,
      [SSE_TARGET_GROUP_ARN]: {
        ...HEALTHY.targetGroupAttributes[SSE_TARGET_GROUP_ARN],
        'deregistration_delay.timeout_seconds': '30',
      },
    },
  }),
  {...lie('priority-is-free', 'a rule has priority 90 already', {}), stage: 'prepare'},
  lie(
    'stream-paths-proved',
    'a rule before it takes DELETE, with which clients end their sessions',
    before(method('DELETE')),
  ),
  lie('sse-rule-first', "the API's rule comes first, still for a host of its own", before(host(API_HOST))),
  lie('no-dead-rules', "the API's wider rule was moved before that of the WebSocket endpoint", {
    listenerRules: HEALTHY.listenerRules.map((rule) => (rule.priority === 110 ? {...rule, priority: 98} : rule)),
  }),
  lie('service-uses-target-group', 'the service does not know the new target group', {
    service: {
      ...HEALTHY.service,
      loadBalancers: HEALTHY.service.loadBalancers.filter((one) => one.targetGroupArn !== SSE_TARGET_GROUP_ARN),
    },
  }),
  lie('service-steady', 'the circuit breaker went back to the revision before', {
    serviceDeployments: HEALTHY.serviceDeployments.map((one) => ({...one, status: 'ROLLBACK_SUCCESSFUL'})),
  }),
  lie(
    'targets-are-healthy',
    'the health check asks for a path that answers 404',
    health(SSE_TARGET_GROUP_ARN, {state: 'unhealthy', reason: 'Target.ResponseCodeMismatch'}),
  ),
  lie(
    'tasks-are-healthy',
    'a healthy target beside the task is none of the service',
    beside(SSE_TARGET_GROUP_ARN, {targetId: '10.20.12.99'}),
  ),
  lie('tasks-may-finish', 'a stopping container is killed after 30 s', container({stopTimeoutSeconds: 30})),
  lie('base-path-set', 'BASE_PATH was left out of the task definition', container({environmentNames: ['LOG_LEVEL']})),
  lie('alarm-on-hosts', 'the alarm takes silence for health', {
    alarms: HEALTHY.alarms.map((alarm) =>
      alarm.type === 'metric' ? {...alarm, treatMissingData: 'notBreaching'} : alarm,
    ),
  }),
  {
    ...lie('always-a-healthy-target', 'for a minute there was no healthy target', {
      metrics: HEALTHY.metrics.map(({query, datapoints}) => ({
        query,
        datapoints: datapoints.map((one, i) => (i === 7 ? {...one, value: 0} : one)),
      })),
    }),
    stage: 'cutover',
  },
  {
    ...lie('few-errors', 'there were 40 errors in a minute', {
      metrics: HEALTHY.metrics.map(({query, datapoints}) => ({
        query,
        datapoints: datapoints.length > 0 ? datapoints : [{at: query.from, value: 40}],
      })),
    }),
    stage: 'cutover',
  },
  lie('alarm-on-load-balancer', 'the alarm counts the errors of another load balancer', {
    alarms: HEALTHY.alarms.map((alarm) =>
      alarm.type === 'metric'
        ? {
            ...alarm,
            queries: alarm.queries.map((query) =>
              query.type === 'metric'
                ? {...query, metric: {...query.metric, dimensions: {LoadBalancer: 'app/old-alb/1234567890abcdef'}}}
                : query,
            ),
          }
        : alarm,
    ),
  }),
  {
    ...lie('few-load-balancer-errors', 'the load balancer answered 40 requests in a minute with a 503 of its own', {
      metrics: HEALTHY.metrics.map(({query, datapoints}) => ({
        query,
        datapoints: datapoints.length > 0 ? datapoints : [{at: query.from, value: 40}],
      })),
    }),
    stage: 'cutover',
  },
  {
    ...lie('only-ours-would-be-exposed', "another team's rule has no host condition", exposed(HEALTHY)),
    stage: 'analysis',
  },
  lie('dashboard-shows', "the dashboard draws the API's target group", {
    dashboard: {
      ...HEALTHY.dashboard,
      body: HEALTHY.dashboard.body.replaceAll(
        SSE_TARGET_GROUP_ARN.split(':').at(-1) ?? '',
        API_TARGET_GROUP_ARN.split(':').at(-1) ?? '',
      ),
    },
  }),
];

function lie(item: string, title: string, change: Partial<AwsWorld>, plan?: readonly number[]): Falsehood {
  const setup = {aws: {...HEALTHY, ...change}, server: {heartbeatMs: 1000}};
  return {item, title, stage: 'ready', setup, ...(plan === undefined ? {} : {plan})};
}

/** A rule before the others blocks what meets this statement. */
function refusing(statement: WebAclStatement): AwsWorld['webAcl'] {
  if (HEALTHY.webAcl === null) throw new Error('the healthy world has no web ACL');
  const rule: WebAclRule = {name: 'refused', priority: 0, action: 'block', labels: [], statement};
  return {...HEALTHY.webAcl, rules: [rule, ...HEALTHY.webAcl.rules]};
}

function rehearsalRule(): ListenerRule {
  const [rule] = HEALTHY.listenerRules.filter(({priority}) => priority === SSE_RULE_PRIORITY);
  if (rule === undefined) throw new Error('the healthy world has no rule for streams');
  return {...rule, arn: ruleArn(97), priority: 97, conditions: [host('mcp-rehearsal.run.georgi.io')]};
}

function integration(change: Partial<ApiIntegration>): Partial<AwsWorld> {
  return {
    apiRoutes: HEALTHY.apiRoutes.map((route) =>
      route.integration === null ? route : {...route, integration: {...route.integration, ...change}},
    ),
  };
}

function attribute(key: string, value: string): Partial<AwsWorld> {
  return {loadBalancerAttributes: {...HEALTHY.loadBalancerAttributes, [key]: value}};
}

function health(arn: string, change: Partial<TargetHealth>): Partial<AwsWorld> {
  const targets = HEALTHY.targetHealth[arn] ?? [];
  return {targetHealth: {...HEALTHY.targetHealth, [arn]: targets.map((one) => ({...one, ...change}))}};
}

/** A target like the first one. */
function beside(arn: string, change: Partial<TargetHealth>): Partial<AwsWorld> {
  const targets = HEALTHY.targetHealth[arn] ?? [];
  const others = targets.slice(0, 1).map((one) => ({...one, ...change}));
  return {targetHealth: {...HEALTHY.targetHealth, [arn]: [...targets, ...others]}};
}

function container(change: Partial<AwsWorld['taskDefinitions'][number]['containers'][number]>): Partial<AwsWorld> {
  const taskDefinitions = HEALTHY.taskDefinitions.map((definition) => ({
    ...definition,
    containers: definition.containers.map((one) => ({...one, ...change})),
  }));
  return {taskDefinitions};
}

/** All weight but this goes to the API's target group. */
function shared(weight: number): ListenerRule['actions'][number] {
  const targets = [
    {targetGroupArn: SSE_TARGET_GROUP_ARN, weight},
    {targetGroupArn: API_TARGET_GROUP_ARN, weight: 100 - weight},
  ];
  return {type: 'forward', order: 1, targets, stickinessSeconds: null};
}

/** A rule with priority 80 that takes what meets this condition to the API. */
function before(condition: RuleCondition): Partial<AwsWorld> {
  const path: RuleCondition = {field: 'path-pattern', values: [`${BASE_PATH}/*`], regexValues: []};
  const rule: ListenerRule = {
    arn: ruleArn(80),
    priority: 80,
    conditions: [condition, path],
    actions: [shared(0)],
    transforms: [],
  };
  return {listenerRules: [...HEALTHY.listenerRules, rule]};
}

function method(value: string): RuleCondition {
  return {field: 'http-request-method', values: [value]};
}

function host(value: string): RuleCondition {
  return {field: 'host-header', values: [value], regexValues: []};
}

function endedButPreferred(): Partial<AwsWorld> {
  const arn = 'arn:aws:acm:eu-central-1:444444444444:certificate/77f0a3c2-5d19-4b8e-9a64-0c1e2d3f4a5b';
  const [valid] = HEALTHY.certificates.filter(({domainName}) => domainName === MCP_HOST);
  if (valid === undefined) throw new Error('the healthy world has no certificate for the new host');
  const ended = {...valid, arn, status: 'EXPIRED', keyAlgorithm: 'EC_prime256v1', notAfter: '2026-10-01T23:59:59.000Z'};
  return {
    certificates: [...HEALTHY.certificates, ended],
    listenerCertificates: [...HEALTHY.listenerCertificates, {arn, isDefault: false}],
  };
}

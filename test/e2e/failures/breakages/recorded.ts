import {isDeepStrictEqual} from 'node:util';
import type {AwsWorld} from '../../../../src/lab/aws-world.ts';
import {servedBy} from '../../../../src/lab/worlds/apigateway.ts';
import {SSE_TARGET_GROUP_ARN, VPC_LINK_GROUP} from '../../../../src/lab/worlds/names.ts';
import type {
  ApiIntegration,
  Certificate,
  DnsRecord,
  EcsService,
  ListenerRule,
  MetricQuery,
  RuleCondition,
  TargetHealth,
} from '../../../../src/model/facts/aws-facts.ts';
import {dualStack} from '../../../support/dual-stack.ts';
import type {RecordedBreakage} from '../breakage.ts';
import {badGateways, errorsOf, everyMinute, GONE_LOAD_BALANCER, healthyHosts} from '../lab-world.ts';
import {RECORDED_CHAIN} from './recorded-chain.ts';
import {RECORDED_HTTP_API} from './recorded-http-api.ts';
import {RECORDED_NAMES} from './recorded-names.ts';
import {RECORDED_PROTECTIONS} from './recorded-protections.ts';
import {RECORDED_TASKS} from './recorded-tasks.ts';
import {RECORDED_WAYS_IN} from './recorded-ways-in.ts';

const HOST = 'mcp.run.georgi.io';

/** What a load balancer that takes no requests does not do, whatever its configuration says. */
const NOT_SERVED = [
  'record',
  'idle-timeout',
  'attributes',
  'stream-rule',
  'rest-rule',
  'api-rule',
  'websocket-rule',
  'stream-pattern',
  'host-closed',
  'targets-healthy',
  'api-route',
  'link-reaches-alb',
];

/** All of IPv4 but 10.0.0.0/8. */
const OUTSIDE_10 = [
  '0.0.0.0/5',
  '8.0.0.0/7',
  '11.0.0.0/8',
  '12.0.0.0/6',
  '16.0.0.0/4',
  '32.0.0.0/3',
  '64.0.0.0/2',
  '128.0.0.0/1',
];

/** What the emulator cannot show: its targets are always healthy, its certificates issued, its links available. */
export const RECORDED: readonly RecordedBreakage[] = [
  ...RECORDED_WAYS_IN,
  ...RECORDED_NAMES,
  ...RECORDED_PROTECTIONS,
  ...RECORDED_CHAIN,
  ...RECORDED_HTTP_API,
  {
    fault: 'the record is for clients in Germany, and there is none for all others',
    known: [],
    fails: ['record'],
    breaks: (world) => withRecord(world, {routingPolicy: 'geolocation', location: 'DE', setIdentifier: 'germany'}),
  },
  {
    fault: 'the record was left behind when its load balancer was deleted',
    known: [],
    fails: ['record', 'record-target'],
    breaks: (world) => withRecord(world, {alias: goneAlias(world)}),
  },
  {
    fault: 'the load balancer has IPv6 addresses, and the host no AAAA record',
    known: [26],
    fails: ['record'],
    breaks: dualStack,
  },
  {
    fault: 'the certificate waits for its validation',
    known: [21],
    fails: ['certificate', 'certificate-presented', 'certificate-renewal'],
    breaks: (world) => withCertificate(world, {status: 'PENDING_VALIDATION', notBefore: null, notAfter: null}),
  },
  {
    fault: 'the certificate expires in nine days, and ACM has not renewed it',
    known: [22],
    fails: ['certificate', 'certificate-renewal'],
    breaks: (world) => withCertificate(world, {notAfter: '2026-11-29T23:59:59.000Z'}),
  },
  {
    fault: 'ACM tries to renew the certificate and does not find its CNAME',
    known: [22],
    fails: ['certificate-renewal'],
    breaks: (world) => withCertificate(world, {renewal: {status: 'PENDING_VALIDATION', reason: null, domains: []}}),
  },
  {
    fault: 'the certificate was imported, and nobody renews it',
    known: [],
    fails: ['certificate-renewal'],
    breaks: (world) => withCertificate(world, {type: 'IMPORTED', renewalEligibility: 'INELIGIBLE'}),
  },
  {
    fault: 'the load balancer is internal',
    known: [],
    fails: ['internet-facing', 'clients-reach'],
    breaks: (world) => ({...world, loadBalancer: {...world.loadBalancer, scheme: 'internal'}}),
  },
  {
    fault: 'the certificate is of a private authority, which no client on the internet trusts',
    known: [],
    fails: ['certificate', 'certificate-presented'],
    breaks: (world) => withCertificate(world, {type: 'PRIVATE', issuer: 'Georgi Internal CA', domainValidation: []}),
  },
  {
    fault: 'the certificate is self-signed',
    known: [],
    fails: ['certificate', 'certificate-presented', 'certificate-renewal'],
    breaks: (world) => withCertificate(world, {type: 'IMPORTED', issuer: HOST, renewalEligibility: 'INELIGIBLE'}),
  },
  {
    fault: 'the certificate was imported, of an issuer that nobody here knows',
    known: [],
    fails: ['certificate-renewal'],
    cannotTell: ['certificate', 'certificate-presented'],
    breaks: (world) => withCertificate(world, {type: 'IMPORTED', issuer: 'Georgi Internal CA'}),
  },
  {
    fault: 'the certificate was imported from an authority that browsers no longer trust',
    known: [],
    fails: ['certificate-renewal'],
    cannotTell: ['certificate', 'certificate-presented'],
    breaks: (world) => withCertificate(world, {type: 'IMPORTED', issuer: 'Entrust Certification Authority - L1K'}),
  },
  {
    fault: 'the target group of streams speaks gRPC: the load balancer answers a GET with 464',
    known: [],
    fails: ['stream-rule', 'stream-pattern', 'target-group-configured'],
    breaks: (world) => ({
      ...world,
      targetGroups: world.targetGroups.map((group) =>
        group.arn === SSE_TARGET_GROUP_ARN ? {...group, protocolVersion: 'GRPC'} : group,
      ),
    }),
  },
  {
    fault: 'the certificate is signed with SHA-1',
    known: [],
    fails: ['certificate', 'certificate-presented'],
    breaks: (world) => withCertificate(world, {signatureAlgorithm: 'SHA1WITHRSA'}),
  },
  {
    fault: 'the certificate is not valid yet',
    known: [],
    fails: ['certificate', 'certificate-presented'],
    breaks: (world) => withCertificate(world, {notBefore: '2026-12-01T00:00:00.000Z'}),
  },
  {
    fault: 'ACM could not validate one name of the certificate again',
    known: [22],
    fails: ['certificate-renewal'],
    breaks: (world) =>
      withCertificate(world, {
        renewal: {status: 'PENDING_AUTO_RENEWAL', reason: null, domains: [{domainName: HOST, status: 'FAILED'}]},
      }),
  },
  {
    fault: 'a CAA record made the renewal fail',
    known: [22],
    fails: ['certificate-renewal'],
    breaks: (world) => withCertificate(world, {renewal: {status: 'FAILED', reason: 'CAA_ERROR', domains: []}}),
  },
  {
    fault: 'the load balancer could not be set up',
    known: [],
    fails: ['certificate-presented', 'internet-facing', 'tls', 'clients-reach'],
    cannotTell: NOT_SERVED,
    breaks: (world) => withState(world, 'failed', 'The subnets have too few free addresses.'),
  },
  {
    fault: 'the load balancer is still being set up',
    known: [],
    fails: ['certificate-presented', 'internet-facing', 'tls', 'clients-reach'],
    cannotTell: NOT_SERVED,
    breaks: (world) => withState(world, 'provisioning'),
  },
  {
    fault: 'the certificate is kept out of the transparency logs',
    known: [],
    fails: ['certificate', 'certificate-presented'],
    breaks: (world) => withCertificate(world, {isLogged: false}),
  },
  {
    fault: 'the key of an imported certificate may not sign handshakes',
    known: [],
    fails: ['certificate', 'certificate-presented'],
    breaks: (world) => withCertificate(world, {keyUsages: ['KEY_ENCIPHERMENT']}),
  },
  {
    fault: 'a zonal shift is active in the zone of all tasks, for which AWS says that it does not work',
    known: [],
    fails: [],
    cannotTell: ['targets-healthy'],
    breaks: (world) => withTarget(world, {override: 'zonal_shift_active'}),
  },
  {
    fault: 'tasks run in one zone only, and cross-zone load balancing is off',
    known: [],
    fails: ['targets-healthy'],
    breaks: (world) => ({
      ...world,
      targetGroupAttributes: {
        ...world.targetGroupAttributes,
        [SSE_TARGET_GROUP_ARN]: {
          ...world.targetGroupAttributes[SSE_TARGET_GROUP_ARN],
          'load_balancing.cross_zone.enabled': 'false',
        },
      },
    }),
  },
  {
    fault: 'the listener refuses clients without a certificate of their own (mutual TLS)',
    known: [],
    fails: ['certificate-presented', 'tls'],
    breaks: (world) => ({
      ...world,
      listener: {...world.listener, mutualTls: {...world.listener.mutualTls, mode: 'verify'}},
    }),
  },
  {
    fault: 'the health check is refused (421) by the guard against DNS rebinding; the load balancer has failed open',
    known: [8, 50],
    fails: ['targets-healthy', 'tasks-serve'],
    breaks: (world) =>
      withTarget(world, {
        state: 'unhealthy',
        reason: 'Target.ResponseCodeMismatch',
        description: 'Health checks failed with these codes: [421]',
      }),
  },
  {
    fault: 'nothing listens on the port of the container',
    known: [30, 50],
    fails: ['targets-healthy', 'tasks-serve'],
    breaks: (world) =>
      withTarget(world, {
        state: 'unhealthy',
        reason: 'Target.FailedHealthChecks',
        description: 'Health checks failed',
      }),
  },
  {
    fault: 'the target group speaks HTTP/2, and clients of HTTP/1.1 get 464',
    known: [31, 32],
    fails: ['target-group-configured'],
    breaks: (world) => ({
      ...world,
      targetGroups: world.targetGroups.map((group) =>
        group.arn === SSE_TARGET_GROUP_ARN ? {...group, protocolVersion: 'HTTP2'} : group,
      ),
    }),
  },
  {
    fault: 'the service runs none of none tasks',
    known: [],
    fails: ['service-steady', 'deployment'],
    breaks: (world) => withService(world, {desiredCount: 0, runningCount: 0}),
  },
  {
    fault: 'the deployment failed, and the circuit breaker went back to the old revision',
    known: [10],
    fails: ['service-steady'],
    breaks: (world) => ({
      ...world,
      serviceDeployments: world.serviceDeployments.map((one) => ({
        ...one,
        status: 'ROLLBACK_SUCCESSFUL',
        statusReason: 'Service deployment rolled back because of the deployment circuit breaker.',
      })),
    }),
  },
  {
    fault: 'tasks are killed before they are up, and the rollout does not end',
    known: [10],
    fails: ['service-steady'],
    breaks: (world) =>
      withService(world, {
        deployments: world.service.deployments.map((one) => ({...one, rolloutState: 'IN_PROGRESS', failedTasks: 7})),
      }),
  },
  {
    fault: 'the service fills the old target groups only',
    known: [],
    fails: ['service-target-group'],
    breaks: (world) =>
      withService(world, {
        loadBalancers: world.service.loadBalancers.filter(
          ({targetGroupArn}) => targetGroupArn !== SSE_TARGET_GROUP_ARN,
        ),
      }),
  },
  {
    fault: 'the base path comes from a secret store, where it is not seen',
    known: [],
    fails: [],
    cannotTell: ['environment'],
    breaks: (world) => ({
      ...world,
      taskDefinitions: world.taskDefinitions.map((definition) => ({
        ...definition,
        containers: definition.containers.map((one) => ({
          ...one,
          environmentNames: one.environmentNames.filter((name) => name !== 'BASE_PATH'),
          secretNames: [...one.secretNames, 'BASE_PATH'],
        })),
      })),
    }),
  },
  {
    fault: 'the rules want the path without the stage, which API Gateway puts in front',
    known: [38],
    fails: ['api-rule', 'rules-unchanged', 'api-route'],
    breaks: (world) => ({
      ...world,
      listenerRules: world.listenerRules.map((rule) =>
        rule.priority === 110
          ? {...rule, conditions: [{field: 'path-pattern', values: ['/api/*'], regexValues: []}]}
          : rule,
      ),
    }),
  },
  {
    fault: 'somebody has added a rule since the rules were reviewed',
    known: [],
    fails: ['rules-unchanged'],
    breaks: (world) => ({...world, listenerRules: [...world.listenerRules, {...closing(world), priority: 96}]}),
  },
  {
    fault: 'somebody has given a rule another host since the rules were reviewed',
    known: [],
    fails: ['rules-unchanged'],
    breaks: (world) => ({
      ...world,
      listenerRules: world.listenerRules.map((rule) =>
        rule.priority === 100 ? {...rule, conditions: rule.conditions.map(withAnotherHost)} : rule,
      ),
    }),
  },
  {
    fault: 'the integration sends another Host than the rules are for',
    known: [],
    fails: ['api-route'],
    breaks: (world) => withIntegration(world, '/{proxy+}', {uri: 'https://internal.example.com/{proxy}'}),
  },
  {
    fault: 'the VPC link is INACTIVE after 60 days without a request',
    known: [39],
    fails: ['api-route', 'vpc-link', 'link-reaches-alb'],
    breaks: (world) => ({...world, vpcLinks: world.vpcLinks.map((link) => ({...link, status: 'INACTIVE'}))}),
  },
  {
    fault: '10.0.0.0/8 and the group of the VPC link were taken off the load balancer',
    known: [],
    fails: ['https-open', 'link-reaches-alb'],
    breaks: (world) => ({
      ...world,
      securityGroups: world.securityGroups.map((group) => ({
        ...group,
        ingress: group.ingress
          .filter(({groupIds}) => !groupIds.includes(VPC_LINK_GROUP))
          .map((one) => ({...one, cidrs: one.cidrs.flatMap((cidr) => (cidr === '0.0.0.0/0' ? OUTSIDE_10 : [cidr]))})),
      })),
    }),
  },
  {
    fault: 'the VPC link is FAILED: its subnets had no free address',
    known: [],
    fails: ['api-route', 'vpc-link', 'link-reaches-alb'],
    breaks: (world) => ({
      ...world,
      vpcLinks: world.vpcLinks.map((link) => ({
        ...link,
        status: 'FAILED',
        statusMessage: 'Subnet has no free IP addresses',
      })),
    }),
  },
  {
    fault: 'the integration calls the load balancer by a name that no certificate of the listener is for',
    known: [],
    fails: ['api-route'],
    breaks: (world) => withIntegration(world, '/{proxy+}', {uri: 'https://api.internal.georgi.io/{proxy}'}),
  },
  {
    fault: 'the rule of the API asks for a header that the integration no longer adds',
    known: [],
    fails: ['rules-unchanged', 'api-route'],
    cannotTell: ['api-rule'],
    breaks: (world) => withOriginHeader(world, '/other'),
  },
  {
    fault: 'the rule of the API asks for a header that the integration adds, and other clients may not send',
    known: [],
    // The way through API Gateway is as it should be.
    fails: ['rules-unchanged'],
    cannotTell: ['api-rule'],
    breaks: (world) => withOriginHeader(world, '/jessica-service'),
  },
  {
    fault: 'the uri of the integration asks for {proxy}, which nothing is mapped to any more',
    known: [],
    fails: [],
    cannotTell: ['api-route'],
    breaks: (world) => withIntegration(world, '/{proxy+}', {requestParameters: {}}),
  },
  {
    fault: 'the rule of the API was narrowed to the office, and the VPC link comes from elsewhere',
    known: [],
    fails: ['rules-unchanged', 'api-route'],
    cannotTell: ['api-rule'],
    breaks: (world) => withApiCondition(world, {field: 'source-ip', values: ['203.0.113.0/24']}),
  },
  {
    fault: 'a canary of the stage takes a tenth of the requests: what these get cannot be read',
    known: [],
    fails: [],
    cannotTell: ['api-route', 'api-buffers', 'events-stream', 'api-timeout', 'old-route-gone', 'protections'],
    breaks: (world) => ({
      ...world,
      apiStages: world.apiStages.map((stage) => ({
        ...stage,
        canary: {percentTraffic: 10, deploymentId: 'c4n4ry', overrides: []},
      })),
    }),
  },
  {
    fault: 'another stage of the API has a canary, which may go on serving what is gone from this one',
    known: [],
    fails: [],
    cannotTell: ['old-route-gone'],
    breaks: (world) => ({
      ...world,
      apiStages: world.apiStages.flatMap((stage) => [
        stage,
        {...stage, name: 'test', canary: {percentTraffic: 10, deploymentId: 'c4n4ry', overrides: []}},
      ]),
    }),
  },
  {
    fault: 'the API is private, and so is reached through VPC endpoints alone, which the load balancer is not',
    known: [],
    fails: ['protections'],
    breaks: (world) => ({...world, api: {...world.api, endpointTypes: ['PRIVATE']}}),
  },
  {
    fault: 'the policy of the topic of an alarm compares with a pattern by StringEquals, which takes it as it is',
    known: [],
    fails: ['alarm-hosts', 'alarm-errors'],
    breaks: (world) => ({
      ...world,
      topics: world.topics.map((topic) => {
        const {Statement, ...policy} = JSON.parse(topic.access.policy);
        const Condition = {StringEquals: {'aws:SourceArn': 'arn:aws:cloudwatch:*:*:alarm:*'}};
        const statements = [Statement].flat().map((one: object) => ({...one, Condition}));
        return {...topic, access: {...topic.access, policy: JSON.stringify({...policy, Statement: statements})}};
      }),
    }),
  },
  {
    fault: 'API Gateway holds a response back until it is complete, which a stream never is',
    known: [36],
    fails: ['events-stream'],
    breaks: (world) => withIntegration(world, '/events', {responseTransferMode: 'BUFFERED', timeoutMs: 29_000}),
  },
  {
    fault: 'the route was set to STREAM and never deployed: the stage still holds responses back',
    known: [36],
    fails: ['events-stream'],
    breaks: (world) => {
      const buffering = withIntegration(world, '/events', {responseTransferMode: 'BUFFERED', timeoutMs: 29_000});
      return {...world, servedApis: {'jessica-service': servedBy(buffering, 'jessica-service')}};
    },
  },
  {
    fault: 'the API has an edge-optimized endpoint, which cuts a stream after 30 s of silence',
    known: [37],
    fails: ['events-stream'],
    breaks: (world) => ({...world, api: {...world.api, endpointTypes: ['EDGE']}}),
  },
  {
    fault: 'API Gateway was set to stream, and ends every stream after 15 minutes',
    known: [37],
    fails: ['api-buffers'],
    breaks: (world) => withIntegration(world, '/{proxy+}', {responseTransferMode: 'STREAM'}),
  },
  {
    fault: 'targets close idle connections sooner than the load balancer does, and it answers 502 now and then',
    known: [6],
    fails: ['no-bad-gateway'],
    breaks: (world) => withMetric(world, badGateways(), 3),
  },
  {
    fault: 'there was no healthy target for a while',
    known: [50],
    fails: ['hosts-seen'],
    breaks: (world) => withMetric(world, healthyHosts(), 0),
  },
  {
    fault: 'all targets are dead: the load balancer answers 503 itself, and no error of a target is counted',
    known: [],
    fails: ['few-load-balancer-errors'],
    breaks: (world) => withMetric(world, errorsOf('ELB'), 40),
  },
  {
    fault: 'the targets answer with errors',
    known: [],
    fails: ['few-target-errors'],
    breaks: (world) => withMetric(world, errorsOf('Target'), 40),
  },
  ...RECORDED_TASKS,
];

function withState(world: AwsWorld, code: string, reason: string | null = null): AwsWorld {
  return {...world, loadBalancer: {...world.loadBalancer, state: {code, reason}}};
}

function withRecord(world: AwsWorld, changes: Partial<DnsRecord>): AwsWorld {
  const records = world.records.map((record) => (record.name === HOST ? {...record, ...changes} : record));
  return {...world, records};
}

function goneAlias({loadBalancer}: AwsWorld): DnsRecord['alias'] {
  return {
    dnsName: `${GONE_LOAD_BALANCER}.`,
    hostedZoneId: loadBalancer.canonicalHostedZoneId,
    evaluateTargetHealth: false,
  };
}

function withCertificate(world: AwsWorld, changes: Partial<Certificate>): AwsWorld {
  const certificates = world.certificates.map((one) => (one.domainName === HOST ? {...one, ...changes} : one));
  return {...world, certificates};
}

function withTarget(world: AwsWorld, changes: Partial<TargetHealth>): AwsWorld {
  const targets = (world.targetHealth[SSE_TARGET_GROUP_ARN] ?? []).map((target) => ({...target, ...changes}));
  return {...world, targetHealth: {...world.targetHealth, [SSE_TARGET_GROUP_ARN]: targets}};
}

function withService(world: AwsWorld, changes: Partial<EcsService>): AwsWorld {
  return {...world, service: {...world.service, ...changes}};
}

function withIntegration(world: AwsWorld, path: string, changes: Partial<ApiIntegration>): AwsWorld {
  const apiRoutes = world.apiRoutes.map((route) =>
    route.path === path && route.integration !== null
      ? {...route, integration: {...route.integration, ...changes}}
      : route,
  );
  return {...world, apiRoutes};
}

/** The rule of the API asks for a header, and the integration sends it with this value. */
function withOriginHeader(world: AwsWorld, sent: string): AwsWorld {
  const name = 'X-Forwarded-Prefix';
  const asking = withApiCondition(world, {
    field: 'http-header',
    name,
    values: ['/jessica-service'],
    regexValues: [],
  });
  return withIntegration(asking, '/{proxy+}', {
    requestParameters: {
      'integration.request.path.proxy': 'method.request.path.proxy',
      [`integration.request.header.${name}`]: `'${sent}'`,
    },
  });
}

function withApiCondition(world: AwsWorld, condition: RuleCondition): AwsWorld {
  const listenerRules = world.listenerRules.map((rule) =>
    rule.priority === 110 ? {...rule, conditions: [...rule.conditions, condition]} : rule,
  );
  return {...world, listenerRules};
}

function withMetric(world: AwsWorld, query: MetricQuery, value: number): AwsWorld {
  const metrics = world.metrics.map((metric) =>
    isDeepStrictEqual(metric.query, query) ? {query, datapoints: everyMinute(value)} : metric,
  );
  return {...world, metrics};
}

/** The rule for the whole host, for one that nobody asks for. */
function closing({listenerRules}: AwsWorld): ListenerRule {
  const rule = listenerRules.find(({priority}) => priority === 95);
  if (rule === undefined) throw new Error('there is no rule 95');
  return {...rule, conditions: [{field: 'host-header', values: ['retired.example.com'], regexValues: []}]};
}

function withAnotherHost(condition: RuleCondition): RuleCondition {
  if (condition.field !== 'host-header') return condition;
  return {...condition, values: [...condition.values, 'ws2.georgi.io']};
}

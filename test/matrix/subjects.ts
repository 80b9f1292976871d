import {type AwsWorld, HEALTHY} from '../../src/lab/aws-world.ts';
import type {Account, Resource} from '../../src/model/checklist.ts';
import type {DnsRecord} from '../../src/model/facts/aws-facts.ts';
import type {Json} from '../../src/model/outcome.ts';

/** For each check that looks at AWS: what it passes on in the healthy world of the lab. */

const account: Account = {
  name: 'platform',
  id: '444444444444',
  region: 'eu-central-1',
  profile: null,
  roleArn: null,
  externalId: null,
  via: null,
};

export const ACCOUNTS = {platform: account};

const here = {account: 'platform', region: null};

export const RESOURCES: Readonly<Record<string, Resource>> = {
  alb: {kind: 'loadBalancer', name: 'alb', loadBalancer: 'central-alb', listener: 443, ...here},
  zone: {kind: 'hostedZone', name: 'zone', hostedZone: 'georgi.io', ...here},
  child: {kind: 'hostedZone', name: 'child', hostedZone: 'eu.georgi.io', ...here},
  service: {kind: 'service', name: 'service', cluster: 'main', service: 'jessica-service', ...here},
  api: {kind: 'api', name: 'api', api: 'jessica-api', ...here},
};

const CHILD_NAME_SERVERS = ['ns-1.awsdns-1.com', 'ns-2.awsdns-2.org'];

function nameServers(name: string): DnsRecord {
  const simple = {routingPolicy: 'simple', weight: null, failover: null, location: null, healthCheckId: null} as const;
  return {name, type: 'NS', ttlSeconds: 300, values: CHILD_NAME_SERVERS, alias: null, setIdentifier: null, ...simple};
}

/** The healthy world, with a delegated zone below the one that holds the host's record. */
export const WORLD: AwsWorld = {
  ...HEALTHY,
  records: [...HEALTHY.records, nameServers('eu.georgi.io')],
  otherZones: [
    {
      hostedZone: {id: 'Z07EU', name: 'eu.georgi.io', isPrivate: false},
      delegation: {nameServers: CHILD_NAME_SERVERS, vpcs: []},
      records: [nameServers('eu.georgi.io')],
    },
  ],
};

const HOST = 'mcp.run.georgi.io';
const TARGET_GROUP = 'jessica-service-sse';
const STREAM = '/jessica-service/mcp/sse/stream';

export const SUBJECTS: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  'acm/certificate-covers-host': {host: HOST, alb: 'alb'},
  'acm/certificate-will-renew': {host: HOST, alb: 'alb', zone: 'zone'},
  'alb/attributes-suit-streaming': {alb: 'alb'},
  'alb/deregistration-outlives-streams': {alb: 'alb', targetGroup: TARGET_GROUP, streams: '2m'},
  'alb/exposes-only': {alb: 'alb', rules: [90, 100, 110], targetGroups: [TARGET_GROUP]},
  'alb/host-serves-only': {alb: 'alb', host: HOST, serves: ['/jessica-service/mcp/sse*'], fixedResponse: {status: 404}},
  'alb/idle-timeout-fits-heartbeat': {alb: 'alb', heartbeat: '1s'},
  'alb/is-internet-facing': {alb: 'alb'},
  'alb/listener-serves-certificate': {alb: 'alb', host: HOST},
  'alb/listener-terminates-tls': {alb: 'alb', defaultAction: {fixedResponse: {status: 404}}},
  'alb/no-dead-rules': {alb: 'alb'},
  'alb/priority-is-free': {alb: 'alb', priority: 91},
  'alb/rule-precedes': {alb: 'alb', targetGroup: TARGET_GROUP},
  'alb/rule-routes-request': {alb: 'alb', request: {host: HOST, path: STREAM}, targetGroup: TARGET_GROUP},
  'alb/rules-route-pattern': {alb: 'alb', host: HOST, path: '/jessica-service/mcp/sse*', targetGroup: TARGET_GROUP},
  'alb/sessions-have-one-home': {alb: 'alb', targetGroup: TARGET_GROUP, service: 'service'},
  'alb/target-group-configured': {alb: 'alb', targetGroup: TARGET_GROUP, port: 8000, healthCheck: {path: '/health'}},
  'alb/target-group-is-used': {alb: 'alb', targetGroup: TARGET_GROUP},
  'alb/targets-healthy': {alb: 'alb', targetGroup: TARGET_GROUP},
  'apigateway/integration-timeout': {
    api: 'api',
    stage: 'jessica-service',
    method: 'GET',
    path: '/api/v1/status',
    atMost: '29s',
  },
  'apigateway/route-reaches-vpc-link': {
    api: 'api',
    stage: 'jessica-service',
    method: 'GET',
    path: '/api/v1/status',
    vpcLink: 'central-link',
    alb: 'alb',
    targetGroup: 'jessica-service-api',
  },
  'apigateway/stream-mode': {api: 'api', stage: 'jessica-service', method: 'GET', path: '/mcp/sse', expect: 'BUFFERED'},
  'apigateway/vpc-link-available': {api: 'api', vpcLink: 'central-link'},
  'cloudwatch/alarm-watches': {
    alarm: 'jessica-sse-healthy-hosts',
    alb: 'alb',
    targetGroup: TARGET_GROUP,
    metric: 'HealthyHostCount',
  },
  'cloudwatch/dashboard-shows': {
    dashboard: 'jessica-streams',
    alb: 'alb',
    targetGroup: TARGET_GROUP,
    metrics: ['HealthyHostCount'],
  },
  'cloudwatch/metric-within': {
    alb: 'alb',
    metric: 'HTTPCode_ELB_5XX_Count',
    statistic: 'Sum',
    over: '15m',
    atMost: 0,
  },
  'dns/record-points-to-load-balancer': {host: HOST, zone: 'zone', alb: 'alb'},
  'dns/ttl-is-lowered': {host: HOST, zone: 'zone', atMost: '60s'},
  'dns/validation-record-exists': {host: HOST, alb: 'alb', zone: 'zone'},
  'dns/zone-is-delegated': {zone: 'child'},
  'ec2/load-balancer-reaches-tasks': {alb: 'alb', targetGroup: TARGET_GROUP, service: 'service'},
  'ec2/only-ports-open': {alb: 'alb', ports: [443]},
  'ec2/only-sources-admitted': {alb: 'alb', port: 443, sources: ['0.0.0.0/0', 'sg-0e5d4c3b2a1908f76']},
  'ec2/port-open-to': {alb: 'alb', port: 443, from: '0.0.0.0/0'},
  'ecs/service-steady': {service: 'service'},
  'ecs/service-uses-target-group': {service: 'service', alb: 'alb', targetGroup: TARGET_GROUP},
  'ecs/stop-timeout-fits-drain': {service: 'service', drain: '60s'},
  'ecs/task-environment': {service: 'service', expect: {BASE_PATH: '/jessica-service'}},
  'ecs/tasks-behind-target-group': {service: 'service', alb: 'alb', targetGroup: TARGET_GROUP},
};

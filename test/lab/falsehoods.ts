import {HEALTHY} from '../../src/lab/aws-world.ts';
import type {LabSetup} from '../../src/lab/setup.ts';
import {twoTasks} from '../../src/lab/worlds/broken.ts';
import {SSE_RULE_PRIORITY} from '../../src/lab/worlds/elbv2.ts';
import {API_HOST, MCP_HOST} from '../../src/lab/worlds/names.ts';
import type {DnsRecord, ListenerRule, RuleAction} from '../../src/model/facts/aws-facts.ts';
import {AWS_FALSEHOODS} from './aws-falsehoods.ts';
import type {Falsehood} from './falsehood.ts';

const SETUP: LabSetup = {aws: HEALTHY, server: {heartbeatMs: 1000}};
const SERVICE_UNAVAILABLE: RuleAction = {
  type: 'fixed-response',
  order: 1,
  statusCode: 503,
  contentType: 'text/plain',
  body: null,
};

const WEB_PAGE: RuleAction = {...SERVICE_UNAVAILABLE, statusCode: 200, contentType: 'text/html', body: '<html></html>'};
const OTHER_BASE_PATH: LabSetup = {...SETUP, server: {...SETUP.server, basePath: '/test'}};

const CAA_OF_ANOTHER: DnsRecord = {
  name: 'georgi.io',
  type: 'CAA',
  ttlSeconds: 300,
  values: ['0 issue "letsencrypt.org"'],
  alias: null,
  setIdentifier: null,
  routingPolicy: 'simple',
  weight: null,
  failover: null,
  location: null,
  healthCheckId: null,
};

const HOST_RULE_PRIORITY = 95;
const WEBSOCKET_RULE_PRIORITY = 100;
const API_RULE_PRIORITY = 110;

export const FALSEHOODS: readonly Falsehood[] = [
  {
    item: 'base-paths-tried',
    title: 'the base path is written into the code, so that another one changes nothing',
    stage: 'prepare',
    setup: {...SETUP, local: {otherBasePath: '/jessica-service'}},
  },
  {
    item: 'base-path-tried',
    title: 'the service started locally does not put its base path before the path for messages',
    stage: 'prepare',
    setup: {...SETUP, local: {faults: ['endpoint=no-base']}},
  },
  {
    item: 'wrong-base-path-refused',
    title: 'the service started locally answers below another base path',
    stage: 'prepare',
    setup: {...SETUP, local: {basePath: '/test'}},
  },
  {
    item: 'stream-tried-locally',
    title: 'the local stream takes three seconds to its first event',
    stage: 'prepare',
    setup: {...SETUP, local: {faults: ['first-event-delay=3s']}},
  },
  {
    item: 'dns-record',
    plan: [19],
    title: 'the record names the load balancer of another environment',
    stage: 'ready',
    setup: {...SETUP, aws: {...HEALTHY, records: elsewhere(MCP_HOST)}},
  },
  {
    item: 'dns-propagated',
    title: 'one of the name servers does not have the record yet',
    stage: 'ready',
    setup: {...SETUP, names: {lastServerHas: {records: HEALTHY.records.filter(({name}) => name !== MCP_HOST)}}},
  },
  {
    item: 'way-back-is-quick',
    title: 'a resolver keeps the record for an hour, whatever its TTL',
    stage: 'ready',
    setup: {
      ...SETUP,
      names: {resolverKeeps: {name: MCP_HOST, zone: 'georgi.io', address: '127.0.0.1', seconds: 3600}},
    },
  },
  {
    item: 'caa-allows-amazon',
    title: 'one of the name servers has a CAA record that names another authority',
    stage: 'ready',
    setup: {...SETUP, names: {lastServerHas: {records: [...HEALTHY.records, CAA_OF_ANOTHER]}}},
  },
  {
    item: 'api-rule-wins',
    title: "the API's rule is gone",
    stage: 'ready',
    setup: recorded(without(API_RULE_PRIORITY)),
  },
  {
    item: 'websocket-rule-wins',
    title: "the WebSocket endpoint's rule is gone, and the API's wider one takes its requests",
    stage: 'ready',
    setup: recorded(without(WEBSOCKET_RULE_PRIORITY)),
  },
  {
    item: 'websocket-connects',
    title: 'a page answers in the place of the WebSocket endpoint',
    stage: 'ready',
    setup: {...SETUP, rulesInForce: instead(WEBSOCKET_RULE_PRIORITY, WEB_PAGE)},
  },
  {
    item: 'websocket-connects',
    title: 'nobody pings, and the load balancer closes connections without a word',
    stage: 'ready',
    setup: {...SETUP, server: {...SETUP.server, pingMs: 0}},
  },
  {
    item: 'wildcard-in-place',
    title: "the new certificate took the wildcard certificate's place on the listener",
    stage: 'ready',
    setup: {
      ...SETUP,
      aws: {
        ...HEALTHY,
        listenerCertificates: HEALTHY.listenerCertificates
          .filter(({isDefault}) => !isDefault)
          .map((one) => ({...one, isDefault: true})),
      },
    },
  },
  {
    item: 'certificate-accepted',
    title: 'the load balancer presents a certificate that is not the one that ACM says it has',
    stage: 'ready',
    setup: {...SETUP, presents: {}},
  },
  {
    item: 'tls-versions-answered',
    title: 'the load balancer still answers to TLS 1.0, whatever its policy says',
    stage: 'ready',
    setup: {...SETUP, speaksOldTls: true},
  },
  {
    item: 'certificate-everywhere',
    title: 'one of the three addresses still presents the certificate before',
    stage: 'ready',
    setup: {...SETUP, oddAddress: {is: 'presenting'}},
  },
  {
    item: 'ingress-declared',
    title: 'the ingress rule is declared for every port from 443 on',
    stage: 'ready',
    setup: SETUP,
    terraform: {file: 'central.tf', from: 'to_port           = 443', to: 'to_port           = 65535'},
  },
  {
    item: 'host-fallback-wins',
    title: 'the host has no rule of its own, so the wider rule hands its requests to the API',
    stage: 'ready',
    setup: recorded(without(HOST_RULE_PRIORITY)),
  },
  {
    item: 'unknown-host-refused',
    title: "the listener's default action forwards to the API",
    stage: 'ready',
    setup: recorded(
      HEALTHY.listenerRules.map((rule) =>
        rule.priority === 'default' ? {...rule, actions: ruleAt(API_RULE_PRIORITY).actions} : rule,
      ),
    ),
  },
  {
    item: 'host-answers-https',
    title: 'the API answers on the new host, whatever the recorded rules say',
    stage: 'ready',
    setup: {...SETUP, rulesInForce: without(HOST_RULE_PRIORITY)},
  },
  {
    item: 'sse-target-group-declared',
    title: 'the health check is declared on the stream itself, which never ends',
    stage: 'ready',
    setup: SETUP,
    terraform: {file: 'jessica.tf', from: '"/health"', to: '"/jessica-service/mcp/sse/stream"'},
  },
  {
    item: 'sse-rule-declared',
    title: 'the rule is declared with priority 900',
    stage: 'ready',
    setup: SETUP,
    terraform: {file: 'jessica.tf', from: 'priority     = 90', to: 'priority     = 900'},
  },
  {
    item: 'message-rule-wins',
    title: 'the rule for streams names the one path of the stream, so messages get the 404',
    stage: 'ready',
    setup: recorded(
      HEALTHY.listenerRules.map((rule) =>
        rule.priority === SSE_RULE_PRIORITY
          ? {
              ...rule,
              conditions: [
                {field: 'host-header', values: [MCP_HOST], regexValues: []},
                {field: 'path-pattern', values: ['/jessica-service/mcp/sse/stream'], regexValues: []},
              ],
            }
          : rule,
      ),
    ),
  },
  {
    item: 'service-registration-declared',
    title: 'the service is declared with the port of another container',
    stage: 'ready',
    setup: SETUP,
    terraform: {file: 'jessica.tf', from: 'container_port   = 8000', to: 'container_port   = 9000'},
  },
  {
    item: 'api-answers',
    title: 'the API is down behind API Gateway',
    stage: 'ready',
    setup: {...SETUP, rulesInForce: instead(API_RULE_PRIORITY, SERVICE_UNAVAILABLE)},
  },
  {
    item: 'api-answers',
    plan: [114],
    title: 'the service was started with another BASE_PATH',
    stage: 'ready',
    setup: OTHER_BASE_PATH,
  },
  {
    item: 'api-came-through-gateway',
    title: "the API's record already names the load balancer, and every answer is as before",
    stage: 'ready',
    setup: {
      ...SETUP,
      aws: {
        ...HEALTHY,
        records: HEALTHY.records.map((record) =>
          record.name === API_HOST && record.alias !== null
            ? {...record, alias: {...record.alias, dnsName: `dualstack.${HEALTHY.loadBalancer.dnsName}.`}}
            : record,
        ),
      },
    },
  },
  {
    item: 'certificate-already-there',
    title: 'the wildcard certificate ends one label short of the new host',
    stage: 'analysis',
    setup: {
      ...SETUP,
      aws: {...HEALTHY, listenerCertificates: HEALTHY.listenerCertificates.filter(({isDefault}) => isDefault)},
    },
  },
  {
    item: 'sessions-will-have-one-home',
    title: 'the service runs two tasks today',
    stage: 'analysis',
    setup: {...SETUP, aws: {...HEALTHY, ...twoTasks(HEALTHY)}},
  },
  {
    item: 'stream-opens',
    plan: [115],
    title: 'the service was started with another BASE_PATH',
    stage: 'ready',
    setup: OTHER_BASE_PATH,
  },
  {
    item: 'stream-opens',
    plan: [164, 165],
    title: 'a web page answers instead of the stream, with status 200',
    stage: 'ready',
    setup: {...SETUP, rulesInForce: instead(SSE_RULE_PRIORITY, WEB_PAGE)},
  },
  {
    item: 'stream-opens',
    title: 'no task is there to serve streams',
    stage: 'ready',
    setup: {...SETUP, rulesInForce: instead(SSE_RULE_PRIORITY, SERVICE_UNAVAILABLE)},
  },
  {
    item: 'base-path-applied-once',
    title: 'the endpoint event names a path without the base path',
    stage: 'ready',
    setup: {...SETUP, server: {...SETUP.server, faults: ['endpoint=no-base']}},
  },
  {
    item: 'sessions-find-their-stream',
    title: 'the task runs two workers, each with sessions of its own',
    stage: 'ready',
    setup: {...SETUP, server: {...SETUP.server, homes: 2}},
  },
  {
    item: 'old-path-serves',
    title: 'the API is still down after rolling back',
    stage: 'rollback',
    setup: {...recorded(without(SSE_RULE_PRIORITY)), rulesInForce: instead(API_RULE_PRIORITY, SERVICE_UNAVAILABLE)},
  },
  {
    item: 'stream-paths-refused',
    title: 'the rule for streams is still there',
    stage: 'rollback',
    setup: SETUP,
  },
  {
    item: 'stream-rule-gone',
    title: "the rule for streams was moved behind the host's own 404 only",
    stage: 'rollback',
    setup: recorded(
      HEALTHY.listenerRules.map((rule) => (rule.priority === SSE_RULE_PRIORITY ? {...rule, priority: 190} : rule)),
    ),
  },
  ...AWS_FALSEHOODS,
];

function recorded(listenerRules: readonly ListenerRule[]): LabSetup {
  return {...SETUP, aws: {...HEALTHY, listenerRules}};
}

function elsewhere(host: string): LabSetup['aws']['records'] {
  return HEALTHY.records.map((record) =>
    record.name === host && record.alias !== null
      ? {...record, alias: {...record.alias, dnsName: 'dualstack.staging-alb-77.eu-central-1.elb.amazonaws.com.'}}
      : record,
  );
}

function without(priority: number): readonly ListenerRule[] {
  ruleAt(priority);
  return HEALTHY.listenerRules.filter((rule) => rule.priority !== priority);
}

function instead(priority: number, action: RuleAction): readonly ListenerRule[] {
  ruleAt(priority);
  return HEALTHY.listenerRules.map((rule) => (rule.priority === priority ? {...rule, actions: [action]} : rule));
}

function ruleAt(priority: number): ListenerRule {
  const rule = HEALTHY.listenerRules.find((one) => one.priority === priority);
  if (rule === undefined) throw new Error(`the healthy world has no rule with priority ${priority}`);
  return rule;
}

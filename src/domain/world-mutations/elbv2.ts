import type {Json} from '../../model/outcome.ts';
import type {WorldMutation} from './world-mutation.ts';
import {another, none} from './wrong-values.ts';

const REACHED = 'clients reach the load balancer';
const TLS = 'the listener speaks TLS as clients expect';
const ROUTED = 'requests are routed where the checklist says';
const CONFIGURED = 'the target group is as the checklist says';
const HEALTHY = 'the targets answer';

const UNAVAILABLE: Json = {
  type: 'fixed-response',
  order: 1,
  statusCode: 503,
  contentType: 'text/plain',
  body: null,
};

const TO_ELSEWHERE: Json = {type: 'url-rewrite', rewrites: [{regex: '^/.*$', replace: '/elsewhere'}]};

export const ELBV2_MUTATIONS: readonly WorldMutation[] = [
  {fact: 'loadBalancers', field: '', wrong: none, breaks: 'there is a load balancer'},
  {fact: 'loadBalancers', field: '[].scheme', wrong: 'internal', breaks: REACHED},
  {fact: 'loadBalancers', field: '[].dnsName', wrong: 'other-1.eu-central-1.elb.amazonaws.com', breaks: REACHED},
  {fact: 'loadBalancers', field: '[].canonicalHostedZoneId', wrong: 'Z0OTHER', breaks: REACHED},
  {fact: 'loadBalancers', field: '[].state.code', wrong: 'failed', breaks: REACHED},
  {fact: 'loadBalancers', field: '[].type', wrong: 'network', breaks: ROUTED},
  {fact: 'loadBalancers', field: '[].subnetIds', wrong: none, breaks: REACHED},
  {fact: 'loadBalancers', field: '[].securityGroupIds', wrong: ['sg-0other'], breaks: REACHED},
  {fact: 'loadBalancers', field: '[].vpcId', wrong: another, breaks: REACHED},
  {
    fact: 'loadBalancerAttributes',
    field: '{idle_timeout.timeout_seconds}',
    wrong: '1',
    breaks: 'streams outlive the idle timeout',
  },
  {
    fact: 'loadBalancerAttributes',
    field: '{client_keep_alive.seconds}',
    wrong: '60',
    breaks: 'connections of clients live as long as streams',
  },
  {
    fact: 'loadBalancerAttributes',
    field: '{routing.http.drop_invalid_header_fields.enabled}',
    wrong: 'true',
    breaks: 'headers reach the service as they were sent',
  },
  {
    fact: 'loadBalancerAttributes',
    field: '{access_logs.s3.enabled}',
    wrong: 'false',
    breaks: 'what happened can be looked up',
  },
  {fact: 'loadBalancerAttributes', field: '{routing.http2.enabled}', wrong: 'false', breaks: 'clients may use HTTP/2'},
  {
    fact: 'loadBalancerAttributes',
    field: '{routing.http.desync_mitigation_mode}',
    wrong: 'strictest',
    breaks: 'requests that clients really send are passed on',
  },
  {fact: 'listeners', field: '', wrong: none, breaks: TLS},
  {fact: 'listeners', field: '[].port', wrong: 8443, breaks: TLS},
  {fact: 'listeners', field: '[].protocol', wrong: 'HTTP', breaks: TLS},
  {fact: 'listeners', field: '[].sslPolicy', wrong: 'ELBSecurityPolicy-2016-08', breaks: TLS},
  {
    fact: 'listeners',
    field: '[].mutualTls.mode',
    wrong: 'verify',
    breaks: 'the listener lets clients in that have no certificate',
  },
  {
    fact: 'listenerAttributes',
    field: '{routing.http.response.access_control_allow_origin.header_value}',
    wrong: 'https://elsewhere.example',
    breaks: 'browsers let the frontend read the streams',
  },
  {fact: 'listenerCertificates', field: '', wrong: none, breaks: TLS},
  {
    fact: 'listenerCertificates',
    field: '[].arn',
    wrong: another,
    breaks: 'the listener has the certificates that it needs',
  },
  {
    fact: 'listenerCertificates',
    field: '[].isDefault',
    wrong: (was, certificate) => (was === true && typeof certificate.arn === 'string' ? false : undefined),
    breaks: 'the listener has a certificate for clients that name no host',
  },
  {
    fact: 'listenerRules',
    field: '[].priority',
    wrong: (was) => (was === 'default' ? undefined : 49_999),
    breaks: ROUTED,
  },
  {fact: 'listenerRules', field: '[].conditions', wrong: (was) => (isEmpty(was) ? undefined : []), breaks: ROUTED},
  {fact: 'listenerRules', field: '[].conditions[].values', wrong: ['elsewhere.example'], breaks: ROUTED},
  {fact: 'listenerRules', field: '[].actions', wrong: [UNAVAILABLE], breaks: ROUTED},
  {fact: 'listenerRules', field: '[].actions[].targets[].targetGroupArn', wrong: another, breaks: ROUTED},
  {fact: 'listenerRules', field: '[].actions[].targets[].weight', wrong: 0, breaks: ROUTED},
  {
    fact: 'listenerRules',
    field: '[].actions[].statusCode',
    wrong: 503,
    breaks: 'the default answer is the one that was meant',
  },
  {
    fact: 'listenerRules',
    field: '[].transforms',
    wrong: (_, rule) => (isForward(rule.actions) ? [TO_ELSEWHERE] : undefined),
    breaks: 'the service sees the path that the client asked for',
  },
  {fact: 'targetGroups', field: '', wrong: none, breaks: CONFIGURED},
  {fact: 'targetGroups', field: '[].arn', wrong: another, breaks: CONFIGURED},
  {fact: 'targetGroups', field: '[].name', wrong: another, breaks: CONFIGURED},
  {fact: 'targetGroups', field: '[].protocol', wrong: 'HTTPS', breaks: CONFIGURED},
  {fact: 'targetGroups', field: '[].protocolVersion', wrong: 'HTTP2', breaks: CONFIGURED},
  {fact: 'targetGroups', field: '[].port', wrong: 1, breaks: CONFIGURED},
  {fact: 'targetGroups', field: '[].vpcId', wrong: another, breaks: CONFIGURED},
  {fact: 'targetGroups', field: '[].targetType', wrong: 'lambda', breaks: CONFIGURED},
  {fact: 'targetGroups', field: '[].loadBalancerArns', wrong: none, breaks: 'the load balancer uses the target group'},
  {fact: 'targetGroups', field: '[].healthCheck.enabled', wrong: false, breaks: CONFIGURED},
  {fact: 'targetGroups', field: '[].healthCheck.path', wrong: '/elsewhere', breaks: CONFIGURED},
  {fact: 'targetGroups', field: '[].healthCheck.protocol', wrong: 'HTTPS', breaks: CONFIGURED},
  {fact: 'targetGroups', field: '[].healthCheck.port', wrong: '1', breaks: CONFIGURED},
  {fact: 'targetGroups', field: '[].healthCheck.matcher', wrong: '200-499', breaks: CONFIGURED},
  {fact: 'targetGroups', field: '[].healthCheck.intervalSeconds', wrong: 300, breaks: CONFIGURED},
  {fact: 'targetGroups', field: '[].healthCheck.timeoutSeconds', wrong: 120, breaks: CONFIGURED},
  {fact: 'targetGroups', field: '[].healthCheck.healthyThreshold', wrong: 10, breaks: CONFIGURED},
  {fact: 'targetGroups', field: '[].healthCheck.unhealthyThreshold', wrong: 10, breaks: CONFIGURED},
  {
    fact: 'targetGroupAttributes',
    field: '{deregistration_delay.timeout_seconds}',
    wrong: '0',
    breaks: 'streams end in order when a target leaves',
  },
  {
    fact: 'targetGroupAttributes',
    field: '{stickiness.enabled}',
    wrong: 'true',
    breaks: 'requests are spread as the checklist says',
  },
  {
    fact: 'targetGroupAttributes',
    field: '{load_balancing.algorithm.type}',
    wrong: 'weighted_random',
    breaks: 'requests are spread as the checklist says',
  },
  {fact: 'targetHealth', field: '', wrong: none, breaks: HEALTHY},
  {fact: 'targetHealth', field: '[].state', wrong: 'unhealthy', breaks: HEALTHY},
  {fact: 'targetHealth', field: '[].override', wrong: 'zonal_shift_active', breaks: 'the targets get requests'},
  {fact: 'targetHealth', field: '[].targetId', wrong: '10.255.255.254', breaks: 'the targets are the tasks'},
  {fact: 'targetHealth', field: '[].port', wrong: 1, breaks: 'the targets are the tasks'},
];

function isEmpty(value: Json): boolean {
  return Array.isArray(value) && value.length === 0;
}

function isForward(actions: Json | undefined): boolean {
  return JSON.stringify(actions ?? null).includes('"forward"');
}

import type {Known} from './known.ts';

/** Of the API and of the WebSocket endpoint, which are there before the migration and stay as they are. */
const OTHER_GROUPS = / \[[02]\]/;
const OF_OTHER_GROUPS = /jessica-service-(?:api|ws)/;

export const ELBV2_KNOWN: Known = {
  undecisive: [
    {fact: 'loadBalancers', fields: '[].arn [].name [].region', because: 'are what was asked for'},
    {
      fact: 'loadBalancers',
      fields: '[].ipAddressType',
      because:
        'adds IPv6, or takes the public IPv4 addresses away, which is to have a mutation with the record that names them',
    },
    {
      fact: 'loadBalancers',
      fields: '[].groupsGuardPrivateLink',
      because: 'is of network load balancers, of which the lab has none: an unusual world has one',
    },
    {
      fact: 'loadBalancers',
      fields: '[].zones[]',
      because: 'matter where a target group turns cross-zone load balancing off; those of the lab do not',
    },
    {fact: 'loadBalancers', fields: '[].state.reason', because: 'explains a state, which has a mutation'},
    {fact: 'listeners', fields: '[].arn [].loadBalancerArn', because: 'are what was asked for'},
    {
      fact: 'listeners',
      fields: '[].mutualTls.trustStoreArn [].mutualTls.trustStoreIsRemoved [].mutualTls.ignoresExpiry',
      because: 'say which certificates of clients are accepted; that some are asked for has a mutation',
    },
    {
      fact: 'listeners',
      fields:
        '[].defaultActions[].type [].defaultActions[].order [].defaultActions[].targets[].targetGroupArn [].defaultActions[].targets[].weight [].defaultActions[].stickinessSeconds [].defaultActions[].statusCode [].defaultActions[].protocol [].defaultActions[].host [].defaultActions[].port [].defaultActions[].path [].defaultActions[].query [].defaultActions[].contentType [].defaultActions[].body [].defaultActions[].onUnauthenticatedRequest [].defaultActions[].issuer [].defaultActions[].name',
      because: 'are the actions of the default rule, which is among the rules and has mutations there',
    },
    {fact: 'listenerRules', fields: '[].arn', because: 'is a name'},
    {
      fact: 'listenerRules',
      fields:
        '[].conditions[].field [].conditions[].regexValues[] [].conditions[].name [].conditions[].pairs[].key [].conditions[].pairs[].value',
      because: 'are of conditions, which have mutations as a whole and by their values',
    },
    {
      fact: 'listenerRules',
      fields:
        '[].actions[].type [].actions[].order [].actions[].stickinessSeconds [].actions[].protocol [].actions[].host [].actions[].port [].actions[].path [].actions[].query [].actions[].contentType [].actions[].body [].actions[].onUnauthenticatedRequest [].actions[].issuer [].actions[].name',
      because: 'are of actions, which have a mutation as a whole: other fields belong to other types',
    },
    {
      fact: 'listenerRules',
      fields: '[].transforms[].type [].transforms[].rewrites[].regex [].transforms[].rewrites[].replace',
      because: 'have one mutation together: the rules of the lab transform nothing',
    },
    {
      fact: 'targetGroups',
      fields: '[].ipAddressType',
      because: 'cannot be changed, and targets of the other kind cannot be registered',
    },
    {
      fact: 'targetHealth',
      fields: '[].availabilityZone [].healthCheckPort [].reason [].description',
      because: 'explain the state, which has a mutation',
    },
  ],
  survivors: [
    {
      fact: 'loadBalancerAttributes',
      fields: '{routing.http.desync_mitigation_mode}',
      at: null,
      because: 'refuses requests that no browser and no client of the protocol sends',
    },
    {
      fact: 'listenerAttributes',
      fields: '{routing.http.response.access_control_allow_origin.header_value}',
      at: null,
      because: 'is seen on the wire, where the item frontend-uses-stream asks as a browser does',
    },
    {
      fact: 'listenerCertificates',
      fields: '[].isDefault',
      at: null,
      because: 'AWS always marks one; a client that names no host is not one of the plan',
    },
    {
      fact: 'listenerRules',
      fields: '[].priority',
      at: / \[3\]/,
      because: 'the rule comes last before the default one as it is: behind the others it wins the same requests',
    },
    {
      fact: 'targetGroups',
      fields:
        '[].protocol [].protocolVersion [].port [].vpcId [].targetType [].loadBalancerArns [].healthCheck.enabled [].healthCheck.path [].healthCheck.protocol [].healthCheck.port [].healthCheck.matcher [].healthCheck.intervalSeconds [].healthCheck.timeoutSeconds [].healthCheck.healthyThreshold [].healthCheck.unhealthyThreshold',
      at: OTHER_GROUPS,
      because: 'nobody changes these groups: that their targets are healthy, and rules lead to them, is judged',
    },
    {
      fact: 'targetGroupAttributes',
      fields: '{deregistration_delay.timeout_seconds} {stickiness.enabled} {load_balancing.algorithm.type}',
      at: OF_OTHER_GROUPS,
      because: 'nobody changes these groups: that their targets are healthy, and rules lead to them, is judged',
    },
    {
      fact: 'targetGroupAttributes',
      fields: '{stickiness.enabled}',
      at: /jessica-service-sse/,
      because: 'one task serves all sessions, whether clients are kept on it or not',
    },
    {
      fact: 'targetHealth',
      fields: '[].targetId [].port',
      at: OF_OTHER_GROUPS,
      because: 'nobody changes these groups: that their targets are healthy, and rules lead to them, is judged',
    },
  ],
};

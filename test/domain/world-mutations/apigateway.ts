import type {Known} from './known.ts';

const OLD_WAY = 'the shipped checklist asks what answers by the old way on the wire (api-answers), as it does today';

export const API_GATEWAY_KNOWN: Known = {
  undecisive: [
    {
      fact: 'apiRoutes',
      fields:
        '[].method [].path [].authorization [].apiKeyRequired [].integration.type [].integration.httpMethod [].integration.uri [].integration.connectionType [].integration.connectionId [].integration.timeoutMs [].integration.responseTransferMode [].integration.integrationTarget [].integration.tlsServerName [].integration.acceptsPrivateAuthority [].integration.requestParameters{} [].integration.requestTemplates{}',
      because: 'are of the API as it can be edited; what its stage serves is servedApi, and that has mutations',
    },
    {
      fact: 'servedApi',
      fields:
        'resourcePolicy[].effect resourcePolicy[].isForAnybody resourcePolicy[].actions[] resourcePolicy[].resources[] resourcePolicy[].conditions[]',
      because: 'are of a resource policy, of which the old way has none; that there is one has a mutation',
    },
    {
      fact: 'apis',
      fields:
        '[].resourcePolicy[].effect [].resourcePolicy[].isForAnybody [].resourcePolicy[].actions[] [].resourcePolicy[].resources[] [].resourcePolicy[].conditions[]',
      because: 'are of the API as it can be edited; what its stage serves is servedApi, and that has a mutation',
    },
    {
      fact: 'routingRules',
      fields: '[].priority [].basePaths[] [].headers[] [].apiId [].stage [].stripsBasePath',
      because: 'are asked for where a custom domain name uses them, which that of the old way does not',
    },
    {
      fact: 'usagePlans',
      fields:
        '[].name [].stages[].apiId [].stages[].stage [].stages[].limitedMethods[] [].rateLimit [].burstLimit [].quota.limit [].quota.period',
      because: 'are asked for where a route needs an API key, which that of the old way does not',
    },
    {
      fact: 'apis',
      fields: '[].minimumCompressionSize',
      because: 'compresses answers of the old way, which are not streams',
    },
    {
      fact: 'apiStages',
      fields: '[].name [].autoDeploys',
      because: 'are of stages that an item names; that the stage serves something has mutations',
    },
    {
      fact: 'apiStages',
      fields: '[].canary.percentTraffic [].canary.deploymentId [].canary.overrides[]',
      because: 'are of a canary, of which the healthy stage has none; that there is one has a mutation',
    },
    {
      fact: 'apiStages',
      fields: '[].hasCache [].methodSettings[].method [].methodSettings[].path [].methodSettings[].isCached',
      because: 'decide for routes that stream, and those of the old way do not',
    },
    {
      fact: 'apiStages',
      fields: '[].methodSettings[].throttlingRateLimit [].methodSettings[].throttlingBurstLimit',
      because: 'say how many requests the old way admits: that the new one has a limit is asked, not which',
    },
    {
      fact: 'servedApi',
      fields: 'routes[].authorization',
      because: 'says how the old way knows its callers: that the new one asks for something is judged, not for what',
    },
    {
      fact: 'servedApi',
      fields: 'routes[].integration.requestTemplates{} variables{} minimumCompressionSize',
      because: 'decide through overrides, references and streams, of which the old way has none',
    },
    {
      fact: 'servedApi',
      fields: 'routes[].integration.acceptsPrivateAuthority',
      because: 'decides for certificates that no public authority issued; those of the listener are public',
    },
    {
      fact: 'apiDomains',
      fields: '[].name [].endpointTypes[] [].certificateArn [].routingMode',
      because: 'are of the name that clients use today, which nobody changes',
    },
    {fact: 'vpcLinks', fields: '[].name [].version [].statusMessage', because: 'name and explain it'},
    {
      fact: 'vpcLinks',
      fields: '[].targetArns[]',
      because: 'are of the older links, which a Network Load Balancer ends',
    },
  ],
  survivors: [
    {
      fact: 'servedApi',
      fields: 'routes[].integration.httpMethod',
      at: null,
      because: `${OLD_WAY}; no rule of the listener asks for a method`,
    },
    {
      fact: 'apis',
      fields: '[].disableExecuteApiEndpoint',
      at: null,
      because: OLD_WAY,
    },
    {fact: 'apiDomains', fields: '[].targetDnsNames', at: null, because: OLD_WAY},
    {fact: 'apiMappings', fields: '[].basePath [].apiId [].stage', at: null, because: OLD_WAY},
  ],
};

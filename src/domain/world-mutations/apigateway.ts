import type {WorldMutation} from './world-mutation.ts';
import {another, none, opposite} from './wrong-values.ts';

const OLD_WAY = 'requests of the old way still reach the service';
const KEPT_OUT = 'what the old way kept out is known, and has a successor';
const LINK = 'the VPC link carries requests';

export const API_GATEWAY_MUTATIONS: readonly WorldMutation[] = [
  {fact: 'apis', field: '[].id', wrong: another, breaks: OLD_WAY},
  {fact: 'apis', field: '[].name', wrong: another, breaks: 'the API is the one that the checklist names'},
  {fact: 'apis', field: '[].protocol', wrong: 'WEBSOCKET', breaks: OLD_WAY},
  {
    fact: 'apis',
    field: '[].endpointTypes',
    wrong: ['PRIVATE'],
    breaks: 'clients of the internet reach the API',
  },
  {fact: 'servedApi', field: 'routes[].apiKeyRequired', wrong: opposite, breaks: KEPT_OUT},
  {fact: 'servedApi', field: 'routes[].validates', wrong: ['body'], breaks: KEPT_OUT},
  {fact: 'servedApi', field: 'answersPreflights', wrong: opposite, breaks: KEPT_OUT},
  {
    fact: 'servedApi',
    field: 'resourcePolicy',
    wrong: [
      {
        effect: 'Deny',
        isForAnybody: true,
        actions: ['execute-api:Invoke'],
        resources: ['execute-api:/*'],
        conditions: ['NotIpAddress aws:SourceIp'],
      },
    ],
    breaks: KEPT_OUT,
  },
  {fact: 'apiDomains', field: '[].trustStoreUri', wrong: 's3://trust/store.pem', breaks: KEPT_OUT},
  {fact: 'apiStages', field: '[].webAclArn', wrong: another, breaks: KEPT_OUT},
  {fact: 'servedApi', field: 'routes', wrong: none, breaks: OLD_WAY},
  {fact: 'servedApi', field: 'routes[].method', wrong: 'DELETE', breaks: OLD_WAY},
  {fact: 'servedApi', field: 'routes[].path', wrong: '/elsewhere', breaks: OLD_WAY},
  {fact: 'servedApi', field: 'routes[].integration', wrong: null, breaks: OLD_WAY},
  {fact: 'servedApi', field: 'routes[].integration.type', wrong: 'MOCK', breaks: OLD_WAY},
  {fact: 'servedApi', field: 'routes[].integration.httpMethod', wrong: 'DELETE', breaks: OLD_WAY},
  {fact: 'servedApi', field: 'routes[].integration.uri', wrong: 'https://elsewhere.example/{proxy}', breaks: OLD_WAY},
  {fact: 'servedApi', field: 'routes[].integration.connectionType', wrong: 'INTERNET', breaks: OLD_WAY},
  {fact: 'servedApi', field: 'routes[].integration.connectionId', wrong: another, breaks: OLD_WAY},
  {
    fact: 'servedApi',
    field: 'routes[].integration.timeoutMs',
    wrong: 1000,
    breaks: 'the integration waits for as long as the checklist says',
  },
  {
    fact: 'servedApi',
    field: 'routes[].integration.responseTransferMode',
    wrong: 'STREAM',
    breaks: 'the route buffers, as the checklist says',
  },
  {fact: 'servedApi', field: 'routes[].integration.integrationTarget', wrong: another, breaks: OLD_WAY},
  {
    fact: 'servedApi',
    field: 'routes[].integration.tlsServerName',
    wrong: 'elsewhere.example',
    breaks: 'API Gateway accepts the certificate of the listener',
  },
  {
    fact: 'servedApi',
    field: 'routes[].integration.requestParameters{integration.request.path.proxy}',
    wrong: "'elsewhere'",
    breaks: 'the service sees the path that the client asked for',
  },
  {
    fact: 'apiStages',
    field: '[].canary',
    wrong: {percentTraffic: 10, deploymentId: 'c4n4ry', overrides: []},
    breaks: 'all requests get what the stage serves',
  },
  {fact: 'apiStages', field: '', wrong: none, breaks: 'the API is deployed'},
  {fact: 'apiStages', field: '[].deploymentId', wrong: null, breaks: 'the stage serves a deployment'},
  {fact: 'apiMappings', field: '[].basePath', wrong: 'elsewhere', breaks: 'the domain name leads to the API'},
  {fact: 'apiMappings', field: '[].apiId', wrong: another, breaks: 'the domain name leads to the API'},
  {fact: 'apiMappings', field: '[].stage', wrong: another, breaks: 'the domain name leads to the stage'},
  {
    fact: 'apiDomains',
    field: '[].targetDnsNames',
    wrong: ['d-other.execute-api.eu-central-1.amazonaws.com'],
    breaks: 'the domain name leads to the API',
  },
  {fact: 'vpcLinks', field: '', wrong: none, breaks: LINK},
  {fact: 'vpcLinks', field: '[].id', wrong: another, breaks: LINK},
  {fact: 'vpcLinks', field: '[].status', wrong: 'FAILED', breaks: LINK},
  {
    fact: 'vpcLinks',
    field: '[].securityGroupIds',
    wrong: ['sg-0other'],
    breaks: 'the load balancer admits the VPC link',
  },
  {
    fact: 'vpcLinks',
    field: '[].subnetIds',
    wrong: ['subnet-0other'],
    breaks: 'the VPC link is in the VPC of the load balancer',
  },
  {fact: 'apis', field: '[].disableExecuteApiEndpoint', wrong: opposite, breaks: 'the URL with execute-api answers'},
];

import type {WorldMutation} from './world-mutation.ts';
import {another, none, opposite} from './wrong-values.ts';

const OLD_WAY = 'requests of the old way still reach the service';
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
  {fact: 'apiRoutes', field: '', wrong: none, breaks: OLD_WAY},
  {fact: 'apiRoutes', field: '[].method', wrong: 'DELETE', breaks: OLD_WAY},
  {fact: 'apiRoutes', field: '[].path', wrong: '/elsewhere', breaks: OLD_WAY},
  {fact: 'apiRoutes', field: '[].integration', wrong: null, breaks: OLD_WAY},
  {fact: 'apiRoutes', field: '[].integration.type', wrong: 'MOCK', breaks: OLD_WAY},
  {fact: 'apiRoutes', field: '[].integration.httpMethod', wrong: 'DELETE', breaks: OLD_WAY},
  {fact: 'apiRoutes', field: '[].integration.uri', wrong: 'https://elsewhere.example/{proxy}', breaks: OLD_WAY},
  {fact: 'apiRoutes', field: '[].integration.connectionType', wrong: 'INTERNET', breaks: OLD_WAY},
  {fact: 'apiRoutes', field: '[].integration.connectionId', wrong: another, breaks: OLD_WAY},
  {
    fact: 'apiRoutes',
    field: '[].integration.timeoutMs',
    wrong: 1000,
    breaks: 'the integration waits for as long as the checklist says',
  },
  {
    fact: 'apiRoutes',
    field: '[].integration.responseTransferMode',
    wrong: 'STREAM',
    breaks: 'the route buffers, as the checklist says',
  },
  {fact: 'apiRoutes', field: '[].integration.integrationTarget', wrong: another, breaks: OLD_WAY},
  {
    fact: 'apiRoutes',
    field: '[].integration.tlsServerName',
    wrong: 'elsewhere.example',
    breaks: 'API Gateway accepts the certificate of the listener',
  },
  {
    fact: 'apiRoutes',
    field: '[].integration.requestParameters{integration.request.path.proxy}',
    wrong: "'elsewhere'",
    breaks: 'the service sees the path that the client asked for',
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

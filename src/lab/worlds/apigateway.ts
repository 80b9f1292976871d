import type {
  Api,
  ApiDeployment,
  ApiDomain,
  ApiMapping,
  ApiRoute,
  ApiStage,
  VpcLink,
} from '../../model/facts/aws-facts.ts';
import {API_HOST, GATEWAY_DNS_NAME, LOAD_BALANCER_ARN, PUBLIC_SUBNETS, VPC_LINK_GROUP} from './names.ts';
import {keyed, type Recorded} from './recorded.ts';

export interface ApiGatewayWorld {
  readonly api: Api;
  readonly apiRoutes: readonly ApiRoute[];
  readonly apiStages: readonly ApiStage[];
  readonly apiDeployments: readonly ApiDeployment[];
  readonly apiDomains: readonly ApiDomain[];
  /** By domain name; a domain that is not here has none. */
  readonly apiMappings: Readonly<Record<string, readonly ApiMapping[]>>;
  readonly vpcLinks: readonly VpcLink[];
}

/**
 * The old path of the healthy world: a REST API behind the custom domain, over a version 2 VPC link. A private
 * integration puts the stage in front of the path, so the stage has the same name as the service's base path.
 */

const API: Api = {
  id: 'k7m2p9q4rs',
  name: 'jessica-api',
  protocol: 'REST',
  endpointTypes: ['REGIONAL'],
  minimumCompressionSize: null,
  disableExecuteApiEndpoint: true,
};

const STAGE_NAME = 'jessica-service';

const API_ROUTES: readonly ApiRoute[] = [
  {
    method: 'ANY',
    path: '/{proxy+}',
    authorization: 'CUSTOM',
    apiKeyRequired: false,
    integration: {
      type: 'HTTP_PROXY',
      httpMethod: 'ANY',
      // For Host and the certificate only: a private integration is not routed by it.
      uri: `https://${API_HOST}/{proxy}`,
      connectionType: 'VPC_LINK',
      connectionId: 'x4v8zt',
      timeoutMs: 29_000,
      responseTransferMode: 'BUFFERED',
      integrationTarget: LOAD_BALANCER_ARN,
      tlsServerName: null,
      requestParameters: {'integration.request.path.proxy': 'method.request.path.proxy'},
      requestTemplates: {},
    },
  },
];

const API_DEPLOYMENTS: readonly ApiDeployment[] = [{id: 'f6d3wb', createdAt: '2026-08-03T08:15:00.000Z'}];

const API_STAGES: readonly ApiStage[] = [
  {name: STAGE_NAME, deploymentId: 'f6d3wb', variables: {}, autoDeploys: false, webAclArn: null},
];

const API_DOMAIN: ApiDomain = {
  name: API_HOST,
  targetDnsNames: [GATEWAY_DNS_NAME],
  endpointTypes: ['REGIONAL'],
  certificateArn: 'arn:aws:acm:eu-central-1:444444444444:certificate/5b1c7a7e-6a0f-4c55-9d0e-2f6f1b7a9c31',
  routingMode: 'API_MAPPING_ONLY',
};

const API_MAPPINGS: readonly ApiMapping[] = [{apiId: API.id, stage: STAGE_NAME, basePath: 'jessica-service'}];

const VPC_LINK: VpcLink = {
  id: 'x4v8zt',
  name: 'central-link',
  version: 2,
  status: 'AVAILABLE',
  statusMessage: null,
  subnetIds: PUBLIC_SUBNETS,
  securityGroupIds: [VPC_LINK_GROUP],
  targetArns: [],
};

export const API_GATEWAY: ApiGatewayWorld = {
  api: API,
  apiRoutes: API_ROUTES,
  apiStages: API_STAGES,
  apiDeployments: API_DEPLOYMENTS,
  apiDomains: [API_DOMAIN],
  apiMappings: {[API_HOST]: API_MAPPINGS},
  vpcLinks: [VPC_LINK],
};

export function apiGatewayRecorded(world: ApiGatewayWorld, platform: string): Recorded {
  const {api, apiDomains, apiMappings} = world;
  return {
    [`${platform}:apis`]: [api],
    [`${platform}:apiRoutes:${api.id}`]: world.apiRoutes,
    [`${platform}:apiStages:${api.id}`]: world.apiStages,
    [`${platform}:apiDeployments:${api.id}`]: world.apiDeployments,
    [`${platform}:apiDomains`]: apiDomains,
    ...keyed(
      apiDomains,
      ({name}) => `${platform}:apiMappings:${name}`,
      ({name}) => apiMappings[name] ?? [],
    ),
    [`${platform}:vpcLinks`]: world.vpcLinks,
  };
}

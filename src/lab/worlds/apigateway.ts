import type {
  Api,
  ApiDomain,
  ApiMapping,
  ApiRoute,
  ApiStage,
  RoutingRule,
  ServedApi,
  UsagePlan,
  VpcLink,
} from '../../model/facts/aws-facts.ts';
import {API_HOST, GATEWAY_DNS_NAME, LOAD_BALANCER_ARN, PUBLIC_SUBNETS, VPC_LINK_GROUP} from './names.ts';
import {keyed, type Recorded} from './recorded.ts';
import {STAGE_WEB_ACL} from './wafv2.ts';

export interface ApiGatewayWorld {
  readonly api: Api;
  readonly apiRoutes: readonly ApiRoute[];
  readonly apiStages: readonly ApiStage[];
  /** What stages serve, by their name; one that is not here serves the routes as they are configured now. */
  readonly servedApis: Readonly<Record<string, ServedApi>>;
  readonly apiDomains: readonly ApiDomain[];
  /** By domain name; a domain that is not here has none. */
  readonly apiMappings: Readonly<Record<string, readonly ApiMapping[]>>;
  /** By domain name, as mappings. */
  readonly routingRules: Readonly<Record<string, readonly RoutingRule[]>>;
  readonly usagePlans: readonly UsagePlan[];
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
  resourcePolicy: null,
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
      acceptsPrivateAuthority: false,
      requestParameters: {'integration.request.path.proxy': 'method.request.path.proxy'},
      requestTemplates: {},
    },
  },
];

const API_STAGES: readonly ApiStage[] = [
  {
    name: STAGE_NAME,
    deploymentId: 'f6d3wb',
    autoDeploys: false,
    webAclArn: STAGE_WEB_ACL.arn,
    canary: null,
    hasCache: false,
    methodSettings: [{method: '*', path: '*', isCached: false, throttlingRateLimit: 200, throttlingBurstLimit: 400}],
  },
];

const API_DOMAIN: ApiDomain = {
  name: API_HOST,
  targetDnsNames: [GATEWAY_DNS_NAME],
  endpointTypes: ['REGIONAL'],
  certificateArn: 'arn:aws:acm:eu-central-1:444444444444:certificate/5b1c7a7e-6a0f-4c55-9d0e-2f6f1b7a9c31',
  routingMode: 'API_MAPPING_ONLY',
  trustStoreUri: null,
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
  servedApis: {},
  apiDomains: [API_DOMAIN],
  apiMappings: {[API_HOST]: API_MAPPINGS},
  routingRules: {},
  usagePlans: [],
  vpcLinks: [VPC_LINK],
};

export function servedBy({api, servedApis, apiRoutes}: ApiGatewayWorld, stage: string): ServedApi {
  const {minimumCompressionSize, resourcePolicy} = api;
  return (
    servedApis[stage] ?? {
      routes: apiRoutes.map((route) => ({...route, validates: []})),
      variables: {},
      minimumCompressionSize,
      resourcePolicy,
      answersPreflights: false,
    }
  );
}

export function apiGatewayRecorded(world: ApiGatewayWorld, platform: string): Recorded {
  const {api, apiDomains, apiMappings} = world;
  return {
    [`${platform}:apis`]: [api],
    [`${platform}:apiRoutes:${api.id}`]: world.apiRoutes,
    [`${platform}:apiStages:${api.id}`]: world.apiStages,
    ...keyed(
      world.apiStages,
      ({name}) => `${platform}:servedApi:${api.id}:${name}`,
      ({name}) => servedBy(world, name),
    ),
    [`${platform}:apiDomains`]: apiDomains,
    ...keyed(
      apiDomains,
      ({name}) => `${platform}:apiMappings:${name}`,
      ({name}) => apiMappings[name] ?? [],
    ),
    ...keyed(
      apiDomains,
      ({name}) => `${platform}:routingRules:${name}`,
      ({name}) => world.routingRules[name] ?? [],
    ),
    [`${platform}:usagePlans`]: world.usagePlans,
    [`${platform}:vpcLinks`]: world.vpcLinks,
  };
}

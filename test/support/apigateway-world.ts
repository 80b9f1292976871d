import type {Api, ApiIntegration, ApiRoute, ApiStage, VpcLink} from '../../src/model/facts/aws-facts.ts';

/** A regional REST API whose proxy resource goes over a version 2 VPC link to the load balancer of `aws-world.ts`. */

export const API: Api = {
  id: 'a1b2c3d4e5',
  name: 'central-api',
  protocol: 'REST',
  endpointTypes: ['REGIONAL'],
  minimumCompressionSize: null,
  disableExecuteApiEndpoint: false,
};

export function integration(members: Partial<ApiIntegration> = {}): ApiIntegration {
  return {
    type: 'HTTP_PROXY',
    httpMethod: 'ANY',
    uri: 'https://api.georgi.io/{proxy}',
    connectionType: 'VPC_LINK',
    connectionId: 'vl-1',
    timeoutMs: 29_000,
    responseTransferMode: 'BUFFERED',
    integrationTarget:
      'arn:aws:elasticloadbalancing:eu-central-1:444444444444:loadbalancer/app/central-alb/50dc6c495c0c9188',
    tlsServerName: null,
    requestParameters: {'integration.request.path.proxy': 'method.request.path.proxy'},
    requestTemplates: {},
    ...members,
  };
}

export function apiRoute(members: Partial<ApiRoute> = {}): ApiRoute {
  return {
    method: 'ANY',
    path: '/jessica-service/{proxy+}',
    authorization: 'NONE',
    apiKeyRequired: false,
    integration: integration(),
    ...members,
  };
}

export function apiStage(members: Partial<ApiStage> = {}): ApiStage {
  return {name: 'prod', deploymentId: 'd-1', variables: {}, autoDeploys: false, webAclArn: null, ...members};
}

export function vpcLink(members: Partial<VpcLink> = {}): VpcLink {
  return {
    id: 'vl-1',
    name: 'central-link',
    version: 2,
    status: 'AVAILABLE',
    statusMessage: null,
    subnetIds: ['subnet-a', 'subnet-b'],
    securityGroupIds: ['sg-link'],
    targetArns: [],
    ...members,
  };
}

export const APIGATEWAY_WORLD = {
  api: API,
  apiRoutes: [apiRoute()],
  apiStages: [apiStage()],
  apiDeployments: [{id: 'd-1', createdAt: '2026-11-01T12:00:00.000Z'}],
  apiDomains: [],
  apiMappings: {},
  vpcLinks: [vpcLink()],
};

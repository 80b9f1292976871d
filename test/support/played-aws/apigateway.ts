import * as rest from '@aws-sdk/client-api-gateway';
import * as http from '@aws-sdk/client-apigatewayv2';
import type {Api, ApiGatewayFacts} from '../../../src/model/facts/aws-facts.ts';
import type {MockedSdk} from '../aws-answers.ts';
import {operationsSent, type PlayedService} from './played-service.ts';

export const REST_API: Api = {
  id: 'rest1',
  name: 'central-api',
  protocol: 'REST',
  endpointTypes: ['REGIONAL'],
  minimumCompressionSize: null,
  disableExecuteApiEndpoint: false,
};

export const HTTP_API: Api = {...REST_API, id: 'http1', name: 'http-api', protocol: 'HTTP'};

export function sdkRestApi(id: string, name: string): rest.RestApi {
  return {id, name, endpointConfiguration: {types: ['REGIONAL']}};
}

export function sdkHttpApi(ApiId: string, Name: string): http.Api {
  return {ApiId, Name, ProtocolType: 'HTTP', RouteSelectionExpression: ''};
}

/** A resource whose `ANY` is a proxy to a backend. */
export function sdkResource(path: string, methodIntegration: rest.Integration = {type: 'HTTP_PROXY'}): rest.Resource {
  return {id: `of ${path}`, path, resourceMethods: {ANY: {authorizationType: 'NONE', methodIntegration}}};
}

export const PLAYED_APIGATEWAY: PlayedService<keyof ApiGatewayFacts> = {
  answer({apigateway, apigatewayv2}) {
    apigateway.on(rest.GetRestApisCommand).resolves({items: [sdkRestApi('rest1', 'central-api')]});
    apigateway.on(rest.GetResourcesCommand).resolves({items: [sdkResource('/')]});
    apigateway.on(rest.GetStagesCommand).resolves({item: [{stageName: 'prod', deploymentId: 'd-1'}]});
    apigateway.on(rest.GetDeploymentsCommand).resolves({items: [{id: 'd-1'}]});
    apigateway.on(rest.GetDomainNamesCommand).resolves({items: []});
    apigateway.on(rest.GetVpcLinksCommand).resolves({items: []});
    apigatewayv2.on(http.GetApisCommand).resolves({Items: [sdkHttpApi('http1', 'http-api')]});
    apigatewayv2.on(http.GetApiMappingsCommand).resolves({Items: [{ApiId: 'rest1', Stage: 'prod'}]});
    apigatewayv2.on(http.GetVpcLinksCommand).resolves({Items: []});
  },
  asks: {
    apis: (facts) => facts.apis('api'),
    api: (facts) => facts.api('api'),
    apiRoutes: (facts) => facts.apiRoutes('api', REST_API),
    apiStages: (facts) => facts.apiStages('api', REST_API),
    apiDeployments: (facts) => facts.apiDeployments('api', REST_API),
    apiDomains: (facts) => facts.apiDomains('zone'),
    apiMappings: (facts) => facts.apiMappings('zone', 'api.georgi.io'),
    vpcLinks: (facts) => facts.vpcLinks('alb'),
  },
  keys: [
    'apis',
    'apiRoutes:rest1',
    'apiStages:rest1',
    'apiDeployments:rest1',
    'apiDomains',
    'apiMappings:api.georgi.io',
    'vpcLinks',
  ].map((key) => `aws:platform:eu-central-1:${key}`),
  // One action for all that can be read: said once, unless something was sent that does more than read.
  sent: ({apigateway, apigatewayv2}) => {
    const operations = [...operationsSent(apigateway), ...operationsSent(apigatewayv2)];
    return [...new Set(operations.map((name) => `apigateway:${name.startsWith('Get') ? 'GET' : name}`))];
  },
  refuse: {'apigateway:GET': refuseBoth},
};

function refuseBoth({apigateway, apigatewayv2}: MockedSdk, refusal: Error): void {
  apigateway.reset();
  apigatewayv2.reset();
  apigateway.rejects(refusal);
  apigatewayv2.rejects(refusal);
}

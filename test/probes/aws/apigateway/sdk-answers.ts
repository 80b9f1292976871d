import type * as rest from '@aws-sdk/client-api-gateway';
import type * as http from '@aws-sdk/client-apigatewayv2';
import type {Api} from '../../../../src/model/facts/aws-facts.ts';

export const REST_API: Api = {
  id: 'rest1',
  name: 'central-api',
  protocol: 'REST',
  endpointTypes: ['REGIONAL'],
  minimumCompressionSize: null,
  disableExecuteApiEndpoint: false,
  resourcePolicy: null,
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

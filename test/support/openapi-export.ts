import type {ApiIntegration, PolicyStatement, ServedApi, ServedRoute} from '../../src/model/facts/aws-facts.ts';

/**
 * The OpenAPI document that API Gateway exports of a stage that serves this.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
export function openApiExport(served: Omit<ServedApi, 'variables'>): object {
  const {routes, minimumCompressionSize, resourcePolicy, answersPreflights} = served;
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = route.path === '$default' ? '/$default' : route.path;
    const key = route.method === 'ANY' ? 'x-amazon-apigateway-any-method' : route.method.toLowerCase();
    paths[path] = {...paths[path], [key]: operationOf(route)};
  }
  return {
    openapi: '3.0.1',
    info: {title: 'exported', version: '2026-08-03T08:15:00Z'},
    paths,
    components: {securitySchemes: SCHEMES},
    ...(minimumCompressionSize === null
      ? {}
      : {'x-amazon-apigateway-minimum-compression-size': minimumCompressionSize}),
    ...(resourcePolicy === null ? {} : {'x-amazon-apigateway-policy': policyOf(resourcePolicy)}),
    ...(answersPreflights ? {'x-amazon-apigateway-cors': {allowOrigins: ['https://georgi.io']}} : {}),
    'x-amazon-apigateway-request-validators': Object.fromEntries(VALIDATORS),
  };
}

const HEADER = {type: 'apiKey', name: 'Authorization', in: 'header'};

const SCHEMES = {
  api_key: {type: 'apiKey', name: 'x-api-key', in: 'header'},
  AWS_IAM: {...HEADER, 'x-amazon-apigateway-authtype': 'awsSigv4'},
  CUSTOM: {
    ...HEADER,
    'x-amazon-apigateway-authtype': 'custom',
    'x-amazon-apigateway-authorizer': {type: 'token', authorizerUri: 'arn:aws:apigateway:eu-central-1:lambda:path/f'},
  },
  COGNITO_USER_POOLS: {
    ...HEADER,
    'x-amazon-apigateway-authtype': 'cognito_user_pools',
    'x-amazon-apigateway-authorizer': {type: 'cognito_user_pools'},
  },
  JWT: {type: 'oauth2', 'x-amazon-apigateway-authorizer': {type: 'jwt'}},
};

/** As `toPolicyStatements` reads it. */
export function policyOf(statements: readonly PolicyStatement[]): object {
  return {
    Version: '2012-10-17',
    Statement: statements.map(({effect, isForAnybody, actions, resources, conditions}) => ({
      Effect: effect,
      Principal: isForAnybody ? '*' : {AWS: 'arn:aws:iam::444444444444:root'},
      Action: actions,
      Resource: resources,
      Condition: Object.fromEntries(
        conditions.map((condition) => {
          const [operator = '', key = ''] = condition.split(' ');
          return [operator, {[key]: ['198.51.100.0/24']}];
        }),
      ),
    })),
  };
}

/** By name, which is what they validate. */
const VALIDATORS = [['body'], ['parameters'], ['body', 'parameters']].map((parts) => [
  parts.join(),
  {validateRequestBody: parts.includes('body'), validateRequestParameters: parts.includes('parameters')},
]);

function operationOf({authorization, apiKeyRequired, integration, validates}: ServedRoute): object {
  const schemes = [...(authorization === 'NONE' ? [] : [authorization]), ...(apiKeyRequired ? ['api_key'] : [])];
  return {
    responses: {default: {description: 'Default response'}},
    ...(schemes.length === 0 ? {} : {security: schemes.map((name) => ({[name]: []}))}),
    ...(validates.length === 0 ? {} : {'x-amazon-apigateway-request-validator': validates.join()}),
    ...(validates.includes('body') ? {requestBody: {content: {}}} : {}),
    ...(validates.includes('parameters') ? {parameters: [{name: 'v', in: 'query', required: true}]} : {}),
    ...(integration === null ? {} : {'x-amazon-apigateway-integration': extensionOf(integration)}),
  };
}

/** Without what is at its default. */
function extensionOf(from: ApiIntegration): object {
  const members = {
    type: from.type.toLowerCase(),
    httpMethod: from.httpMethod,
    uri: from.uri,
    connectionType: from.connectionType === 'INTERNET' ? null : from.connectionType,
    connectionId: from.connectionId,
    timeoutInMillis: from.timeoutMs,
    responseTransferMode: from.responseTransferMode,
    integrationTarget: from.integrationTarget,
    tlsConfig: from.tlsServerName === null ? null : {serverNameToVerify: from.tlsServerName},
    ...(from.acceptsPrivateAuthority && {tlsConfig: {insecureSkipVerification: true}}),
    requestParameters: from.requestParameters,
    requestTemplates: from.requestTemplates,
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}

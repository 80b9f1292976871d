import type * as Sdk from '@aws-sdk/client-apigatewayv2';
import type {
  Api,
  ApiIntegration,
  ApiMapping,
  ApiMethodSettings,
  ApiRoute,
  ApiStage,
  RoutingRule,
  VpcLink,
} from '../../../model/facts/aws-facts.ts';
import {type Shape, shapeOf} from '../shape.ts';

export function toHttpApi(action: string, from: Sdk.Api): Api {
  const {required, oneOf} = shapeOf(action);
  return {
    id: required(from.ApiId, 'Items[].ApiId'),
    name: required(from.Name, 'Items[].Name'),
    protocol: oneOf(from.ProtocolType, ['HTTP', 'WEBSOCKET'], 'Items[].ProtocolType'),
    endpointTypes: ['REGIONAL'],
    minimumCompressionSize: null,
    disableExecuteApiEndpoint: from.DisableExecuteApiEndpoint ?? false,
    // Resource policies are for REST APIs only.
    resourcePolicy: null,
  };
}

/** Several routes may share an integration: each names its own as `integrations/<id>`. */
export function toHttpRoutes(
  action: string,
  routes: readonly Sdk.Route[],
  integrations: readonly Sdk.Integration[],
): ApiRoute[] {
  const shape = shapeOf(action);
  const {required} = shape;
  const byTarget = new Map(
    integrations.map((from) => [
      `integrations/${required(from.IntegrationId, 'Items[].IntegrationId')}`,
      toIntegration(shape, from),
    ]),
  );
  return routes.map((from) => ({
    ...keyOf(required(from.RouteKey, 'Items[].RouteKey')),
    authorization: required(from.AuthorizationType, 'Items[].AuthorizationType'),
    apiKeyRequired: from.ApiKeyRequired ?? false,
    integration:
      from.Target === undefined ? null : required(byTarget.get(from.Target), `Items[] of the target ${from.Target}`),
  }));
}

/** `GET /path`; without a method are `$default` and the routes of a WebSocket API. */
function keyOf(routeKey: string): Pick<ApiRoute, 'method' | 'path'> {
  const [, method = 'ANY', path = routeKey] = /^([A-Z]+) (\/.*)$/.exec(routeKey) ?? [];
  return {method, path};
}

function toIntegration({required}: Shape, from: Sdk.Integration): ApiIntegration {
  return {
    type: required(from.IntegrationType, 'Items[].IntegrationType'),
    httpMethod: from.IntegrationMethod ?? null,
    uri: from.IntegrationUri ?? null,
    connectionType: from.ConnectionType ?? 'INTERNET',
    connectionId: from.ConnectionId ?? null,
    timeoutMs: from.TimeoutInMillis ?? null,
    responseTransferMode: null,
    integrationTarget: null,
    tlsServerName: from.TlsConfig?.ServerNameToVerify ?? null,
    acceptsPrivateAuthority: false,
    requestParameters: from.RequestParameters ?? {},
    requestTemplates: {},
  };
}

export function toHttpStage(action: string, from: Sdk.Stage): ApiStage {
  return {
    name: shapeOf(action).required(from.StageName, 'Items[].StageName'),
    deploymentId: from.DeploymentId ?? null,
    autoDeploys: from.AutoDeploy ?? false,
    // WAF, canaries and caches are for REST APIs only.
    webAclArn: null,
    canary: null,
    hasCache: false,
    methodSettings: [
      ...Object.entries(from.RouteSettings ?? {}).map(([key, settings]) => ({...keyOf(key), ...toSettings(settings)})),
      {method: '*', path: '*', ...toSettings(from.DefaultRouteSettings)},
    ],
  };
}

function toSettings(from: Sdk.RouteSettings | undefined): Omit<ApiMethodSettings, 'method' | 'path'> {
  return {
    isCached: false,
    throttlingRateLimit: from?.ThrottlingRateLimit ?? null,
    throttlingBurstLimit: from?.ThrottlingBurstLimit ?? null,
  };
}

export function toApiMapping(action: string, from: Sdk.ApiMapping): ApiMapping {
  const {required} = shapeOf(action);
  return {
    apiId: required(from.ApiId, 'Items[].ApiId'),
    stage: required(from.Stage, 'Items[].Stage'),
    basePath: (from.ApiMappingKey ?? '').replace(/^\/+|\/+$/g, ''),
  };
}

export function toRoutingRule(action: string, from: Sdk.RoutingRule): RoutingRule {
  const {required} = shapeOf(action);
  const conditions = from.Conditions ?? [];
  const [to] = required(from.Actions, 'RoutingRules[].Actions');
  const {ApiId, Stage, StripBasePath = false} = required(to?.InvokeApi, 'RoutingRules[].Actions[].InvokeApi');
  const basePaths = conditions.flatMap(({MatchBasePaths}) => MatchBasePaths?.AnyOf ?? []);
  return {
    priority: required(from.Priority, 'RoutingRules[].Priority'),
    basePaths: basePaths.length === 0 ? null : basePaths.map((path) => path.replace(/^\/+|\/+$/g, '')),
    headers: conditions.flatMap(({MatchHeaders}) =>
      (MatchHeaders?.AnyOf ?? []).map(({Header}) =>
        required(Header, 'RoutingRules[].Conditions[].MatchHeaders.AnyOf[].Header'),
      ),
    ),
    apiId: required(ApiId, 'RoutingRules[].Actions[].InvokeApi.ApiId'),
    stage: required(Stage, 'RoutingRules[].Actions[].InvokeApi.Stage'),
    stripsBasePath: StripBasePath,
  };
}

export function toPrivateVpcLink(action: string, from: Sdk.VpcLink): VpcLink {
  const {required} = shapeOf(action);
  return {
    id: required(from.VpcLinkId, 'Items[].VpcLinkId'),
    name: required(from.Name, 'Items[].Name'),
    version: 2,
    status: required(from.VpcLinkStatus, 'Items[].VpcLinkStatus'),
    statusMessage: from.VpcLinkStatusMessage ?? null,
    subnetIds: required(from.SubnetIds, 'Items[].SubnetIds'),
    securityGroupIds: required(from.SecurityGroupIds, 'Items[].SecurityGroupIds'),
    targetArns: [],
  };
}

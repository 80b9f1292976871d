import type * as Sdk from '@aws-sdk/client-api-gateway';
import type {
  Api,
  ApiCanary,
  ApiDomain,
  ApiIntegration,
  ApiMethodSettings,
  ApiRoute,
  ApiStage,
  UsagePlan,
  VpcLink,
} from '../../../model/facts/aws-facts.ts';
import {type Shape, shapeOf} from '../shape.ts';
import {toPolicy} from './resource-policy.ts';
import {shownTemplates} from './templates.ts';

export function toRestApi(action: string, from: Sdk.RestApi): Api {
  const shape = shapeOf(action);
  const {required} = shape;
  return {
    id: required(from.id, 'items[].id'),
    name: required(from.name, 'items[].name'),
    protocol: 'REST',
    endpointTypes: required(from.endpointConfiguration?.types, 'items[].endpointConfiguration.types'),
    minimumCompressionSize: from.minimumCompressionSize ?? null,
    disableExecuteApiEndpoint: from.disableExecuteApiEndpoint ?? false,
    resourcePolicy: from.policy ? toPolicy(shape, from.policy, 'items[].policy') : null,
  };
}

export function toRestRoute(action: string, resource: Sdk.Resource, method: string, from: Sdk.Method): ApiRoute {
  const shape = shapeOf(action);
  const {required} = shape;
  return {
    method,
    path: required(resource.path, 'items[].path'),
    authorization: required(from.authorizationType, 'items[].resourceMethods[].authorizationType'),
    apiKeyRequired: from.apiKeyRequired ?? false,
    integration: from.methodIntegration === undefined ? null : toIntegration(shape, from.methodIntegration),
  };
}

function toIntegration({required}: Shape, from: Sdk.Integration): ApiIntegration {
  return {
    type: required(from.type, 'items[].resourceMethods[].methodIntegration.type'),
    httpMethod: from.httpMethod ?? null,
    uri: from.uri ?? null,
    connectionType: from.connectionType ?? 'INTERNET',
    connectionId: from.connectionId ?? null,
    timeoutMs: from.timeoutInMillis ?? null,
    responseTransferMode: from.responseTransferMode ?? null,
    integrationTarget: from.integrationTarget ?? null,
    tlsServerName: null,
    acceptsPrivateAuthority: from.tlsConfig?.insecureSkipVerification ?? false,
    requestParameters: from.requestParameters ?? {},
    requestTemplates: shownTemplates(from.requestTemplates ?? {}),
  };
}

export function toRestStage(action: string, from: Sdk.Stage): ApiStage {
  return {
    name: shapeOf(action).required(from.stageName, 'item[].stageName'),
    deploymentId: from.deploymentId ?? null,
    autoDeploys: false,
    webAclArn: from.webAclArn ?? null,
    canary: toCanary(from.canarySettings),
    hasCache: from.cacheClusterEnabled ?? false,
    methodSettings: Object.entries(from.methodSettings ?? {})
      .map(toMethodSettings)
      .sort(bySpecificity),
  };
}

/** A canary without traffic gets no requests. */
function toCanary(from: Sdk.CanarySettings | undefined): ApiCanary | null {
  if (from?.percentTraffic === undefined || from.percentTraffic === 0) return null;
  return {
    percentTraffic: from.percentTraffic,
    deploymentId: from.deploymentId ?? null,
    overrides: Object.keys(from.stageVariableOverrides ?? {}),
  };
}

/** The key is a path with its slashes as `~1`, then the method: `~1jessica-service~1mcp/GET`; `*` stands for all. */
function toMethodSettings([key, from]: [string, Sdk.MethodSetting]): ApiMethodSettings {
  const end = key.lastIndexOf('/');
  const path = key.slice(0, end).replaceAll('~1', '/').replace(/^\/*/, '/');
  return {
    method: key.slice(end + 1),
    path: path === '/*' ? '*' : path,
    isCached: from.cachingEnabled ?? false,
    throttlingRateLimit: toLimit(from.throttlingRateLimit),
    throttlingBurstLimit: toLimit(from.throttlingBurstLimit),
  };
}

/** -1 stands for the limit of the account. */
function toLimit(limit: number | undefined): number | null {
  return limit === undefined || limit < 0 ? null : limit;
}

function bySpecificity(one: ApiMethodSettings, other: ApiMethodSettings): number {
  return (
    Number(one.path === '*') - Number(other.path === '*') || Number(one.method === '*') - Number(other.method === '*')
  );
}

/** A domain name that moves from one endpoint type to another has both for a while. */
export function toApiDomain(action: string, from: Sdk.DomainName): ApiDomain {
  const {required} = shapeOf(action);
  const targets = [from.regionalDomainName, from.distributionDomainName];
  return {
    name: required(from.domainName, 'items[].domainName'),
    targetDnsNames: targets.flatMap((name) => (name ? [name.toLowerCase()] : [])),
    endpointTypes: required(from.endpointConfiguration?.types, 'items[].endpointConfiguration.types'),
    certificateArn: from.regionalCertificateArn ?? from.certificateArn ?? null,
    // In the terms of the second API, where a base path mapping is called an API mapping.
    routingMode: from.routingMode?.replace('BASE_PATH_MAPPING', 'API_MAPPING') ?? null,
    trustStoreUri: from.mutualTlsAuthentication?.truststoreUri ?? null,
  };
}

export function toUsagePlan(action: string, from: Sdk.UsagePlan): UsagePlan {
  const {required} = shapeOf(action);
  const {throttle, quota} = from;
  return {
    name: required(from.name, 'items[].name'),
    stages: (from.apiStages ?? []).map((one) => ({
      apiId: required(one.apiId, 'items[].apiStages[].apiId'),
      stage: required(one.stage, 'items[].apiStages[].stage'),
      limitedMethods: Object.keys(one.throttle ?? {}),
    })),
    rateLimit: toLimit(throttle?.rateLimit),
    burstLimit: toLimit(throttle?.burstLimit),
    quota:
      quota === undefined
        ? null
        : {
            limit: required(quota.limit, 'items[].quota.limit'),
            period: required(quota.period, 'items[].quota.period'),
          },
  };
}

export function toNetworkVpcLink(action: string, from: Sdk.VpcLink): VpcLink {
  const {required} = shapeOf(action);
  return {
    id: required(from.id, 'items[].id'),
    name: required(from.name, 'items[].name'),
    version: 1,
    status: required(from.status, 'items[].status'),
    statusMessage: from.statusMessage ?? null,
    subnetIds: [],
    securityGroupIds: [],
    targetArns: from.targetArns ?? [],
  };
}

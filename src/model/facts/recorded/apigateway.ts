import {z} from 'zod';
import type {
  Api,
  ApiDomain,
  ApiMapping,
  ApiRoute,
  ApiStage,
  PolicyStatement,
  RoutingRule,
  ServedApi,
  ServedRoute,
  UsagePlan,
  VpcLink,
} from '../aws-facts.ts';
import {byName, numberOrNull, text, textOrNull, texts} from './parts.ts';

const resourcePolicy = z
  .array(
    z.strictObject({
      effect: text,
      isForAnybody: z.boolean(),
      actions: texts,
      resources: texts,
      conditions: texts,
    }) satisfies z.ZodType<PolicyStatement>,
  )
  .min(1)
  .nullable();

const api = z.strictObject({
  id: text,
  name: text,
  protocol: z.enum(['REST', 'HTTP', 'WEBSOCKET']),
  endpointTypes: texts,
  minimumCompressionSize: numberOrNull,
  disableExecuteApiEndpoint: z.boolean(),
  resourcePolicy,
}) satisfies z.ZodType<Api>;

const route = z.strictObject({
  method: text,
  path: text,
  authorization: text,
  apiKeyRequired: z.boolean(),
  integration: z
    .strictObject({
      type: text,
      httpMethod: textOrNull,
      uri: textOrNull,
      connectionType: text,
      connectionId: textOrNull,
      timeoutMs: numberOrNull,
      responseTransferMode: textOrNull,
      integrationTarget: textOrNull,
      tlsServerName: textOrNull,
      acceptsPrivateAuthority: z.boolean(),
      requestParameters: byName,
      requestTemplates: byName,
    })
    .nullable(),
}) satisfies z.ZodType<ApiRoute>;

const stage = z.strictObject({
  name: text,
  deploymentId: textOrNull,
  autoDeploys: z.boolean(),
  webAclArn: textOrNull,
  canary: z.strictObject({percentTraffic: z.number(), deploymentId: textOrNull, overrides: texts}).nullable(),
  hasCache: z.boolean(),
  methodSettings: z.array(
    z.strictObject({
      method: text,
      path: text,
      isCached: z.boolean(),
      throttlingRateLimit: numberOrNull,
      throttlingBurstLimit: numberOrNull,
    }),
  ),
}) satisfies z.ZodType<ApiStage>;

const servedRoute = z.strictObject({
  ...route.shape,
  validates: z.array(z.enum(['body', 'parameters'])),
}) satisfies z.ZodType<ServedRoute>;

const served = z.strictObject({
  routes: z.array(servedRoute),
  variables: byName,
  minimumCompressionSize: numberOrNull,
  resourcePolicy,
  answersPreflights: z.boolean(),
}) satisfies z.ZodType<ServedApi>;

const domain = z.strictObject({
  name: text,
  targetDnsNames: texts,
  endpointTypes: texts,
  certificateArn: textOrNull,
  routingMode: textOrNull,
  trustStoreUri: textOrNull,
}) satisfies z.ZodType<ApiDomain>;

const mapping = z.strictObject({apiId: text, stage: text, basePath: text}) satisfies z.ZodType<ApiMapping>;

const routingRule = z.strictObject({
  priority: z.number(),
  basePaths: texts.min(1).nullable(),
  headers: texts,
  apiId: text,
  stage: text,
  stripsBasePath: z.boolean(),
}) satisfies z.ZodType<RoutingRule>;

const usagePlan = z.strictObject({
  name: text,
  stages: z.array(z.strictObject({apiId: text, stage: text, limitedMethods: texts})),
  rateLimit: numberOrNull,
  burstLimit: numberOrNull,
  quota: z.strictObject({limit: z.number(), period: text}).nullable(),
}) satisfies z.ZodType<UsagePlan>;

const vpcLink = z.strictObject({
  id: text,
  name: text,
  version: z.literal([1, 2]),
  status: text,
  statusMessage: textOrNull,
  subnetIds: texts,
  securityGroupIds: texts,
  targetArns: texts,
}) satisfies z.ZodType<VpcLink>;

export const API_GATEWAY_FACTS = {
  apis: z.array(api),
  apiRoutes: z.array(route),
  apiStages: z.array(stage),
  apiDomains: z.array(domain),
  apiMappings: z.array(mapping),
  routingRules: z.array(routingRule),
  servedApi: served,
  usagePlans: z.array(usagePlan),
  vpcLinks: z.array(vpcLink),
};

import {z} from 'zod';
import type {Api, ApiDeployment, ApiDomain, ApiMapping, ApiRoute, ApiStage, VpcLink} from '../aws-facts.ts';
import {byName, numberOrNull, text, textOrNull, texts, timeOrNull} from './parts.ts';

const api = z.strictObject({
  id: text,
  name: text,
  protocol: z.enum(['REST', 'HTTP', 'WEBSOCKET']),
  endpointTypes: texts,
  minimumCompressionSize: numberOrNull,
  disableExecuteApiEndpoint: z.boolean(),
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
      requestParameters: byName,
      requestTemplates: byName,
    })
    .nullable(),
}) satisfies z.ZodType<ApiRoute>;

const stage = z.strictObject({
  name: text,
  deploymentId: textOrNull,
  variables: byName,
  autoDeploys: z.boolean(),
  webAclArn: textOrNull,
}) satisfies z.ZodType<ApiStage>;

const deployment = z.strictObject({id: text, createdAt: timeOrNull}) satisfies z.ZodType<ApiDeployment>;

const domain = z.strictObject({
  name: text,
  targetDnsNames: texts,
  endpointTypes: texts,
  certificateArn: textOrNull,
  routingMode: textOrNull,
}) satisfies z.ZodType<ApiDomain>;

const mapping = z.strictObject({apiId: text, stage: text, basePath: text}) satisfies z.ZodType<ApiMapping>;

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
  apiDeployments: z.array(deployment),
  apiDomains: z.array(domain),
  apiMappings: z.array(mapping),
  vpcLinks: z.array(vpcLink),
};

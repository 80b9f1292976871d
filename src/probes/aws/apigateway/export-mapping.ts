import {z} from 'zod';
import type {Api, ApiIntegration, ApiRoute, ServedApi, ServedRoute} from '../../../model/facts/aws-facts.ts';
import {type Shape, shapeOf} from '../shape.ts';
import {toPolicyStatements} from './resource-policy.ts';
import {shownTemplates} from './templates.ts';

/**
 * The OpenAPI document that API Gateway exports of a stage.
 * Source: the API Gateway developer guide, OpenAPI extensions (x-amazon-apigateway-integration, -any-method, -auth,
 * -authtype, -authorizer). A property of an extension that is not there has its default.
 */

const texts = z.record(z.string(), z.string());

const integrationSchema = z.object({
  type: z.string(),
  httpMethod: z.string().optional(),
  uri: z.string().optional(),
  connectionType: z.string().optional(),
  connectionId: z.string().optional(),
  timeoutInMillis: z.number().optional(),
  responseTransferMode: z.string().optional(),
  integrationTarget: z.string().optional(),
  tlsConfig: z
    .object({serverNameToVerify: z.string().optional(), insecureSkipVerification: z.boolean().optional()})
    .optional(),
  requestParameters: texts.optional(),
  requestTemplates: texts.optional(),
});

const security = z.array(z.record(z.string(), z.unknown()));

const operationSchema = z.object({
  'x-amazon-apigateway-integration': z.record(z.string(), z.unknown()).optional(),
  'x-amazon-apigateway-auth': z.object({type: z.string()}).optional(),
  security: security.optional(),
  'x-amazon-apigateway-request-validator': z.string().optional(),
  parameters: z.array(z.object({in: z.string().optional(), required: z.boolean().optional()})).optional(),
  requestBody: z.unknown().optional(),
});

const schemeSchema = z.object({
  type: z.string(),
  name: z.string().optional(),
  'x-amazon-apigateway-authtype': z.string().optional(),
  'x-amazon-apigateway-authorizer': z.object({type: z.string()}).optional(),
});

const documentSchema = z.object({
  'x-amazon-apigateway-minimum-compression-size': z.number().nullish(),
  'x-amazon-apigateway-policy': z.unknown().optional(),
  'x-amazon-apigateway-cors': z.record(z.string(), z.unknown()).nullish(),
  'x-amazon-apigateway-request-validator': z.string().nullish(),
  'x-amazon-apigateway-request-validators': z
    .record(
      z.string(),
      z.object({validateRequestBody: z.boolean().optional(), validateRequestParameters: z.boolean().optional()}),
    )
    .nullish(),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z
    .object({
      securitySchemes: z.record(z.string(), schemeSchema).optional(),
      'x-amazon-apigateway-integrations': z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
});

type Exported = z.infer<typeof documentSchema>;
type Operation = z.infer<typeof operationSchema>;
type Scheme = z.infer<typeof schemeSchema>;

const ANY_METHOD = 'x-amazon-apigateway-any-method';
const METHOD = /^(?:get|put|post|delete|options|head|patch|trace)$/;

export function toExportedApi(
  action: string,
  protocol: Api['protocol'],
  body: Uint8Array,
): Omit<ServedApi, 'variables'> {
  const shape = shapeOf(action);
  const exported = read(shape, documentSchema, parse(shape, body), 'body');
  const minimumCompressionSize = exported['x-amazon-apigateway-minimum-compression-size'] ?? null;
  const {'x-amazon-apigateway-policy': policy, 'x-amazon-apigateway-cors': cors} = exported;
  return {
    routes: toRoutes(shape, protocol, exported),
    minimumCompressionSize,
    resourcePolicy: policy == null ? null : toPolicyStatements(shape, policy, 'body.x-amazon-apigateway-policy'),
    answersPreflights: Object.keys(cors ?? {}).length > 0,
  };
}

function toRoutes(shape: Shape, protocol: Api['protocol'], exported: Exported): ServedRoute[] {
  return Object.entries(exported.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([key]) => key === ANY_METHOD || METHOD.test(key))
      .map(([key, value]) => {
        const operation = read(shape, operationSchema, value, `body.paths.${path}.${key}`);
        return {
          method: key === ANY_METHOD ? 'ANY' : key.toUpperCase(),
          // The key of the default route of an HTTP API begins with a slash, as all paths of OpenAPI do.
          path: protocol === 'HTTP' && path === '/$default' ? '$default' : path,
          ...guardsOf(shape, exported, operation),
          validates: validatedParts(shape, exported, operation),
          integration: integrationOf(shape, exported, operation, protocol, `body.paths.${path}.${key}`),
        };
      }),
  );
}

function parse(shape: Shape, body: Uint8Array): unknown {
  const text = new TextDecoder().decode(body);
  try {
    return JSON.parse(text);
  } catch {
    return shape.refuse('has a body that is not JSON');
  }
}

function read<T>(shape: Shape, schema: z.ZodType<T>, value: unknown, at: string): T {
  const {data, error} = schema.safeParse(value);
  if (error === undefined) return data as T;
  const [issue] = error.issues;
  return shape.refuse(`has no readable ${[at, ...(issue?.path ?? [])].join('.')} (${issue?.message})`);
}

/** A method of a REST API cannot be deployed without an integration: without one the extensions were left out. */
function integrationOf(
  shape: Shape,
  {components}: Exported,
  operation: Operation,
  protocol: Api['protocol'],
  at: string,
): ApiIntegration | null {
  const member = 'x-amazon-apigateway-integration';
  const own = operation[member];
  if (own === undefined) return protocol === 'REST' ? shape.refuse(`lacks the member ${at}.${member}`) : null;
  const from = read(shape, integrationSchema, referredTo(own, components) ?? own, `${at}.${member}`);
  return {
    type: from.type.toUpperCase(),
    httpMethod: from.httpMethod ?? null,
    uri: from.uri ?? null,
    connectionType: from.connectionType ?? 'INTERNET',
    connectionId: from.connectionId ?? null,
    timeoutMs: from.timeoutInMillis ?? null,
    responseTransferMode: from.responseTransferMode ?? null,
    integrationTarget: from.integrationTarget ?? null,
    tlsServerName: from.tlsConfig?.serverNameToVerify ?? null,
    acceptsPrivateAuthority: from.tlsConfig?.insecureSkipVerification ?? false,
    requestParameters: from.requestParameters ?? {},
    requestTemplates: shownTemplates(from.requestTemplates ?? {}),
  };
}

/** Operations of an HTTP API may share an integration among the components. */
function referredTo(own: Readonly<Record<string, unknown>>, components: Exported['components']): unknown {
  const {$ref: reference} = own;
  if (typeof reference !== 'string') return undefined;
  return components?.['x-amazon-apigateway-integrations']?.[reference.replace(/^.*\//, '')];
}

/** An operation names the schemes that guard it: an API key is one, an authorizer or IAM another. */
function guardsOf(
  shape: Shape,
  {components}: Exported,
  operation: Operation,
): Pick<ApiRoute, 'authorization' | 'apiKeyRequired'> {
  const names = (operation.security ?? []).flatMap((one) => Object.keys(one));
  const schemes = names.map((name) => shape.required(components?.securitySchemes?.[name], `securitySchemes.${name}`));
  const authorizations = schemes.flatMap((scheme) => (isApiKey(scheme) ? [] : [authorizationOf(shape, scheme)]));
  return {
    authorization: authorizations[0] ?? operation['x-amazon-apigateway-auth']?.type ?? 'NONE',
    apiKeyRequired: schemes.some(isApiKey),
  };
}

/** A validator without a model of the body, or without required parameters, refuses nothing. A path has its parameters. */
function validatedParts(shape: Shape, exported: Exported, operation: Operation): ServedRoute['validates'] {
  const name =
    operation['x-amazon-apigateway-request-validator'] ?? exported['x-amazon-apigateway-request-validator'] ?? null;
  if (name === null) return [];
  const validator = shape.required(
    exported['x-amazon-apigateway-request-validators']?.[name],
    `x-amazon-apigateway-request-validators.${name}`,
  );
  const isAsked = (operation.parameters ?? []).some((one) => one.required === true && one.in !== 'path');
  return [
    ...(validator.validateRequestBody === true && operation.requestBody !== undefined ? ['body' as const] : []),
    ...(validator.validateRequestParameters === true && isAsked ? ['parameters' as const] : []),
  ];
}

function isApiKey({type, name = '', ...scheme}: Scheme): boolean {
  return (
    type === 'apiKey' && scheme['x-amazon-apigateway-authtype'] === undefined && name.toLowerCase() === 'x-api-key'
  );
}

function authorizationOf(shape: Shape, scheme: Scheme): string {
  const words = {
    awssigv4: 'AWS_IAM',
    cognito_user_pools: 'COGNITO_USER_POOLS',
    jwt: 'JWT',
    request: 'CUSTOM',
    token: 'CUSTOM',
  };
  const {'x-amazon-apigateway-authtype': authType, 'x-amazon-apigateway-authorizer': authorizer} = scheme;
  const type = (authorizer?.type ?? authType ?? '').toLowerCase();
  const known: Readonly<Record<string, string>> = words;
  // A custom authorizer may have a type of its own making: it guards all the same.
  return (
    known[type] ??
    known[(authType ?? '').toLowerCase()] ??
    (authType === undefined
      ? shape.refuse(`has a security scheme of type ${scheme.type} that this version does not know`)
      : 'CUSTOM')
  );
}

import {z} from 'zod';
import type {
  Listener,
  ListenerCertificate,
  ListenerRule,
  LoadBalancer,
  TargetGroup,
  TargetHealth,
} from '../aws-facts.ts';
import {byName, numberOrNull, text, textOrNull, texts} from './parts.ts';

const loadBalancer = z.strictObject({
  arn: text,
  name: text,
  dnsName: text,
  canonicalHostedZoneId: text,
  scheme: z.enum(['internet-facing', 'internal']),
  type: text,
  state: z.strictObject({code: text, reason: textOrNull}),
  ipAddressType: text,
  vpcId: text,
  subnetIds: texts,
  zones: texts,
  securityGroupIds: texts,
  groupsGuardPrivateLink: z.boolean().nullable(),
  region: text,
}) satisfies z.ZodType<LoadBalancer>;

const order = z.number();

const action = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('forward'),
    order,
    targets: z.array(z.strictObject({targetGroupArn: text, weight: z.number()})),
    stickinessSeconds: numberOrNull,
  }),
  z.strictObject({
    type: z.literal('redirect'),
    order,
    statusCode: text,
    protocol: text,
    host: text,
    port: text,
    path: text,
    query: text,
  }),
  z.strictObject({
    type: z.literal('fixed-response'),
    order,
    statusCode: z.number(),
    contentType: textOrNull,
    body: textOrNull,
  }),
  z.strictObject({
    type: z.enum(['authenticate-oidc', 'authenticate-cognito']),
    order,
    onUnauthenticatedRequest: text,
  }),
  z.strictObject({type: z.literal('jwt-validation'), order, issuer: textOrNull}),
  z.strictObject({type: z.literal('unknown'), order, name: text}),
]);

const condition = z.discriminatedUnion('field', [
  z.strictObject({field: z.literal('host-header'), values: texts, regexValues: texts}),
  z.strictObject({field: z.literal('path-pattern'), values: texts, regexValues: texts}),
  z.strictObject({field: z.literal('http-header'), name: text, values: texts, regexValues: texts}),
  z.strictObject({
    field: z.literal('query-string'),
    pairs: z.array(z.strictObject({key: textOrNull, value: text})),
  }),
  z.strictObject({field: z.literal('http-request-method'), values: texts}),
  z.strictObject({field: z.literal('source-ip'), values: texts}),
  z.strictObject({field: z.literal('unknown'), name: text}),
]);

const listener = z.strictObject({
  arn: text,
  loadBalancerArn: text,
  port: z.number(),
  protocol: text,
  sslPolicy: textOrNull,
  mutualTls: z.strictObject({
    mode: text,
    trustStoreArn: textOrNull,
    trustStoreIsRemoved: z.boolean(),
    ignoresExpiry: z.boolean(),
  }),
  defaultActions: z.array(action),
}) satisfies z.ZodType<Listener>;

const listenerCertificate = z.strictObject({
  arn: text,
  isDefault: z.boolean(),
}) satisfies z.ZodType<ListenerCertificate>;

export const listenerRule = z.strictObject({
  arn: text,
  priority: z.union([z.number(), z.literal('default')]),
  conditions: z.array(condition),
  actions: z.array(action),
  transforms: z.array(z.strictObject({type: text, rewrites: z.array(z.strictObject({regex: text, replace: text}))})),
}) satisfies z.ZodType<ListenerRule>;

const targetGroup = z.strictObject({
  arn: text,
  name: text,
  protocol: textOrNull,
  protocolVersion: textOrNull,
  port: numberOrNull,
  vpcId: textOrNull,
  targetType: text,
  loadBalancerArns: texts,
  ipAddressType: textOrNull,
  healthCheck: z.strictObject({
    enabled: z.boolean(),
    protocol: textOrNull,
    port: textOrNull,
    path: textOrNull,
    intervalSeconds: numberOrNull,
    timeoutSeconds: numberOrNull,
    healthyThreshold: numberOrNull,
    unhealthyThreshold: numberOrNull,
    matcher: textOrNull,
  }),
}) satisfies z.ZodType<TargetGroup>;

const targetHealth = z.strictObject({
  targetId: text,
  port: numberOrNull,
  availabilityZone: textOrNull,
  override: textOrNull,
  healthCheckPort: textOrNull,
  state: text,
  reason: textOrNull,
  description: textOrNull,
}) satisfies z.ZodType<TargetHealth>;

export const ELBV2_FACTS = {
  loadBalancers: z.array(loadBalancer),
  loadBalancerAttributes: byName,
  listeners: z.array(listener),
  listenerAttributes: byName,
  listenerCertificates: z.array(listenerCertificate),
  // Every listener has a default rule: without it, "no such rule" would be a guess.
  listenerRules: z
    .array(listenerRule)
    .refine((rules) => rules.some(({priority}) => priority === 'default'), 'lacks the default rule'),
  targetGroups: z.array(targetGroup),
  targetGroupAttributes: byName,
  targetHealth: z.array(targetHealth),
};

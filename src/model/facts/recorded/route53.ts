import {z} from 'zod';
import type {
  CheckedAlarm,
  DnsRecord,
  HostedZone,
  RecordHealthCheck,
  VpcZone,
  ZoneDelegation,
  ZoneSigning,
} from '../aws-facts.ts';
import {numberOrNull, text, textOrNull, texts} from './parts.ts';

const hostedZone = z.strictObject({id: text, name: text, isPrivate: z.boolean()}) satisfies z.ZodType<HostedZone>;

const zoneDelegation = z.strictObject({
  nameServers: texts,
  vpcs: z.array(z.strictObject({id: text, region: text})),
}) satisfies z.ZodType<ZoneDelegation>;

const vpcZone = z.strictObject({id: text, name: text, owner: text}) satisfies z.ZodType<VpcZone>;

const zoneSigning = z.strictObject({
  status: text,
  message: textOrNull,
  keys: z.array(
    z.strictObject({
      name: text,
      status: text,
      message: textOrNull,
      keyTag: numberOrNull,
      algorithm: numberOrNull,
      dsRecord: textOrNull,
    }),
  ),
}) satisfies z.ZodType<ZoneSigning>;

const record = z.strictObject({
  name: text,
  type: text,
  ttlSeconds: numberOrNull,
  values: texts,
  alias: z.strictObject({hostedZoneId: text, dnsName: text, evaluateTargetHealth: z.boolean()}).nullable(),
  setIdentifier: textOrNull,
  routingPolicy: z.enum([
    'simple',
    'weighted',
    'latency',
    'failover',
    'geolocation',
    'geoproximity',
    'multivalue',
    'cidr',
  ]),
  weight: numberOrNull,
  failover: z.enum(['PRIMARY', 'SECONDARY']).nullable(),
  location: textOrNull,
  healthCheckId: textOrNull,
}) satisfies z.ZodType<DnsRecord>;

const healthCheck = z.strictObject({
  id: text,
  type: text,
  isDisabled: z.boolean(),
  isInverted: z.boolean(),
  healthThreshold: numberOrNull,
  childIds: texts,
  alarm: z.strictObject({name: text, region: text, watches: textOrNull}).nullable(),
  onInsufficientData: textOrNull,
}) satisfies z.ZodType<RecordHealthCheck>;

export const ROUTE53_FACTS = {
  hostedZones: z.array(hostedZone),
  zoneDelegation,
  zoneSigning,
  zonesOfVpc: z.array(vpcZone),
  records: z.array(record),
  healthCheck: healthCheck.nullable(),
  healthCheckReports: texts,
  healthCheckAlarm: z
    .strictObject({state: text, watches: textOrNull})
    .nullable() satisfies z.ZodType<CheckedAlarm | null>,
};

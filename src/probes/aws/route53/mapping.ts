import type * as Sdk from '@aws-sdk/client-route-53';
import type {
  Alarm,
  CheckedAlarm,
  DnsRecord,
  HostedZone,
  RecordHealthCheck,
  VpcZone,
  ZoneDelegation,
  ZoneSigning,
} from '../../../model/facts/aws-facts.ts';
import {type Shape, shapeOf} from '../shape.ts';

export function toHostedZone(action: string, from: Sdk.HostedZone): HostedZone {
  const {required} = shapeOf(action);
  return {
    id: required(from.Id, 'HostedZones[].Id').replace('/hostedzone/', ''),
    name: plainName(required(from.Name, 'HostedZones[].Name')),
    isPrivate: required(from.Config?.PrivateZone, 'HostedZones[].Config.PrivateZone'),
  };
}

/** A public zone has name servers, a private one VPCs. */
export function toZoneDelegation(action: string, from: Sdk.GetHostedZoneResponse): ZoneDelegation {
  const {required} = shapeOf(action);
  if (required(from.HostedZone?.Config?.PrivateZone, 'HostedZone.Config.PrivateZone')) {
    const vpcs = required(from.VPCs, 'VPCs').map(({VPCId, VPCRegion}) => ({
      id: required(VPCId, 'VPCs[].VPCId'),
      region: required(VPCRegion, 'VPCs[].VPCRegion'),
    }));
    return {nameServers: [], vpcs};
  }
  return {nameServers: required(from.DelegationSet?.NameServers, 'DelegationSet.NameServers').map(plainName), vpcs: []};
}

export function toVpcZone(action: string, {HostedZoneId, Name, Owner}: Sdk.HostedZoneSummary): VpcZone {
  const {required} = shapeOf(action);
  const owner = Owner?.OwningAccount ?? Owner?.OwningService;
  return {
    id: required(HostedZoneId, 'HostedZoneSummaries[].HostedZoneId').replace('/hostedzone/', ''),
    name: plainName(required(Name, 'HostedZoneSummaries[].Name')),
    owner: required(owner, 'HostedZoneSummaries[].Owner.OwningAccount'),
  };
}

export function toZoneSigning(action: string, {KeySigningKeys, Status}: Sdk.GetDNSSECResponse): ZoneSigning {
  const {required} = shapeOf(action);
  return {
    status: required(Status?.ServeSignature, 'Status.ServeSignature'),
    message: Status?.StatusMessage ?? null,
    keys: required(KeySigningKeys, 'KeySigningKeys').map((key) => ({
      name: required(key.Name, 'KeySigningKeys[].Name'),
      status: required(key.Status, 'KeySigningKeys[].Status'),
      message: key.StatusMessage ?? null,
      keyTag: key.KeyTag ?? null,
      algorithm: key.SigningAlgorithmType ?? null,
      dsRecord: key.DSRecord ?? null,
    })),
  };
}

export function toHealthCheck(action: string, {HealthCheck}: Sdk.GetHealthCheckResponse): RecordHealthCheck {
  const {required} = shapeOf(action);
  const at = (member: string) => `HealthCheck.HealthCheckConfig.${member}`;
  const config = required(HealthCheck?.HealthCheckConfig, 'HealthCheck.HealthCheckConfig');
  const {AlarmIdentifier: alarm} = config;
  return {
    id: required(HealthCheck?.Id, 'HealthCheck.Id'),
    type: required(config.Type, at('Type')),
    isDisabled: config.Disabled ?? false,
    isInverted: config.Inverted ?? false,
    healthThreshold: config.HealthThreshold ?? null,
    childIds: config.ChildHealthChecks ?? [],
    alarm:
      alarm === undefined
        ? null
        : {
            name: required(alarm.Name, at('AlarmIdentifier.Name')),
            region: required(alarm.Region, at('AlarmIdentifier.Region')),
            watches: watchedBy(HealthCheck?.CloudWatchAlarmConfiguration),
          },
    onInsufficientData: config.InsufficientDataHealthStatus ?? null,
  };
}

/** Null where AWS does not say. */
function watchedBy(from: Sdk.CloudWatchAlarmConfiguration | undefined): string | null {
  if (from === undefined) return null;
  return watchedText({
    statistic: from.Statistic,
    metric: `${from.Namespace} ${from.MetricName}`,
    dimensions: Object.fromEntries((from.Dimensions ?? []).map(({Name, Value}) => [String(Name), String(Value)])),
    comparison: from.ComparisonOperator,
    threshold: from.Threshold,
    periodSeconds: from.Period,
    evaluationPeriods: from.EvaluationPeriods,
  });
}

/** The same of the alarm itself. Route 53 goes by alarms of one metric alone. */
export function toCheckedAlarm(alarm: Alarm): CheckedAlarm {
  const {state} = alarm;
  if (alarm.type !== 'metric') return {state, watches: null};
  const [query, ...others] = alarm.queries;
  if (query?.type !== 'metric' || others.length > 0) return {state, watches: null};
  const {metric, statistic, periodSeconds} = query;
  const {comparison, threshold, evaluationPeriods} = alarm;
  const {namespace, name, dimensions} = metric;
  const own = {statistic, metric: `${namespace} ${name}`, dimensions, comparison, threshold};
  return {state, watches: watchedText({...own, periodSeconds, evaluationPeriods})};
}

interface Watched {
  readonly statistic: string | undefined;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly comparison: string | null | undefined;
  readonly threshold: number | null | undefined;
  readonly periodSeconds: number | undefined;
  readonly evaluationPeriods: number | undefined;
}

function watchedText({metric, statistic, dimensions, comparison, threshold, ...over}: Watched): string {
  const of = Object.keys(dimensions)
    .sort()
    .map((key) => `${key} = ${dimensions[key]}`);
  return `${statistic} of ${metric} (${of.join(', ')}) ${comparison} ${threshold}, ${over.evaluationPeriods} periods of ${over.periodSeconds} s`;
}

export function toReports(action: string, {HealthCheckObservations}: Sdk.GetHealthCheckStatusResponse): string[] {
  const {required} = shapeOf(action);
  return required(HealthCheckObservations, 'HealthCheckObservations').map(({StatusReport}) =>
    required(StatusReport?.Status, 'HealthCheckObservations[].StatusReport.Status'),
  );
}

export function toDnsRecord(action: string, from: Sdk.ResourceRecordSet): DnsRecord {
  const shape = shapeOf(action);
  const {required, oneOf} = shape;
  const at = (member: string) => `ResourceRecordSets[].${member}`;
  const alias = from.AliasTarget;
  const records = alias === undefined ? required(from.ResourceRecords, at('ResourceRecords')) : [];
  return {
    name: plainName(required(from.Name, at('Name'))),
    type: required(from.Type, at('Type')),
    ttlSeconds: alias === undefined ? required(from.TTL, at('TTL')) : null,
    values: records.map((record) => required(record.Value, at('ResourceRecords[].Value'))),
    alias:
      alias === undefined
        ? null
        : {
            hostedZoneId: required(alias.HostedZoneId, at('AliasTarget.HostedZoneId')),
            dnsName: required(alias.DNSName, at('AliasTarget.DNSName')),
            evaluateTargetHealth: required(alias.EvaluateTargetHealth, at('AliasTarget.EvaluateTargetHealth')),
          },
    setIdentifier: from.SetIdentifier ?? null,
    routingPolicy: routingPolicyOf(shape, from),
    weight: from.Weight ?? null,
    failover: from.Failover === undefined ? null : oneOf(from.Failover, ['PRIMARY', 'SECONDARY'], at('Failover')),
    location: locationOf(from),
    healthCheckId: from.HealthCheckId ?? null,
  };
}

/** A record of a set has an identifier, which a simple one never has. */
function routingPolicyOf(shape: Shape, from: Sdk.ResourceRecordSet): DnsRecord['routingPolicy'] {
  const policy = policyOf(from);
  if (policy === 'simple' && from.SetIdentifier !== undefined) {
    shape.refuse('lacks what the ResourceRecordSets[].SetIdentifier is for');
  }
  return policy;
}

function policyOf(from: Sdk.ResourceRecordSet): DnsRecord['routingPolicy'] {
  if (from.Weight !== undefined) return 'weighted';
  if (from.Failover !== undefined) return 'failover';
  if (from.GeoLocation !== undefined) return 'geolocation';
  if (from.GeoProximityLocation !== undefined) return 'geoproximity';
  if (from.CidrRoutingConfig !== undefined) return 'cidr';
  if (from.MultiValueAnswer === true) return 'multivalue';
  if (from.Region !== undefined) return 'latency';
  return 'simple';
}

function locationOf({GeoLocation, CidrRoutingConfig}: Sdk.ResourceRecordSet): string | null {
  const {ContinentCode, CountryCode, SubdivisionCode} = GeoLocation ?? {};
  const country = SubdivisionCode === undefined ? CountryCode : `${CountryCode}-${SubdivisionCode}`;
  return country ?? ContinentCode ?? CidrRoutingConfig?.LocationName ?? null;
}

/** Route 53 writes every character except `a-z 0-9 - _ .` as `\` and three octal digits: a wildcard is `\052`. */
function plainName(name: string): string {
  return name
    .replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    .toLowerCase()
    .replace(/\.$/, '');
}

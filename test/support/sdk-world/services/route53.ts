import {type AwsWorld, HEALTHY} from '../../../../src/lab/aws-world.ts';
import type {ZoneWorld} from '../../../../src/lab/worlds/route53.ts';
import type {Route53Facts} from '../../../../src/model/facts/aws-facts.ts';
import type {Answers, Played} from '../played.ts';

const ZONE = HEALTHY.hostedZone.id;

export const PLAYED: Played<keyof Route53Facts> = {
  clients: {Route53Client: 'route53'},
  answers: (world) => ({route53: route53Answers(world)}),
  within: {'route53:ListHostedZonesByVPC': ['ec2:DescribeVpcs']},
  asks: {
    hostedZone: (facts) => facts.hostedZone('zone'),
    hostedZones: (facts) => facts.hostedZones('zone'),
    zoneDelegation: (facts) => facts.zoneDelegation('zone', ZONE),
    zonesOfVpc: (facts) => facts.zonesOfVpc('alb', 'eu-central-1', 'vpc-1'),
    zoneSigning: (facts) => facts.zoneSigning('zone', ZONE),
    records: (facts) => facts.records('zone'),
    recordsOfZone: (facts) => facts.recordsOfZone('zone', ZONE),
    healthCheck: (facts) => facts.healthCheck('zone', 'hc-1'),
    healthCheckReports: (facts) => facts.healthCheckReports('zone', 'hc-1'),
    healthCheckAlarm: (facts) => facts.healthCheckAlarm('zone', 'eu-central-1', HEALTHY.alarms[0]?.name ?? ''),
  },
};

function route53Answers(world: AwsWorld): Answers {
  const zones = [world, ...world.otherZones];
  const byId = (id: unknown) => zones.find(({hostedZone}) => hostedZone.id === id) ?? world;
  const healthCheck = (id: unknown) => {
    const found = world.healthChecks.find(({check}) => check.id === id);
    if (found !== undefined) return found;
    throw Object.assign(new Error('no such health check'), {name: 'NoSuchHealthCheck', $fault: 'client'});
  };
  return {
    ListHostedZones: () => ({HostedZones: zones.map(toZone), IsTruncated: false}),
    GetHostedZone: ({Id}) => ({
      HostedZone: toZone(byId(Id)),
      DelegationSet: {NameServers: [...byId(Id).delegation.nameServers]},
    }),
    ListHostedZonesByVPC: ({VPCId}) => ({
      HostedZoneSummaries: (world.zonesOfVpcs[String(VPCId)] ?? []).map(({id, name, owner}) => ({
        HostedZoneId: id,
        Name: `${name}.`,
        Owner: /^\d+$/.test(owner) ? {OwningAccount: owner} : {OwningService: owner},
      })),
      MaxItems: 100,
    }),
    GetDNSSEC: ({HostedZoneId}) => {
      const {status, message, keys} = byId(HostedZoneId).signing ?? {status: 'NOT_SIGNING', message: null, keys: []};
      return {
        Status: {ServeSignature: status, StatusMessage: message ?? undefined},
        KeySigningKeys: keys.map((key) => ({
          Name: key.name,
          Status: key.status,
          StatusMessage: key.message ?? undefined,
          KeyTag: key.keyTag ?? undefined,
          SigningAlgorithmType: key.algorithm ?? undefined,
          DSRecord: key.dsRecord ?? undefined,
        })),
      };
    },
    ListResourceRecordSets: ({HostedZoneId}) => ({
      ResourceRecordSets: byId(HostedZoneId).records.map((record) => ({
        Name: `${record.name}.`,
        Type: record.type,
        ...(record.ttlSeconds === null ? {} : {TTL: record.ttlSeconds}),
        SetIdentifier: record.setIdentifier ?? undefined,
        Weight: record.weight ?? undefined,
        Failover: record.failover ?? undefined,
        HealthCheckId: record.healthCheckId ?? undefined,
        ResourceRecords: record.values.map((Value) => ({Value})),
        ...(record.alias === null
          ? {}
          : {
              AliasTarget: {
                HostedZoneId: record.alias.hostedZoneId,
                DNSName: record.alias.dnsName,
                EvaluateTargetHealth: record.alias.evaluateTargetHealth,
              },
            }),
      })),
      IsTruncated: false,
    }),
    GetHealthCheck: ({HealthCheckId}) => {
      const {id, type, isDisabled, isInverted, healthThreshold, childIds, alarm, onInsufficientData} =
        healthCheck(HealthCheckId).check;
      return {
        HealthCheck: {
          Id: id,
          HealthCheckConfig: {
            Type: type,
            Disabled: isDisabled,
            Inverted: isInverted,
            HealthThreshold: healthThreshold ?? undefined,
            ChildHealthChecks: [...childIds],
            ...(alarm === null ? {} : {AlarmIdentifier: {Name: alarm.name, Region: alarm.region}}),
            InsufficientDataHealthStatus: onInsufficientData ?? undefined,
          },
        },
      };
    },
    GetHealthCheckStatus: ({HealthCheckId}) => ({
      HealthCheckObservations: healthCheck(HealthCheckId).reports.map((Status) => ({StatusReport: {Status}})),
    }),
  };
}

function toZone({hostedZone}: ZoneWorld): object {
  return {
    Id: `/hostedzone/${hostedZone.id}`,
    Name: `${hostedZone.name}.`,
    Config: {PrivateZone: hostedZone.isPrivate},
  };
}

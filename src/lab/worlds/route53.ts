import type {
  CheckedAlarm,
  DnsRecord,
  HostedZone,
  RecordHealthCheck,
  RegisteredDomain,
  VpcZone,
  ZoneDelegation,
  ZoneSigning,
} from '../../model/facts/aws-facts.ts';
import {ALB_DNS_NAME, ALB_ZONE, API_HOST, GATEWAY_DNS_NAME, MCP_HOST} from './names.ts';
import {keyed, type Recorded} from './recorded.ts';

export interface ZoneWorld {
  readonly hostedZone: HostedZone;
  readonly delegation: ZoneDelegation;
  readonly records: readonly DnsRecord[];
  /** Of a public zone; not signed where it is left out. */
  readonly signing?: ZoneSigning;
}

const UNSIGNED: ZoneSigning = {status: 'NOT_SIGNING', message: null, keys: []};

/** A health check and what is seen of it. */
export interface HealthCheckWorld {
  readonly check: RecordHealthCheck;
  readonly reports: readonly string[];
  /** Of its alarm, where it goes by one. */
  readonly alarm: CheckedAlarm | null;
}

export interface Route53World extends ZoneWorld {
  /** Other zones of the account. */
  readonly otherZones: readonly ZoneWorld[];
  readonly healthChecks: readonly HealthCheckWorld[];
  /** By VPC: private zones of other accounts that it is associated with; those of this one are where the zones are. */
  readonly zonesOfVpcs: Readonly<Record<string, readonly VpcZone[]>>;
  /** What is registered in the account. */
  readonly domains: readonly RegisteredDomain[];
}

const SIMPLE = {routingPolicy: 'simple', weight: null, failover: null, location: null, healthCheckId: null} as const;

const NAME_SERVERS = [
  'ns-311.awsdns-38.com',
  'ns-1204.awsdns-22.org',
  'ns-1713.awsdns-22.co.uk',
  'ns-872.awsdns-45.net',
];

/** The record that ACM looks for at every renewal. A name and its wildcard are validated by the same one. */
export const WILDCARD_VALIDATION = plainRecord('_4c1d0e9f8a7b6c5d.georgi.io', 'CNAME', 300, [
  '_a1b2c3d4e5f60718.xlfgrmvvlj.acm-validations.aws.',
]);
export const MCP_VALIDATION = plainRecord(`_9e8d7c6b5a4f3e2d.${MCP_HOST}`, 'CNAME', 300, [
  '_f0e1d2c3b4a59687.xlfgrmvvlj.acm-validations.aws.',
]);

export const ROUTE53: Route53World = {
  hostedZone: {id: 'Z0484019K2VQ7NX3TBEW', name: 'georgi.io', isPrivate: false},
  delegation: {nameServers: NAME_SERVERS, vpcs: []},
  records: [
    plainRecord('georgi.io', 'NS', 172_800, NAME_SERVERS),
    plainRecord('georgi.io', 'SOA', 900, [
      'ns-311.awsdns-38.com. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400',
    ]),
    WILDCARD_VALIDATION,
    MCP_VALIDATION,
    aliasRecord(API_HOST, 'Z1U9ULNL0V5AJ3', GATEWAY_DNS_NAME),
    aliasRecord(MCP_HOST, ALB_ZONE, `dualstack.${ALB_DNS_NAME}`),
    aliasRecord('ws.georgi.io', ALB_ZONE, `dualstack.${ALB_DNS_NAME}`),
  ],
  otherZones: [],
  healthChecks: [],
  zonesOfVpcs: {},
  domains: [
    {
      name: 'georgi.io',
      nameServers: NAME_SERVERS.map((name) => ({name, glueIps: []})),
      statuses: ['clientTransferProhibited'],
      signers: [],
    },
  ],
};

export function route53Recorded(world: Route53World): Recorded {
  const zones = [world, ...world.otherZones];
  return {
    'aws:dns:global:hostedZones': zones.map(({hostedZone}) => hostedZone),
    ...keyed(
      zones,
      ({hostedZone}) => `aws:dns:global:zoneDelegation:${hostedZone.id}`,
      ({delegation}) => delegation,
    ),
    ...keyed(
      zones,
      ({hostedZone}) => `aws:dns:global:records:${hostedZone.id}`,
      ({records}) => records,
    ),
    ...keyed(
      zones.filter(({hostedZone}) => !hostedZone.isPrivate),
      ({hostedZone}) => `aws:dns:global:zoneSigning:${hostedZone.id}`,
      ({signing = UNSIGNED}) => signing,
    ),
    ...keyed(
      [...new Set(zones.map(({hostedZone}) => hostedZone.name))],
      (name) => `aws:dns:global:registeredDomain:${name}`,
      (name) => world.domains.find((domain) => domain.name === name) ?? null,
    ),
    ...zonesOfVpcsRecorded(world, zones),
    ...keyed(
      world.healthChecks,
      ({check}) => `aws:dns:global:healthCheck:${check.id}`,
      ({check}) => check,
    ),
    ...keyed(
      world.healthChecks,
      ({check}) => `aws:dns:global:healthCheckReports:${check.id}`,
      ({reports}) => reports,
    ),
    ...keyed(
      world.healthChecks.filter(({check}) => check.alarm !== null),
      ({check}) => `aws:dns:global:healthCheckAlarm:${check.alarm?.region}:${check.alarm?.name}`,
      ({alarm}) => alarm,
    ),
    // The load balancer's account has no zone of its own.
    'aws:platform:global:hostedZones': [],
  };
}

/** In both accounts: the VPCs may be in either. */
function zonesOfVpcsRecorded({zonesOfVpcs}: Route53World, zones: readonly ZoneWorld[]): Recorded {
  const own = zones.flatMap(({hostedZone: {id, name}, delegation}) =>
    delegation.vpcs.map((vpc) => ({vpcId: vpc.id, region: vpc.region, zone: {id, name, owner: '111111111111'}})),
  );
  const stated = Object.keys(zonesOfVpcs).map((vpcId) => ({vpcId, region: 'eu-central-1'}));
  return Object.fromEntries(
    [...own, ...stated].flatMap(({vpcId, region}) => {
      const seen = own.filter((one) => one.vpcId === vpcId).map(({zone}) => zone);
      const value = [...seen, ...(zonesOfVpcs[vpcId] ?? [])];
      return ['platform', 'dns'].map((account) => [`aws:${account}:global:zonesOfVpc:${region}:${vpcId}`, value]);
    }),
  );
}

function plainRecord(name: string, type: string, ttlSeconds: number, values: readonly string[]): DnsRecord {
  return {name, type, ttlSeconds, values, alias: null, setIdentifier: null, ...SIMPLE};
}

function aliasRecord(name: string, hostedZoneId: string, dnsName: string): DnsRecord {
  // Route 53 keeps the trailing dot of an alias name.
  const alias = {hostedZoneId, dnsName: `${dnsName}.`, evaluateTargetHealth: false};
  return {name, type: 'A', ttlSeconds: null, values: [], alias, setIdentifier: null, ...SIMPLE};
}

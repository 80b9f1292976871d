/** Route 53 as plain values. */

import type {ResourceRef} from '../../resource-ref.ts';
import type {AwsService} from '../aws-service.ts';

/** A resource in whose account and region to look. */
type Where = ResourceRef<'hostedZone' | 'account'>;

export interface HostedZone {
  /** Without the `/hostedzone/` in front. */
  readonly id: string;
  /** Lower case, no trailing dot. */
  readonly name: string;
  readonly isPrivate: boolean;
}

/** The zone that a resource of the checklist names. */
export interface NamedZone extends HostedZone {
  /** The name servers that the zone above names for it, as the checklist states; null: it does not say. */
  readonly statedNameServers: readonly string[] | null;
}

/** Who has to be asked for a zone's names, and who may. */
export interface ZoneDelegation {
  /** Lower case, no trailing dot; empty for a private zone. */
  readonly nameServers: readonly string[];
  /** The VPCs whose resolvers see a private zone. */
  readonly vpcs: readonly {readonly id: string; readonly region: string}[];
}

/** A private zone as a VPC sees it, whosever it is. */
export interface VpcZone {
  readonly id: string;
  /** Lower case, no trailing dot. */
  readonly name: string;
  /** The id of an account, or a service such as `efs.amazonaws.com`. */
  readonly owner: string;
}

/** How a public zone is signed (DNSSEC). */
export interface ZoneSigning {
  /** `SIGNING`, `NOT_SIGNING`, `DELETING`, `ACTION_NEEDED` or `INTERNAL_FAILURE`. */
  readonly status: string;
  readonly message: string | null;
  /** Its key-signing keys. */
  readonly keys: readonly {
    readonly name: string;
    /** `ACTIVE`, `INACTIVE`, `DELETING`, `ACTION_NEEDED` or `INTERNAL_FAILURE`. */
    readonly status: string;
    readonly message: string | null;
    readonly keyTag: number | null;
    readonly algorithm: number | null;
    /** The DS record that the zone above has to have: `12345 13 2 E2D3…`. */
    readonly dsRecord: string | null;
  }[];
}

export interface DnsRecord {
  /** Lower case, escapes decoded, no trailing dot. */
  readonly name: string;
  readonly type: string;
  readonly ttlSeconds: number | null;
  readonly values: readonly string[];
  readonly alias: {
    readonly hostedZoneId: string;
    readonly dnsName: string;
    readonly evaluateTargetHealth: boolean;
  } | null;
  /** Set for every routing policy but simple. */
  readonly setIdentifier: string | null;
  readonly routingPolicy:
    | 'simple'
    | 'weighted'
    | 'latency'
    | 'failover'
    | 'geolocation'
    | 'geoproximity'
    | 'multivalue'
    | 'cidr';
  /** 0 to 255, of a weighted record. */
  readonly weight: number | null;
  readonly failover: 'PRIMARY' | 'SECONDARY' | null;
  /** Of a geolocation or cidr record: whom it is for, `*` for everyone that no other record of the group is for. */
  readonly location: string | null;
  readonly healthCheckId: string | null;
}

/** A health check of Route 53 that records are answered by. */
export interface RecordHealthCheck {
  readonly id: string;
  /** `HTTP`, `HTTPS`, `HTTP_STR_MATCH`, `HTTPS_STR_MATCH`, `TCP`, `CALCULATED`, `CLOUDWATCH_METRIC` or `RECOVERY_CONTROL`. */
  readonly type: string;
  readonly isDisabled: boolean;
  readonly isInverted: boolean;
  /** Of a calculated one: how many of its children have to be healthy. */
  readonly healthThreshold: number | null;
  /** Of a calculated one; empty for any other. */
  readonly childIds: readonly string[];
  /** Of one that goes by an alarm. */
  readonly alarm: {
    readonly name: string;
    readonly region: string;
    /** What the alarm watched when the check was made or updated last, which Route 53 keeps to: see {@link CheckedAlarm}. */
    readonly watches: string | null;
  } | null;
  /** What it is while its alarm has no data: `Healthy`, `Unhealthy` or `LastKnownStatus`. */
  readonly onInsufficientData: string | null;
}

/** An alarm that a health check goes by. */
export interface CheckedAlarm {
  readonly state: string;
  /** Metric, statistic, threshold and periods in one line; null for an alarm that is not of one metric. */
  readonly watches: string | null;
}

export interface Route53Facts {
  hostedZone(name: ResourceRef<'hostedZone'>): Promise<NamedZone>;
  /** Every hosted zone of the account of the named resource; the private ones too. */
  hostedZones(where: Where): Promise<readonly HostedZone[]>;
  /** Name servers and VPCs of a zone in the account of the named resource. */
  zoneDelegation(where: Where, zoneId: string): Promise<ZoneDelegation>;
  /** Every private zone that a VPC of the account of the named resource is associated with, those of other accounts too. */
  zonesOfVpc(where: Where | ResourceRef<'loadBalancer'>, region: string, vpcId: string): Promise<readonly VpcZone[]>;
  /** Of a public zone only: how it is signed. */
  zoneSigning(where: Where, zoneId: string): Promise<ZoneSigning>;
  /** All record sets of the named zone. */
  records(name: ResourceRef<'hostedZone'>): Promise<readonly DnsRecord[]>;
  /** All record sets of another zone in the account of the named resource. */
  recordsOfZone(where: Where, zoneId: string): Promise<readonly DnsRecord[]>;
  /** In the account of the named resource; null when it has none of this id. */
  healthCheck(where: Where, id: string): Promise<RecordHealthCheck | null>;
  /** What each of Route 53's checkers reports: `Success: HTTP Status Code 200, OK`. Of checks of an endpoint only. */
  healthCheckReports(where: Where, id: string): Promise<readonly string[]>;
  /** `OK`, `ALARM` or `INSUFFICIENT_DATA`, of an alarm that a health check goes by; null when there is none of that name. */
  healthCheckAlarm(where: Where, region: string, alarmName: string): Promise<CheckedAlarm | null>;
}

export const ROUTE53 = {
  prefix: 'route53',
  commands: ['route53'],
  askedWhere: ['hostedZone'],
  actions: {
    hostedZone: ['route53:ListHostedZones'],
    hostedZones: ['route53:ListHostedZones'],
    zoneDelegation: ['route53:GetHostedZone'],
    zonesOfVpc: ['route53:ListHostedZonesByVPC', 'ec2:DescribeVpcs'],
    zoneSigning: ['route53:GetDNSSEC'],
    records: ['route53:ListHostedZones', 'route53:ListResourceRecordSets'],
    recordsOfZone: ['route53:ListResourceRecordSets'],
    healthCheck: ['route53:GetHealthCheck'],
    healthCheckReports: ['route53:GetHealthCheckStatus'],
    healthCheckAlarm: ['cloudwatch:DescribeAlarms'],
  },
  scopes: {
    // All of them, because which one answers is what is looked for.
    'route53:GetDNSSEC': {sid: 'ReadZones', resources: ['arn:<partition>:route53:::hostedzone/*']},
    'route53:GetHostedZone': {sid: 'ReadZones', resources: ['arn:<partition>:route53:::hostedzone/*']},
    // A calculated one leads to others.
    'route53:GetHealthCheck': {sid: 'ReadHealthChecks', resources: ['arn:<partition>:route53:::healthcheck/*']},
    'route53:GetHealthCheckStatus': {sid: 'ReadHealthChecks', resources: ['arn:<partition>:route53:::healthcheck/*']},
    // Where the VPC is, which may be where the load balancer is.
    'route53:ListHostedZonesByVPC': {sid: 'ReadAnything', resources: ['*'], askedWhere: ['loadBalancer', 'hostedZone']},
    'route53:ListResourceRecordSets': {sid: 'ReadZones', resources: ['arn:<partition>:route53:::hostedzone/*']},
  },
} as const satisfies AwsService<keyof Route53Facts>;

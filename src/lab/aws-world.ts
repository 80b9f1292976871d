import type {
  Alarm,
  Api,
  ApiDeployment,
  ApiDomain,
  ApiMapping,
  ApiRoute,
  ApiStage,
  Certificate,
  CertificateSummary,
  Dashboard,
  Datapoint,
  DnsRecord,
  EcsService,
  EcsTask,
  HostedZone,
  IpPermission,
  Listener,
  ListenerCertificate,
  ListenerRule,
  LoadBalancer,
  MetricQuery,
  NetworkAcl,
  NetworkInterface,
  RouteTable,
  SecurityGroup,
  SecurityGroupRule,
  ServiceDeployment,
  Subnet,
  TargetGroup,
  TargetHealth,
  TaskDefinition,
  VpcLink,
  ZoneDelegation,
} from '../model/facts/aws-facts.ts';
import {RECORDING_VERSION, type Recording} from '../model/facts/fact-store.ts';
import type {Json} from '../model/outcome.ts';
import {metricKey} from '../probes/aws/cloudwatch/mapping.ts';

/** Two AWS accounts as the lab knows them: one holds the load balancer, one the DNS zone. */
export interface AwsWorld extends ZoneWorld {
  readonly platform: AwsIdentity;
  readonly dns: AwsIdentity;
  readonly loadBalancer: LoadBalancer;
  readonly loadBalancerAttributes: Readonly<Record<string, string>>;
  readonly listener: Listener;
  readonly listenerCertificates: readonly ListenerCertificate[];
  readonly listenerRules: readonly ListenerRule[];
  readonly targetGroups: readonly TargetGroup[];
  readonly certificates: readonly Certificate[];
  /** By ARN. */
  readonly targetGroupAttributes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** By the group's ARN. */
  readonly targetHealth: Readonly<Record<string, readonly TargetHealth[]>>;
  readonly listenerAttributes: Readonly<Record<string, string>>;
  readonly securityGroups: readonly SecurityGroup[];
  readonly subnets: readonly Subnet[];
  /** The one ACL of all subnets. */
  readonly networkAcl: NetworkAcl;
  readonly routeTables: readonly RouteTable[];
  readonly loadBalancerInterfaces: readonly NetworkInterface[];
  readonly taskInterfaces: readonly NetworkInterface[];
  readonly clusterName: string;
  readonly service: EcsService;
  readonly serviceDeployments: readonly ServiceDeployment[];
  readonly taskDefinition: TaskDefinition;
  /** By `container/variable`: the values that somebody asks for. */
  readonly environment: Readonly<Record<string, string | null>>;
  readonly tasks: readonly EcsTask[];
  readonly api: Api;
  readonly apiRoutes: readonly ApiRoute[];
  readonly apiStages: readonly ApiStage[];
  readonly apiDeployments: readonly ApiDeployment[];
  readonly apiDomain: ApiDomain;
  readonly apiMappings: readonly ApiMapping[];
  readonly vpcLink: VpcLink;
  readonly alarms: readonly Alarm[];
  readonly dashboard: Dashboard;
  readonly metrics: readonly {readonly query: MetricQuery; readonly datapoints: readonly Datapoint[]}[];
  /** The further zones of the account. */
  readonly otherZones: readonly ZoneWorld[];
}

export interface ZoneWorld {
  readonly hostedZone: HostedZone;
  readonly delegation: ZoneDelegation;
  readonly records: readonly DnsRecord[];
}

/** What STS says of the caller in an account. */
interface AwsIdentity {
  readonly id: string;
  readonly arn: string;
}

/**
 * The recording that `--record` would write in this world. Account names are those of the shipped checklist.
 * @param recordedAt ISO 8601: when the facts are judged.
 */
export function recordingOf(world: AwsWorld, recordedAt: string): Recording {
  const {loadBalancer, listener} = world;
  const platform = `aws:platform:${loadBalancer.region}`;
  const values: Values = {
    'aws:platform:caller': world.platform,
    'aws:dns:caller': world.dns,
    [`${platform}:loadBalancers`]: [loadBalancer],
    [`${platform}:loadBalancerAttributes:${loadBalancer.arn}`]: world.loadBalancerAttributes,
    [`${platform}:listeners:${loadBalancer.arn}`]: [listener],
    [`${platform}:listenerCertificates:${listener.arn}`]: world.listenerCertificates,
    [`${platform}:listenerRules:${listener.arn}`]: world.listenerRules,
    [`${platform}:targetGroups`]: world.targetGroups,
    ...keyed(world.certificates, ({arn}) => `${platform}:certificate:${arn}`),
    [`${platform}:certificates`]: world.certificates.map(summaryOf),
    [`${platform}:listenerAttributes:${listener.arn}`]: world.listenerAttributes,
    ...keyed(
      world.targetGroups,
      ({arn}) => `${platform}:targetGroupAttributes:${arn}`,
      ({arn}) => world.targetGroupAttributes[arn] ?? {},
    ),
    ...keyed(
      world.targetGroups,
      ({arn}) => `${platform}:targetHealth:${arn}`,
      ({arn}) => world.targetHealth[arn] ?? [],
    ),
    ...networkFacts(world, platform),
    ...serviceFacts(world, platform),
    ...gatewayFacts(world, platform),
    ...monitoringFacts(world, platform),
    [`${platform}:routeTables:${loadBalancer.vpcId}`]: world.routeTables,
    'aws:dns:global:hostedZones': [world, ...world.otherZones].map((zone) => zone.hostedZone),
    ...zoneFacts([world, ...world.otherZones]),
    // The account of the load balancer has no zone of its own.
    'aws:platform:global:hostedZones': [],
  };
  const facts = Object.entries(values).map(([key, value]) => [key, {value: asJson(value)}] as const);
  return {
    recordingVersion: RECORDING_VERSION,
    recordedAt,
    tool: 'migrate-check lab',
    facts: Object.fromEntries(facts),
  };
}

function zoneFacts(zones: readonly ZoneWorld[]): Values {
  return {
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
  };
}

function networkFacts(world: AwsWorld, platform: string): Values {
  const {loadBalancer, networkAcl} = world;
  const interfaces = [...world.loadBalancerInterfaces, ...world.taskInterfaces];
  return {
    ...keyed(world.securityGroups, ({id}) => `${platform}:securityGroup:${id}`),
    ...keyed(world.securityGroups, ({id}) => `${platform}:securityGroupRules:${id}`, securityGroupRules),
    ...keyed(world.subnets, ({id}) => `${platform}:subnet:${id}`),
    ...keyed(
      networkAcl.subnetIds,
      (id) => `${platform}:networkAcl:${id}`,
      () => networkAcl,
    ),
    ...keyed(interfaces, ({id}) => `${platform}:networkInterface:${id}`),
    [`${platform}:loadBalancerInterfaces:${loadBalancer.arn}`]: world.loadBalancerInterfaces,
    [`${platform}:routeTables:${loadBalancer.vpcId}`]: world.routeTables,
  };
}

/** The group's permissions, one for each peer, as the other API tells them. */
export function securityGroupRules(group: SecurityGroup): readonly SecurityGroupRule[] {
  const rulesOf = (permissions: readonly IpPermission[], isEgress: boolean) =>
    permissions.flatMap(({protocol, fromPort, toPort, cidrs, prefixListIds, groupIds}) =>
      [...cidrs, ...prefixListIds, ...groupIds].map((peer) => ({
        groupId: group.id,
        isEgress,
        protocol,
        fromPort,
        toPort,
        peer,
      })),
    );
  return [...rulesOf(group.ingress, false), ...rulesOf(group.egress, true)].map((rule, i) => ({
    id: `sgr-${group.id.slice(3, 18)}${i}`,
    ...rule,
  }));
}

function serviceFacts(world: AwsWorld, platform: string): Values {
  const {clusterName, service, taskDefinition} = world;
  const name = `${clusterName}:${service.name}`;
  return {
    [`${platform}:service:${name}`]: service,
    [`${platform}:services`]: [service],
    [`${platform}:serviceDeployments:${name}`]: world.serviceDeployments,
    [`${platform}:tasks:${name}`]: world.tasks,
    [`${platform}:taskDefinition:${taskDefinition.arn}`]: taskDefinition,
    ...Object.fromEntries(
      Object.entries(world.environment).map(([variable, value]) => [
        `${platform}:environmentValue:${taskDefinition.arn}:${variable.replace('/', ':')}`,
        value,
      ]),
    ),
  };
}

function gatewayFacts(world: AwsWorld, platform: string): Values {
  const {api, apiDomain} = world;
  return {
    [`${platform}:apis`]: [api],
    [`${platform}:apiRoutes:${api.id}`]: world.apiRoutes,
    [`${platform}:apiStages:${api.id}`]: world.apiStages,
    [`${platform}:apiDeployments:${api.id}`]: world.apiDeployments,
    [`${platform}:apiDomains`]: [apiDomain],
    [`${platform}:apiMappings:${apiDomain.name}`]: world.apiMappings,
    [`${platform}:vpcLinks`]: [world.vpcLink],
  };
}

function monitoringFacts({alarms, dashboard, metrics}: AwsWorld, platform: string): Values {
  return {
    ...keyed(alarms, ({name}) => `${platform}:alarm:${name}`),
    [`${platform}:dashboard:${dashboard.name}`]: dashboard,
    ...keyed(
      metrics,
      ({query}) => `${platform}:datapoints:${query.from}/${query.to}:${metricKey(query)}`,
      ({datapoints}) => datapoints,
    ),
  };
}

type Values = Readonly<Record<string, unknown>>;

function keyed<T>(all: readonly T[], key: (one: T) => string, value: (one: T) => unknown = (one) => one): Values {
  return Object.fromEntries(all.map((one) => [key(one), value(one)]));
}

function summaryOf({arn, domainName, subjectAlternativeNames, status}: Certificate): CertificateSummary {
  return {arn, domainName, subjectAlternativeNames, hasMoreNames: false, status};
}

/** Facts are plain values; an interface is no index signature, so the compiler can't see that they are JSON. */
function asJson(value: unknown): Json {
  return structuredClone(value) as Json;
}

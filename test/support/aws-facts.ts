import {type AwsWorld, HEALTHY} from '../../src/lab/aws-world.ts';
import {ALB, MCP_HOST, SSE_TARGET_GROUP_ARN} from '../../src/lab/worlds/names.ts';
import type {HealthCheckWorld, ZoneWorld} from '../../src/lab/worlds/route53.ts';
import type {
  ApiIntegration,
  ApiRoute,
  ApiStage,
  Certificate,
  ContainerDefinition,
  Dashboard,
  DnsRecord,
  EcsDeployment,
  EcsService,
  EcsTask,
  EcsTaskSet,
  HostedZone,
  IpPermission,
  ListenerRule,
  Metric,
  MetricAlarm,
  MetricOfAlarm,
  NetworkAcl,
  NetworkAclEntry,
  NetworkInterface,
  RecordHealthCheck,
  RouteTable,
  RuleAction,
  RuleCondition,
  SecurityGroup,
  ServedApi,
  ServedRoute,
  Subnet,
  TargetGroup,
  TargetHealth,
  TaskDefinition,
  VpcLink,
  ZoneDelegation,
} from '../../src/model/facts/aws-facts.ts';

/** Single facts for tests: those of the healthy world, but for what is given. */

export const HOST = MCP_HOST;
export const {api: API, listener: LISTENER, loadBalancer: LOAD_BALANCER, hostedZone: ZONE} = HEALTHY;
const VPC = LOAD_BALANCER.vpcId;
export const LOAD_BALANCER_DIMENSION = ALB;
export const TARGET_GROUP_DIMENSION = SSE_TARGET_GROUP_ARN.split(':').at(-1) ?? '';

export function record(members: Partial<DnsRecord> = {}): DnsRecord {
  const {alias: _alias, ...simple} = some(HEALTHY.records.find(({name}) => name === HOST));
  return {...simple, alias: null, ...members};
}

export function aliasTo(
  dnsName: string,
  members: Partial<DnsRecord> = {},
  zoneId = LOAD_BALANCER.canonicalHostedZoneId,
) {
  return record({alias: {hostedZoneId: zoneId, dnsName, evaluateTargetHealth: false}, ...members});
}

/** A further zone of the account; one that is private answers in `vpcs`. That of the domain has its name servers. */
export function zoneOf(
  hostedZone: HostedZone,
  records: readonly DnsRecord[] = [],
  nameServers: readonly string[] = hostedZone.name === ZONE.name ? HEALTHY.delegation.nameServers : [],
  vpcs: ZoneDelegation['vpcs'] = [],
): ZoneWorld {
  return {hostedZone, records, delegation: {nameServers, vpcs}};
}

/** One of an endpoint that all of sixteen checkers find well. */
export function healthCheckOf(
  id: string,
  members: Partial<RecordHealthCheck> = {},
  seen: Partial<Omit<HealthCheckWorld, 'check'>> = {},
): HealthCheckWorld {
  const check: RecordHealthCheck = {
    id,
    type: 'HTTPS',
    isDisabled: false,
    isInverted: false,
    healthThreshold: null,
    childIds: [],
    alarm: null,
    onInsufficientData: null,
    ...members,
  };
  return {check, reports: reports(16), alarm: null, ...seen};
}

/** What sixteen checkers report, so many of them success. */
export function reports(successes: number): string[] {
  const all = Array.from({length: 16}, (_, at) => at < successes);
  return all.map((isWell) => (isWell ? 'Success: HTTP Status Code 200, OK' : 'Failure: Connection timed out.'));
}

export function certificate(names: readonly string[], members: Partial<Certificate> = {}): Certificate {
  return {
    ...some(HEALTHY.certificates[0]),
    arn: `arn:aws:acm:eu-central-1:444444444444:certificate/${names[0]}`,
    domainName: names[0] ?? '',
    subjectAlternativeNames: names,
    notBefore: '2026-10-23T12:00:00.000Z',
    notAfter: '2027-11-22T12:00:00.000Z',
    domainValidation: [],
    ...members,
  };
}

/** That of the healthy world, or one like it where there is none of this name. */
export function targetGroup(name: string, members: Partial<TargetGroup> = {}): TargetGroup {
  const like = some(HEALTHY.targetGroups[0]);
  const group = HEALTHY.targetGroups.find((one) => one.name === name) ?? {
    ...like,
    arn: like.arn.replace(like.name, name),
    name,
  };
  return {...group, ...members};
}

export function forward(...weights: readonly (readonly [name: string, weight: number])[]): RuleAction {
  return {
    type: 'forward',
    order: 50_000,
    targets: weights.map(([name, weight]) => ({targetGroupArn: targetGroup(name).arn, weight})),
    stickinessSeconds: null,
  };
}

export const NOT_FOUND: RuleAction = {type: 'fixed-response', order: 1, statusCode: 404, contentType: null, body: null};

export function rule(
  priority: ListenerRule['priority'],
  conditions: {readonly host?: string; readonly path?: string; readonly other?: RuleCondition},
  ...actions: RuleAction[]
): ListenerRule {
  const all: RuleCondition[] = [];
  if (conditions.host !== undefined) all.push({field: 'host-header', values: [conditions.host], regexValues: []});
  if (conditions.path !== undefined) all.push({field: 'path-pattern', values: [conditions.path], regexValues: []});
  if (conditions.other !== undefined) all.push(conditions.other);
  const arn = `${LISTENER.arn.replace(':listener/', ':listener-rule/')}/${priority}`;
  return {arn, priority, conditions: all, actions, transforms: []};
}

export function targetHealth(targetId: string, state = 'healthy', members: Partial<TargetHealth> = {}): TargetHealth {
  const like = some(Object.values(HEALTHY.targetHealth)[0]?.[0]);
  return {...like, targetId, state, ...members};
}

export function permission(members: Partial<IpPermission> = {}): IpPermission {
  return {protocol: 'tcp', fromPort: 443, toPort: 443, cidrs: [], prefixListIds: [], groupIds: [], ...members};
}

/** The load balancer has these groups alone; those of the tasks and of the VPC link are as they were. */
export function guardedBy(...groups: SecurityGroup[]): Pick<AwsWorld, 'loadBalancer' | 'securityGroups'> {
  return {
    loadBalancer: {...LOAD_BALANCER, securityGroupIds: groups.map(({id}) => id)},
    securityGroups: [...HEALTHY.securityGroups, ...groups],
  };
}

export function securityGroup(id: string, ...ingress: IpPermission[]): SecurityGroup {
  return {...some(HEALTHY.securityGroups[0]), id, name: `name-of-${id}`, ingress};
}

export function routeTable(id: string, members: Partial<RouteTable> = {}): RouteTable {
  const {ownerId} = some(HEALTHY.routeTables[0]);
  return {
    id,
    isMain: false,
    subnetIds: [],
    gatewayIds: [],
    ownerId,
    routes: [route('10.20.0.0/16', 'local')],
    ...members,
  };
}

export function route(destination: string, target: string, state = 'active'): RouteTable['routes'][number] {
  return {destination, target, state, isPropagated: false};
}

/** As in a new VPC: everything is allowed. */
export function networkAcl(subnetIds: readonly string[], ...entries: NetworkAclEntry[]): NetworkAcl {
  const open = [aclEntry({isEgress: false}), aclEntry({isEgress: true})];
  return {id: `acl-${subnetIds[0]}`, subnetIds, entries: entries.length === 0 ? open : entries};
}

export function aclEntry(members: Partial<NetworkAclEntry> = {}): NetworkAclEntry {
  return {
    ruleNumber: 100,
    isEgress: false,
    protocol: '-1',
    action: 'allow',
    cidr: '0.0.0.0/0',
    ports: null,
    ...members,
  };
}

export function subnet(id: string, ...cidrs: string[]): Subnet {
  return {id, vpcId: VPC, availabilityZone: 'eu-central-1a', cidrs};
}

export function networkInterface(
  id: string,
  address: string,
  subnetId: string,
  publicAddresses: readonly string[] = [],
  securityGroupIds = some(HEALTHY.taskInterfaces[0]).securityGroupIds,
): NetworkInterface {
  return {
    ...some(HEALTHY.taskInterfaces[0]),
    id,
    subnetId,
    securityGroupIds,
    privateAddresses: [address],
    publicAddresses,
  };
}

export function deployment(members: Partial<EcsDeployment> = {}): EcsDeployment {
  return {...some(HEALTHY.service.deployments[0]), ...members};
}

export function ecsService(members: Partial<EcsService> = {}): EcsService {
  return {...HEALTHY.service, ...members};
}

/** The task definition's revision of this number. */
export function atRevision(revision: number, members: Partial<TaskDefinition> = {}): TaskDefinition {
  const like = some(HEALTHY.taskDefinitions[0]);
  return {...like, arn: like.arn.replace(/\d+$/, String(revision)), revision, ...members};
}

export function container(members: Partial<ContainerDefinition> = {}): ContainerDefinition {
  return {...some(some(HEALTHY.taskDefinitions[0]).containers[0]), ...members};
}

export function taskDefinition(members: Partial<TaskDefinition> = {}): TaskDefinition {
  return {...some(HEALTHY.taskDefinitions[0]), ...members};
}

/** PRIMARY and steady with two tasks, registered as the service of the healthy world is. */
export function taskSet(number: number, members: Partial<EcsTaskSet> = {}): EcsTaskSet {
  const {arn, taskDefinitionArn, loadBalancers} = HEALTHY.service;
  return {
    id: `ecs-svc/${number}`,
    arn: `${arn.replace(':service/', ':task-set/')}/ecs-svc/${number}`,
    status: 'PRIMARY',
    taskDefinitionArn,
    computedDesiredCount: 2,
    runningCount: 2,
    pendingCount: 0,
    loadBalancers,
    stabilityStatus: 'STEADY_STATE',
    ...members,
  };
}

/** At `10.0.1.10`, `10.0.2.10`, … */
export function task(number: number, members: Partial<EcsTask> = {}): EcsTask {
  const like = some(HEALTHY.tasks[0]);
  const arn = like.arn.replace(/[^/]+$/, String(number));
  return {...like, arn, networkInterfaceId: `eni-${number}`, privateIpv4Address: `10.0.${number}.10`, ...members};
}

export function integration(members: Partial<ApiIntegration> = {}): ApiIntegration {
  return {...some(some(HEALTHY.apiRoutes[0]).integration), ...members};
}

export function apiRoute(members: Partial<ApiRoute> = {}): ApiRoute {
  return {...some(HEALTHY.apiRoutes[0]), ...members};
}

export function apiStage(members: Partial<ApiStage> = {}): ApiStage {
  return {...some(HEALTHY.apiStages[0]), ...members};
}

/** What a stage serves: what is configured in the healthy world, but for what is given. */
export function servedApi({
  routes = HEALTHY.apiRoutes,
  ...members
}: Partial<Omit<ServedApi, 'routes'>> & {routes?: readonly (ApiRoute & Partial<ServedRoute>)[]} = {}): ServedApi {
  return {
    routes: routes.map((route) => ({validates: [], ...route})),
    variables: {},
    minimumCompressionSize: null,
    resourcePolicy: null,
    answersPreflights: false,
    ...members,
  };
}

export function vpcLink(members: Partial<VpcLink> = {}): VpcLink {
  return {...some(HEALTHY.vpcLinks[0]), ...members};
}

/** On errors of the load balancer: one period is enough. */
export function metricAlarm(members: Partial<MetricAlarm> = {}): MetricAlarm {
  const alarm = some(HEALTHY.alarms.find(({name}) => name === 'jessica-sse-target-5xx'));
  if (alarm.type !== 'metric') throw new Error('the healthy world has a composite alarm');
  return {
    ...alarm,
    name: 'errors',
    queries: [metricQuery()],
    evaluationPeriods: 1,
    datapointsToAlarm: null,
    ...members,
  };
}

/** What an alarm watches: the errors of the load balancer, each minute. */
export function metricQuery(members: Partial<MetricOfAlarm> = {}, metric: Partial<Metric> = {}): MetricOfAlarm {
  return {
    type: 'metric',
    id: 'm1',
    isWatched: true,
    metric: {
      namespace: 'AWS/ApplicationELB',
      name: 'HTTPCode_ELB_5XX_Count',
      dimensions: {LoadBalancer: LOAD_BALANCER_DIMENSION},
      ...metric,
    },
    statistic: 'Sum',
    periodSeconds: 60,
    unit: null,
    accountId: null,
    ...members,
  };
}

/** One metric widget with these rows. */
export function dashboardOf(...rows: unknown[]): Dashboard {
  const properties = {region: 'eu-central-1', metrics: rows};
  return {...HEALTHY.dashboard, body: JSON.stringify({widgets: [{type: 'metric', properties}]})};
}

function some<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('the healthy world has none of these');
  return value;
}

import {
  type Alarm,
  type Api,
  type ApiDeployment,
  type ApiDomain,
  type ApiMapping,
  type ApiRoute,
  type ApiStage,
  type AwsFacts,
  type Certificate,
  type CertificateSummary,
  type Dashboard,
  type Datapoint,
  type DnsRecord,
  type EcsService,
  type EcsTask,
  FACT_ACTIONS,
  type HostedZone,
  type IpPermission,
  type Listener,
  type ListenerCertificate,
  type ListenerRule,
  type ListenerRules,
  type LoadBalancer,
  type MetricQuery,
  type NetworkAcl,
  type NetworkAclEntry,
  type NetworkInterface,
  type RouteTable,
  type RuleAction,
  type RuleCondition,
  type SecurityGroup,
  type SecurityGroupRule,
  type ServiceDeployment,
  type SimulatedAnswer,
  type Subnet,
  type TargetGroup,
  type TargetHealth,
  type TaskDefinition,
  type VpcLink,
  type ZoneDelegation,
} from '../../src/model/facts/aws-facts.ts';
import type {World} from '../../src/model/facts/world.ts';
import {APIGATEWAY_WORLD} from './apigateway-world.ts';
import {ECS_WORLD} from './ecs-world.ts';

/** Literal facts about one load balancer and one zone: a finished migration unless a test says otherwise. */
export interface LiteralAws {
  readonly loadBalancer: LoadBalancer;
  readonly loadBalancerAttributes: Readonly<Record<string, string>>;
  readonly listener: Listener;
  readonly listenerCertificates: readonly ListenerCertificate[];
  readonly listenerRules: readonly ListenerRule[];
  readonly targetGroups: readonly TargetGroup[];
  readonly certificates: readonly Certificate[];
  readonly hostedZone: HostedZone;
  readonly hostedZones: readonly HostedZone[];
  readonly records: readonly DnsRecord[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly prefixLists: Readonly<Record<string, readonly string[]>>;
  readonly routeTables: readonly RouteTable[];
  readonly loadBalancers: readonly LoadBalancer[];
  readonly listeners: readonly Listener[];
  readonly listenerAttributes: Readonly<Record<string, string>>;
  readonly rulesOfAllListeners: readonly ListenerRules[];
  /** By ARN; a group that is not here has the defaults. */
  readonly targetGroupAttributes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** By ARN; a group that is not here has no targets. */
  readonly targetHealth: Readonly<Record<string, readonly TargetHealth[]>>;
  readonly certificateSummaries: readonly CertificateSummary[];
  /** By zone id. */
  readonly delegations: Readonly<Record<string, ZoneDelegation>>;
  /** Of the zones beside the named one, by id. */
  readonly otherRecords: Readonly<Record<string, readonly DnsRecord[]>>;
  readonly simulatedAnswer: SimulatedAnswer;
  /** Of groups that are not on the load balancer. */
  readonly otherSecurityGroups: readonly SecurityGroup[];
  readonly securityGroupRules: readonly SecurityGroupRule[];
  readonly networkAcls: readonly NetworkAcl[];
  readonly subnets: readonly Subnet[];
  readonly networkInterfaces: readonly NetworkInterface[];
  readonly loadBalancerInterfaces: readonly NetworkInterface[];
  readonly service: EcsService;
  readonly services: readonly EcsService[];
  readonly serviceDeployments: readonly ServiceDeployment[];
  readonly taskDefinitions: readonly TaskDefinition[];
  /** By container and variable, as `app/BASE_PATH`. */
  readonly environment: Readonly<Record<string, string>>;
  readonly tasks: readonly EcsTask[];
  readonly api: Api;
  readonly apis: readonly Api[];
  readonly apiRoutes: readonly ApiRoute[];
  readonly apiStages: readonly ApiStage[];
  readonly apiDeployments: readonly ApiDeployment[];
  readonly apiDomains: readonly ApiDomain[];
  /** By domain name. */
  readonly apiMappings: Readonly<Record<string, readonly ApiMapping[]>>;
  readonly vpcLinks: readonly VpcLink[];
  readonly alarms: readonly Alarm[];
  readonly dashboards: readonly Dashboard[];
  /** Given what was asked for: a metric that is not there has no data. */
  readonly datapoints: (query: MetricQuery) => readonly Datapoint[];
}

export interface AwsWorld extends World {
  /** The IAM actions behind the facts that were asked for, sorted. */
  usedActions(): string[];
}

export const NOW = new Date('2026-11-22T12:00:00Z');
export const HOST = 'mcp.run.georgi.io';

const ELB = 'arn:aws:elasticloadbalancing:eu-central-1:444444444444';

export const LOAD_BALANCER: LoadBalancer = {
  arn: `${ELB}:loadbalancer/app/central-alb/50dc6c495c0c9188`,
  name: 'central-alb',
  dnsName: 'Central-ALB-123456789.eu-central-1.elb.amazonaws.com',
  canonicalHostedZoneId: 'Z215JYRZR1TBD5',
  scheme: 'internet-facing',
  type: 'application',
  ipAddressType: 'ipv4',
  vpcId: 'vpc-1',
  subnetIds: ['subnet-a', 'subnet-b'],
  securityGroupIds: ['sg-1'],
  region: 'eu-central-1',
};

export const LISTENER: Listener = {
  arn: `${ELB}:listener/app/central-alb/50dc6c495c0c9188/f2f7dc8efc522ab2`,
  loadBalancerArn: LOAD_BALANCER.arn,
  port: 443,
  protocol: 'HTTPS',
  sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
  defaultActions: [{type: 'fixed-response', order: 1, statusCode: 404, contentType: null, body: null}],
};

export const ZONE: HostedZone = {id: 'Z0GEORGI', name: 'georgi.io', isPrivate: false};

export function record(members: Partial<DnsRecord> = {}): DnsRecord {
  return {
    name: HOST,
    type: 'A',
    ttlSeconds: null,
    values: [],
    alias: null,
    setIdentifier: null,
    routingPolicy: 'simple',
    weight: null,
    failover: null,
    location: null,
    healthCheckId: null,
    ...members,
  };
}

export function aliasTo(dnsName: string, members: Partial<DnsRecord> = {}, zoneId = 'Z215JYRZR1TBD5'): DnsRecord {
  return record({alias: {hostedZoneId: zoneId, dnsName, evaluateTargetHealth: false}, ...members});
}

export function certificate(names: readonly string[], members: Partial<Certificate> = {}): Certificate {
  return {
    arn: `arn:aws:acm:eu-central-1:444444444444:certificate/${names[0]}`,
    domainName: names[0] ?? '',
    subjectAlternativeNames: names,
    status: 'ISSUED',
    type: 'AMAZON_ISSUED',
    keyAlgorithm: 'RSA_2048',
    notBefore: '2026-10-23T12:00:00.000Z',
    notAfter: '2027-11-22T12:00:00.000Z',
    inUseBy: [LOAD_BALANCER.arn],
    renewalEligibility: 'ELIGIBLE',
    renewal: null,
    domainValidation: [],
    failureReason: null,
    ...members,
  };
}

export function targetGroup(name: string, members: Partial<TargetGroup> = {}): TargetGroup {
  return {
    arn: `${ELB}:targetgroup/${name}/73e2d6bc24d8a067`,
    name,
    protocol: 'HTTP',
    protocolVersion: 'HTTP1',
    port: 8000,
    vpcId: 'vpc-1',
    targetType: 'ip',
    loadBalancerArns: [LOAD_BALANCER.arn],
    ipAddressType: 'ipv4',
    healthCheck: {
      enabled: true,
      protocol: 'HTTP',
      port: 'traffic-port',
      path: '/health',
      intervalSeconds: 30,
      timeoutSeconds: 5,
      healthyThreshold: 3,
      unhealthyThreshold: 3,
      matcher: '200',
    },
    ...members,
  };
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
  return {
    arn: `${LISTENER.arn.replace(':listener/', ':listener-rule/')}/${priority}`,
    priority,
    conditions: all,
    actions,
    transforms: [],
  };
}

export function permission(members: Partial<IpPermission> = {}): IpPermission {
  return {protocol: 'tcp', fromPort: 443, toPort: 443, cidrs: [], prefixListIds: [], groupIds: [], ...members};
}

export function securityGroup(id: string, ...ingress: IpPermission[]): SecurityGroup {
  return {
    id,
    name: `name-of-${id}`,
    vpcId: 'vpc-1',
    ingress,
    egress: [permission({protocol: '-1', fromPort: null, toPort: null, cidrs: ['0.0.0.0/0']})],
  };
}

export function routeTable(id: string, members: Partial<RouteTable> = {}): RouteTable {
  return {id, isMain: false, subnetIds: [], routes: [route('10.0.0.0/16', 'local')], ...members};
}

export function route(destination: string, target: string, state = 'active'): RouteTable['routes'][number] {
  return {destination, target, state};
}

/** The group of the tasks: it admits the load balancer's. */
const TASK_GROUP = securityGroup('sg-task', permission({fromPort: 8000, toPort: 8000, groupIds: ['sg-1']}));

/** As a new VPC has it: everything is let through. */
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
  return {id, vpcId: 'vpc-1', availabilityZone: 'eu-central-1a', cidrs};
}

export function networkInterface(
  id: string,
  address = '10.0.1.10',
  subnetId = 'subnet-a',
  publicAddresses: readonly string[] = [],
  securityGroupIds: readonly string[] = ['sg-task'],
): NetworkInterface {
  return {
    id,
    description: '',
    subnetId,
    vpcId: 'vpc-1',
    securityGroupIds,
    privateAddresses: [address],
    publicAddresses,
    tcpEstablishedTimeoutSeconds: null,
  };
}

export function targetHealth(targetId: string, state = 'healthy', members: Partial<TargetHealth> = {}): TargetHealth {
  return {
    targetId,
    port: 8000,
    availabilityZone: 'eu-central-1a',
    healthCheckPort: '8000',
    state,
    reason: null,
    description: null,
    ...members,
  };
}

const COVERING = certificate(['*.run.georgi.io']);

type Derived = 'loadBalancers' | 'listeners' | 'rulesOfAllListeners' | 'services' | 'apis';

const FINISHED: Omit<LiteralAws, Derived> = {
  loadBalancer: LOAD_BALANCER,
  loadBalancerAttributes: {'idle_timeout.timeout_seconds': '60'},
  listener: LISTENER,
  listenerCertificates: [{arn: COVERING.arn, isDefault: true}],
  listenerRules: [
    rule(90, {host: HOST, path: '/jessica-service/mcp/sse*'}, forward(['sse', 1])),
    rule(100, {host: '*.georgi.io', path: '/jessica-service/*'}, forward(['api', 1])),
    rule('default', {}, NOT_FOUND),
  ],
  targetGroups: ['sse', 'api'].map((name) => targetGroup(name)),
  certificates: [COVERING],
  hostedZone: ZONE,
  hostedZones: [ZONE],
  records: [record({name: 'georgi.io', type: 'NS'}), aliasTo(`dualstack.${LOAD_BALANCER.dnsName.toLowerCase()}.`)],
  securityGroups: [securityGroup('sg-1', permission({cidrs: ['0.0.0.0/0']}))],
  prefixLists: {},
  routeTables: [routeTable('rtb-main', {isMain: true, routes: [route('0.0.0.0/0', 'igw-1')]})],
  listenerAttributes: {},
  targetGroupAttributes: {},
  targetHealth: {[targetGroup('sse').arn]: [targetHealth('10.0.1.10'), targetHealth('10.0.2.10')]},
  certificateSummaries: [summaryOf(COVERING)],
  delegations: {[ZONE.id]: {nameServers: ['ns-1.awsdns-1.com', 'ns-2.awsdns-2.org'], vpcs: []}},
  otherRecords: {},
  simulatedAnswer: {responseCode: 'NOERROR', values: ['192.0.2.10']},
  otherSecurityGroups: [TASK_GROUP],
  securityGroupRules: [],
  networkAcls: [networkAcl(['subnet-a', 'subnet-b'])],
  subnets: [subnet('subnet-a', '10.0.1.0/24'), subnet('subnet-b', '10.0.2.0/24')],
  networkInterfaces: [networkInterface('eni-1'), networkInterface('eni-2', '10.0.2.10', 'subnet-b')],
  loadBalancerInterfaces: [networkInterface('eni-alb', '10.0.1.5', 'subnet-a', ['192.0.2.10'], ['sg-1'])],
  ...ECS_WORLD,
  ...APIGATEWAY_WORLD,
  alarms: [],
  dashboards: [],
  datapoints: () => [],
};

export function summaryOf(of: Certificate): CertificateSummary {
  const {arn, domainName, subjectAlternativeNames, status} = of;
  return {arn, domainName, subjectAlternativeNames, hasMoreNames: false, status};
}

export function awsWorld(facts: Partial<LiteralAws> = {}, now = NOW): AwsWorld {
  const given = {...FINISHED, ...facts};
  const literal: LiteralAws = {
    ...given,
    loadBalancers: facts.loadBalancers ?? [given.loadBalancer],
    listeners: facts.listeners ?? [given.listener],
    rulesOfAllListeners: facts.rulesOfAllListeners ?? [{listener: given.listener, rules: given.listenerRules}],
    services: facts.services ?? [given.service],
    apis: facts.apis ?? [given.api],
  };
  const used = new Set<string>();
  const tell = async <T>(name: keyof AwsFacts, value: T): Promise<T> => {
    for (const action of FACT_ACTIONS[name]) used.add(action);
    return value;
  };
  const only = <T>(value: T | undefined, what: string): T => {
    if (value === undefined) throw new Error(`the test's world has no ${what}`);
    return value;
  };
  const byIds = <T extends {readonly id: string}>(all: readonly T[], ids: readonly string[]): T[] =>
    ids.map((id) =>
      only(
        all.find((one) => one.id === id),
        id,
      ),
    );
  const aws: AwsFacts = {
    loadBalancer: () => tell('loadBalancer', literal.loadBalancer),
    loadBalancerAttributes: () => tell('loadBalancerAttributes', literal.loadBalancerAttributes),
    listener: () => tell('listener', literal.listener),
    listenerCertificates: () => tell('listenerCertificates', literal.listenerCertificates),
    listenerRules: () => tell('listenerRules', literal.listenerRules),
    targetGroups: () => tell('targetGroups', literal.targetGroups),
    certificate: async (_name, arn) =>
      tell(
        'certificate',
        only(
          literal.certificates.find((one) => one.arn === arn),
          arn,
        ),
      ),
    hostedZone: () => tell('hostedZone', literal.hostedZone),
    hostedZones: () => tell('hostedZones', literal.hostedZones),
    records: () => tell('records', literal.records),
    securityGroups: () => tell('securityGroups', literal.securityGroups),
    prefixListCidrs: async (_name, id) => tell('prefixListCidrs', only(literal.prefixLists[id], id)),
    routeTables: () => tell('routeTables', literal.routeTables),
    loadBalancers: () => tell('loadBalancers', literal.loadBalancers),
    listeners: () => tell('listeners', literal.listeners),
    listenerAttributes: () => tell('listenerAttributes', literal.listenerAttributes),
    rulesOfAllListeners: () => tell('rulesOfAllListeners', literal.rulesOfAllListeners),
    targetGroupAttributes: (_name, arn) => tell('targetGroupAttributes', literal.targetGroupAttributes[arn] ?? {}),
    targetHealth: (_name, arn) => tell('targetHealth', literal.targetHealth[arn] ?? []),
    certificates: () => tell('certificates', literal.certificateSummaries),
    zoneDelegation: async (_name, id) => tell('zoneDelegation', only(literal.delegations[id], `delegation of ${id}`)),
    recordsOfZone: async (_name, id) =>
      tell('recordsOfZone', id === literal.hostedZone.id ? literal.records : only(literal.otherRecords[id], id)),
    simulatedAnswer: () => tell('simulatedAnswer', literal.simulatedAnswer),
    securityGroupsById: async (_name, ids) => {
      const groups = [...literal.securityGroups, ...literal.otherSecurityGroups];
      return tell('securityGroupsById', byIds(groups, ids));
    },
    securityGroupRules: (_name, groupId) =>
      tell(
        'securityGroupRules',
        literal.securityGroupRules.filter((one) => one.groupId === groupId),
      ),
    networkAcls: async (_name, ids) =>
      tell(
        'networkAcls',
        ids.map((id) =>
          only(
            literal.networkAcls.find(({subnetIds}) => subnetIds.includes(id)),
            `ACL of ${id}`,
          ),
        ),
      ),
    subnets: async (_name, ids) => tell('subnets', byIds(literal.subnets, ids)),
    networkInterfaces: async (_name, ids) => tell('networkInterfaces', byIds(literal.networkInterfaces, ids)),
    loadBalancerInterfaces: () => tell('loadBalancerInterfaces', literal.loadBalancerInterfaces),
    service: () => tell('service', literal.service),
    services: () => tell('services', literal.services),
    serviceDeployments: () => tell('serviceDeployments', literal.serviceDeployments),
    taskDefinition: async (_name, arn) =>
      tell(
        'taskDefinition',
        only(
          literal.taskDefinitions.find((one) => one.arn === arn),
          arn,
        ),
      ),
    environmentValue: (_name, _arn, container, variable) =>
      tell('environmentValue', literal.environment[`${container}/${variable}`] ?? null),
    tasks: () => tell('tasks', literal.tasks),
    apis: () => tell('apis', literal.apis),
    api: () => tell('api', literal.api),
    apiRoutes: () => tell('apiRoutes', literal.apiRoutes),
    apiStages: () => tell('apiStages', literal.apiStages),
    apiDeployments: () => tell('apiDeployments', literal.apiDeployments),
    apiDomains: () => tell('apiDomains', literal.apiDomains),
    apiMappings: (_name, domain) => tell('apiMappings', literal.apiMappings[domain] ?? []),
    vpcLinks: () => tell('vpcLinks', literal.vpcLinks),
    alarm: (_name, wanted) => tell('alarm', literal.alarms.find(({name}) => name === wanted) ?? null),
    dashboard: (_name, wanted) => tell('dashboard', literal.dashboards.find(({name}) => name === wanted) ?? null),
    datapoints: (_name, query) => tell('datapoints', literal.datapoints(query)),
  };
  const elsewhere = async () => {
    throw new Error('an AWS check looks at AWS only');
  };
  return {
    now,
    aws,
    http: {request: elsewhere},
    sse: {stream: elsewhere},
    files: {read: elsewhere, headings: elsewhere},
    terraform: {resources: elsewhere},
    usedActions: () => [...used].sort(),
  };
}

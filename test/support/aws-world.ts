import {
  type AwsFacts,
  type Certificate,
  type DnsRecord,
  FACT_ACTIONS,
  type HostedZone,
  type IpPermission,
  type Listener,
  type ListenerCertificate,
  type ListenerRule,
  type LoadBalancer,
  type RouteTable,
  type RuleAction,
  type RuleCondition,
  type SecurityGroup,
  type TargetGroup,
} from '../../src/model/aws-facts.ts';
import type {World} from '../../src/model/world.ts';

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
    notAfter: '2027-11-22T12:00:00.000Z',
    inUseBy: [LOAD_BALANCER.arn],
    ...members,
  };
}

export function targetGroup(name: string): TargetGroup {
  return {
    arn: `${ELB}:targetgroup/${name}/73e2d6bc24d8a067`,
    name,
    protocol: 'HTTP',
    protocolVersion: 'HTTP1',
    port: 8000,
    vpcId: 'vpc-1',
    targetType: 'ip',
    loadBalancerArns: [LOAD_BALANCER.arn],
  };
}

export function forward(...weights: readonly (readonly [name: string, weight: number])[]): RuleAction {
  return {
    type: 'forward',
    order: 50_000,
    targets: weights.map(([name, weight]) => ({targetGroupArn: targetGroup(name).arn, weight})),
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
  };
}

export function permission(members: Partial<IpPermission> = {}): IpPermission {
  return {protocol: 'tcp', fromPort: 443, toPort: 443, cidrs: [], prefixListIds: [], groupIds: [], ...members};
}

export function securityGroup(id: string, ...ingress: IpPermission[]): SecurityGroup {
  return {id, name: `name-of-${id}`, vpcId: 'vpc-1', ingress};
}

export function routeTable(id: string, members: Partial<RouteTable> = {}): RouteTable {
  return {id, isMain: false, subnetIds: [], routes: [route('10.0.0.0/16', 'local')], ...members};
}

export function route(destination: string, target: string, state = 'active'): RouteTable['routes'][number] {
  return {destination, target, state};
}

const COVERING = certificate(['*.run.georgi.io']);

const FINISHED: LiteralAws = {
  loadBalancer: LOAD_BALANCER,
  loadBalancerAttributes: {'idle_timeout.timeout_seconds': '60'},
  listener: LISTENER,
  listenerCertificates: [{arn: COVERING.arn, isDefault: true}],
  listenerRules: [
    rule(90, {host: HOST, path: '/jessica-service/mcp/sse*'}, forward(['sse', 1])),
    rule(100, {host: '*.georgi.io', path: '/jessica-service/*'}, forward(['api', 1])),
    rule('default', {}, NOT_FOUND),
  ],
  targetGroups: ['sse', 'api'].map(targetGroup),
  certificates: [COVERING],
  hostedZone: ZONE,
  hostedZones: [ZONE],
  records: [record({name: 'georgi.io', type: 'NS'}), aliasTo(`dualstack.${LOAD_BALANCER.dnsName.toLowerCase()}.`)],
  securityGroups: [securityGroup('sg-1', permission({cidrs: ['0.0.0.0/0']}))],
  prefixLists: {},
  routeTables: [routeTable('rtb-main', {isMain: true, routes: [route('0.0.0.0/0', 'igw-1')]})],
};

export function awsWorld(facts: Partial<LiteralAws> = {}, now = NOW): AwsWorld {
  const literal = {...FINISHED, ...facts};
  const used = new Set<string>();
  const tell = async <T>(name: keyof AwsFacts, value: T): Promise<T> => {
    for (const action of FACT_ACTIONS[name]) used.add(action);
    return value;
  };
  const only = <T>(value: T | undefined, what: string): T => {
    if (value === undefined) throw new Error(`the test's world has no ${what}`);
    return value;
  };
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
  };
  const elsewhere = async () => {
    throw new Error('an AWS check looks at AWS only');
  };
  return {
    now,
    aws,
    http: {request: elsewhere},
    sse: {stream: elsewhere},
    files: {read: elsewhere},
    terraform: {resources: elsewhere},
    usedActions: () => [...used].sort(),
  };
}

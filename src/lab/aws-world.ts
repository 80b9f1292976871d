import type {
  Certificate,
  DnsRecord,
  HostedZone,
  Listener,
  ListenerCertificate,
  ListenerRule,
  LoadBalancer,
  RouteTable,
  SecurityGroup,
  TargetGroup,
} from '../model/aws-facts.ts';
import type {Recording} from '../model/fact-store.ts';
import type {Json} from '../model/outcome.ts';

/** Two AWS accounts as the lab knows them: one holds the load balancer, one the DNS zone. */
export interface AwsWorld {
  readonly platform: AwsIdentity;
  readonly dns: AwsIdentity;
  readonly loadBalancer: LoadBalancer;
  readonly loadBalancerAttributes: Readonly<Record<string, string>>;
  readonly listener: Listener;
  readonly listenerCertificates: readonly ListenerCertificate[];
  readonly listenerRules: readonly ListenerRule[];
  readonly targetGroups: readonly TargetGroup[];
  readonly certificates: readonly Certificate[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly routeTables: readonly RouteTable[];
  readonly hostedZone: HostedZone;
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
  const {loadBalancer, listener, hostedZone} = world;
  const platform = `aws:platform:${loadBalancer.region}`;
  const values: Readonly<Record<string, object>> = {
    'aws:platform:caller': world.platform,
    'aws:dns:caller': world.dns,
    [`${platform}:loadBalancers`]: [loadBalancer],
    [`${platform}:loadBalancerAttributes:${loadBalancer.arn}`]: world.loadBalancerAttributes,
    [`${platform}:listeners:${loadBalancer.arn}`]: [listener],
    [`${platform}:listenerCertificates:${listener.arn}`]: world.listenerCertificates,
    [`${platform}:listenerRules:${listener.arn}`]: world.listenerRules,
    [`${platform}:targetGroups`]: world.targetGroups,
    ...keyed(world.certificates, ({arn}) => `${platform}:certificate:${arn}`),
    ...keyed(world.securityGroups, ({id}) => `${platform}:securityGroup:${id}`),
    [`${platform}:routeTables:${loadBalancer.vpcId}`]: world.routeTables,
    'aws:dns:global:hostedZones': [hostedZone],
    [`aws:dns:global:records:${hostedZone.id}`]: world.records,
  };
  const facts = Object.entries(values).map(([key, value]) => [key, {value: asJson(value)}] as const);
  return {recordingVersion: 1, recordedAt, tool: 'migrate-check lab', facts: Object.fromEntries(facts)};
}

function keyed<T extends object>(values: readonly T[], key: (value: T) => string): Record<string, T> {
  return Object.fromEntries(values.map((value) => [key(value), value]));
}

/** Facts are plain values; an interface is no index signature, so the compiler can't see that they are JSON. */
function asJson(value: object): Json {
  return structuredClone(value) as unknown as Json;
}

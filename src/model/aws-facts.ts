/**
 * What AWS says, as plain values: the names of the AWS APIs in camelCase, absent members as null, no SDK types.
 * A {@link AwsFacts} names resources as the checklist does; the probe knows account, region and paging.
 */

export interface LoadBalancer {
  readonly arn: string;
  readonly name: string;
  /** Mixed case as AWS keeps it; Route 53 lower-cases it. */
  readonly dnsName: string;
  readonly canonicalHostedZoneId: string;
  readonly scheme: 'internet-facing' | 'internal';
  readonly type: string;
  readonly ipAddressType: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly region: string;
}

export interface Listener {
  readonly arn: string;
  readonly loadBalancerArn: string;
  readonly port: number;
  readonly protocol: string;
  readonly sslPolicy: string | null;
}

export interface ListenerCertificate {
  readonly arn: string;
  readonly isDefault: boolean;
}

export type RuleCondition =
  | {readonly field: 'host-header'; readonly values: readonly string[]; readonly regexValues: readonly string[]}
  | {readonly field: 'path-pattern'; readonly values: readonly string[]; readonly regexValues: readonly string[]}
  | {
      readonly field: 'http-header';
      readonly name: string;
      readonly values: readonly string[];
      readonly regexValues: readonly string[];
    }
  | {readonly field: 'query-string'; readonly pairs: readonly {readonly key: string | null; readonly value: string}[]}
  | {readonly field: 'http-request-method'; readonly values: readonly string[]}
  | {readonly field: 'source-ip'; readonly values: readonly string[]}
  /** A condition this version does not know: whether it matches can't be told. */
  | {readonly field: 'unknown'; readonly name: string};

export type RuleAction =
  | {
      readonly type: 'forward';
      readonly order: number;
      readonly targets: readonly {readonly targetGroupArn: string; readonly weight: number}[];
    }
  | {
      readonly type: 'redirect';
      readonly order: number;
      /** `HTTP_301` or `HTTP_302`. */
      readonly statusCode: string;
      readonly protocol: string;
      readonly host: string;
      readonly port: string;
      readonly path: string;
      readonly query: string;
    }
  | {
      readonly type: 'fixed-response';
      readonly order: number;
      readonly statusCode: number;
      readonly contentType: string | null;
      readonly body: string | null;
    }
  | {readonly type: 'authenticate-oidc' | 'authenticate-cognito' | 'jwt-validation'; readonly order: number}
  | {readonly type: 'unknown'; readonly order: number; readonly name: string};

export interface ListenerRule {
  readonly arn: string;
  /** 1 to 50000; the default rule is evaluated last. */
  readonly priority: number | 'default';
  readonly conditions: readonly RuleCondition[];
  readonly actions: readonly RuleAction[];
}

export interface TargetGroup {
  readonly arn: string;
  readonly name: string;
  readonly protocol: string | null;
  readonly protocolVersion: string | null;
  readonly port: number | null;
  readonly vpcId: string | null;
  readonly targetType: string;
  readonly loadBalancerArns: readonly string[];
}

export interface Certificate {
  readonly arn: string;
  readonly domainName: string;
  readonly subjectAlternativeNames: readonly string[];
  /** `ISSUED`, `PENDING_VALIDATION`, `EXPIRED`, `REVOKED`, … */
  readonly status: string;
  /** ISO 8601; null until issued. */
  readonly notAfter: string | null;
  readonly inUseBy: readonly string[];
}

export interface HostedZone {
  /** Without the `/hostedzone/` in front. */
  readonly id: string;
  /** Lower case, no trailing dot. */
  readonly name: string;
  readonly isPrivate: boolean;
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
}

export interface IpPermission {
  /** `tcp`, `udp`, `icmp`, `icmpv6`, a protocol number, or `-1` for everything. */
  readonly protocol: string;
  /** Null where the permission has no ports (`-1`). */
  readonly fromPort: number | null;
  readonly toPort: number | null;
  readonly cidrs: readonly string[];
  readonly prefixListIds: readonly string[];
  readonly groupIds: readonly string[];
}

export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly vpcId: string | null;
  readonly ingress: readonly IpPermission[];
}

export interface RouteTable {
  readonly id: string;
  /** The table of every subnet of the VPC that has none of its own. */
  readonly isMain: boolean;
  readonly subnetIds: readonly string[];
  readonly routes: readonly {
    /** CIDR or prefix list. */
    readonly destination: string;
    /** `igw-…`, `nat-…`, `local`, … */
    readonly target: string;
    readonly state: string;
  }[];
}

/** The name of a resource in the checklist (`alb`, `zone`). */
export type ResourceName = string;

/**
 * AWS facts about the checklist's resources. Each is fetched once a run and account, whoever asks.
 *
 * Every method rejects with {@link CannotTell} when the place to look is missing (no such load balancer, listener, zone)
 * and with {@link AwsRefusal} when AWS would not answer; none returns a partial list.
 */
export interface AwsFacts {
  loadBalancer(name: ResourceName): Promise<LoadBalancer>;
  /** Attribute keys as AWS has them; a key that is absent means AWS's default. */
  loadBalancerAttributes(name: ResourceName): Promise<Readonly<Record<string, string>>>;
  /** The listener on the resource's `listener:` port. */
  listener(name: ResourceName): Promise<Listener>;
  listenerCertificates(name: ResourceName): Promise<readonly ListenerCertificate[]>;
  /** In evaluation order: by priority as a number, the default rule last. */
  listenerRules(name: ResourceName): Promise<readonly ListenerRule[]>;
  /** All target groups of the resource's account and region. */
  targetGroups(name: ResourceName): Promise<readonly TargetGroup[]>;
  /** One ACM certificate in the account of the named load balancer. */
  certificate(name: ResourceName, arn: string): Promise<Certificate>;
  hostedZone(name: ResourceName): Promise<HostedZone>;
  /** Every hosted zone of the account the named zone lives in, the private ones too. */
  hostedZones(name: ResourceName): Promise<readonly HostedZone[]>;
  /** All record sets of the named zone. */
  records(name: ResourceName): Promise<readonly DnsRecord[]>;
  /** The groups on the named load balancer. */
  securityGroups(name: ResourceName): Promise<readonly SecurityGroup[]>;
  /** CIDRs of a managed prefix list in the account and region of the named resource. */
  prefixListCidrs(name: ResourceName, prefixListId: string): Promise<readonly string[]>;
  /** The route tables of the named load balancer's VPC. */
  routeTables(name: ResourceName): Promise<readonly RouteTable[]>;
}

/** The IAM actions behind each fact: the probe names them at the call, the checks declare them, tests hold the two equal. */
export const FACT_ACTIONS = {
  loadBalancer: ['elasticloadbalancing:DescribeLoadBalancers'],
  loadBalancerAttributes: [
    'elasticloadbalancing:DescribeLoadBalancerAttributes',
    'elasticloadbalancing:DescribeLoadBalancers',
  ],
  listener: ['elasticloadbalancing:DescribeLoadBalancers', 'elasticloadbalancing:DescribeListeners'],
  listenerCertificates: [
    'elasticloadbalancing:DescribeLoadBalancers',
    'elasticloadbalancing:DescribeListeners',
    'elasticloadbalancing:DescribeListenerCertificates',
  ],
  listenerRules: [
    'elasticloadbalancing:DescribeLoadBalancers',
    'elasticloadbalancing:DescribeListeners',
    'elasticloadbalancing:DescribeRules',
  ],
  targetGroups: ['elasticloadbalancing:DescribeTargetGroups'],
  certificate: ['acm:DescribeCertificate'],
  hostedZone: ['route53:ListHostedZones'],
  hostedZones: ['route53:ListHostedZones'],
  records: ['route53:ListHostedZones', 'route53:ListResourceRecordSets'],
  securityGroups: ['elasticloadbalancing:DescribeLoadBalancers', 'ec2:DescribeSecurityGroups'],
  prefixListCidrs: ['ec2:GetManagedPrefixListEntries'],
  routeTables: ['elasticloadbalancing:DescribeLoadBalancers', 'ec2:DescribeRouteTables'],
} as const satisfies Record<keyof AwsFacts, readonly string[]>;

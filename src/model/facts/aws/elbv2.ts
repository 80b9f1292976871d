/** Elastic Load Balancing as plain values: the API's names in camelCase, absent members as null. */

import type {ResourceRef} from '../../resource-ref.ts';
import type {AwsService} from '../aws-service.ts';

/** A resource in whose account and region to look. */
type Where = ResourceRef<'loadBalancer' | 'account'>;

export interface LoadBalancer {
  readonly arn: string;
  readonly name: string;
  /** Mixed case as AWS keeps it; Route 53 lower-cases it. */
  readonly dnsName: string;
  readonly canonicalHostedZoneId: string;
  readonly scheme: 'internet-facing' | 'internal';
  readonly type: string;
  readonly state: {
    /** `active`, `provisioning`, `active_impaired` or `failed`. */
    readonly code: string;
    readonly reason: string | null;
  };
  readonly ipAddressType: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  /** The names of the availability zones that it has nodes in, in the order of its subnets. */
  readonly zones: readonly string[];
  readonly securityGroupIds: readonly string[];
  /**
   * Whether the groups of a network load balancer also guard what comes over PrivateLink, such as a VPC link of version 1;
   * null where AWS does not say.
   */
  readonly groupsGuardPrivateLink: boolean | null;
  readonly region: string;
}

export interface Listener {
  readonly arn: string;
  readonly loadBalancerArn: string;
  readonly port: number;
  readonly protocol: string;
  readonly sslPolicy: string | null;
  readonly mutualTls: MutualTls;
  /** What the default rule does, as the listener itself has it. */
  readonly defaultActions: readonly RuleAction[];
}

/** What a listener does with certificates of clients. */
export interface MutualTls {
  /** `off`, `passthrough` or `verify`. */
  readonly mode: string;
  readonly trustStoreArn: string | null;
  /** Whether the owner of the trust store, another account, no longer shares it. */
  readonly trustStoreIsRemoved: boolean;
  /** Whether an expired certificate of a client is accepted. */
  readonly ignoresExpiry: boolean;
}

/** The default certificate comes twice where it is in the list of the listener as well: with `isDefault`, and without. */
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
  /** A condition this version does not know: whether it matches is not known. */
  | {readonly field: 'unknown'; readonly name: string};

export type RuleAction =
  | {
      readonly type: 'forward';
      readonly order: number;
      readonly targets: readonly {readonly targetGroupArn: string; readonly weight: number}[];
      /** Whether a client is kept on one of several target groups, and for how long; null when it is not. */
      readonly stickinessSeconds: number | null;
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
  | {
      readonly type: 'authenticate-oidc' | 'authenticate-cognito';
      readonly order: number;
      /** `authenticate` (a redirect to the identity provider), `deny` or `allow`. */
      readonly onUnauthenticatedRequest: string;
    }
  | {readonly type: 'jwt-validation'; readonly order: number; readonly issuer: string | null}
  | {readonly type: 'unknown'; readonly order: number; readonly name: string};

export interface ListenerRule {
  readonly arn: string;
  /** 1 to 50000; the default rule is evaluated last. */
  readonly priority: number | 'default';
  readonly conditions: readonly RuleCondition[];
  readonly actions: readonly RuleAction[];
  /** Made after matching, so they do not change which rule wins. */
  readonly transforms: readonly RuleTransform[];
}

/** What a rule rewrites of the requests that it takes, before a target sees them. */
export interface RuleTransform {
  /** `url-rewrite` or `host-header-rewrite`. */
  readonly type: string;
  /** AWS takes one; empty for a type that this version does not know. */
  readonly rewrites: readonly {readonly regex: string; readonly replace: string}[];
}

/** The rules of one listener, in evaluation order. */
export interface ListenerRules {
  readonly listener: Listener;
  readonly rules: readonly ListenerRule[];
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
  readonly ipAddressType: string | null;
  readonly healthCheck: HealthCheck;
}

export interface HealthCheck {
  readonly enabled: boolean;
  readonly protocol: string | null;
  /** `traffic-port` or a number as text. */
  readonly port: string | null;
  readonly path: string | null;
  readonly intervalSeconds: number | null;
  readonly timeoutSeconds: number | null;
  readonly healthyThreshold: number | null;
  readonly unhealthyThreshold: number | null;
  /** `200`, `200,202`, `200-299`. */
  readonly matcher: string | null;
}

export interface TargetHealth {
  /** An IP address, an instance id, a function's or load balancer's ARN: as `TargetType` says. */
  readonly targetId: string;
  readonly port: number | null;
  /** `all` for an address outside the VPC; null where AWS does not say. */
  readonly availabilityZone: string | null;
  /**
   * `zonal_shift_active` keeps requests away from a target that may be healthy; `no_override` and null do not;
   * `zonal_shift_delegated_to_dns` and `unknown` do not say.
   */
  readonly override: string | null;
  readonly healthCheckPort: string | null;
  /** `healthy`, `unhealthy`, `initial`, `unused`, `draining`, `unavailable`, … */
  readonly state: string;
  /** For example `Target.ResponseCodeMismatch`; null when healthy. */
  readonly reason: string | null;
  readonly description: string | null;
}

export interface Elbv2Facts {
  /** Every load balancer in the account and region of the named resource. */
  loadBalancers(where: Where): Promise<readonly LoadBalancer[]>;
  loadBalancer(name: ResourceRef<'loadBalancer'>): Promise<LoadBalancer>;
  /** Attribute keys as AWS has them; a key that is absent means AWS's default. */
  loadBalancerAttributes(name: ResourceRef<'loadBalancer'>): Promise<Readonly<Record<string, string>>>;
  /** All listeners of the named load balancer. */
  listeners(name: ResourceRef<'loadBalancer'>): Promise<readonly Listener[]>;
  /** All listeners of a load balancer of the account and region, which no resource names. */
  listenersOf(where: Where, loadBalancerArn: string): Promise<readonly Listener[]>;
  /** The listener on the resource's `listener:` port. */
  listener(name: ResourceRef<'loadBalancer'>): Promise<Listener>;
  /** Like the load balancer's: an absent key means the default. */
  listenerAttributes(name: ResourceRef<'loadBalancer'>): Promise<Readonly<Record<string, string>>>;
  listenerCertificates(name: ResourceRef<'loadBalancer'>): Promise<readonly ListenerCertificate[]>;
  /** In evaluation order: by priority as a number, the default rule last. */
  listenerRules(name: ResourceRef<'loadBalancer'>): Promise<readonly ListenerRule[]>;
  /** The rules of every listener of the named load balancer: a call for each listener. */
  rulesOfAllListeners(name: ResourceRef<'loadBalancer'>): Promise<readonly ListenerRules[]>;
  /** All target groups of the account and region of the named resource. */
  targetGroups(where: Where): Promise<readonly TargetGroup[]>;
  targetGroupAttributes(where: Where, targetGroupArn: string): Promise<Readonly<Record<string, string>>>;
  /** Every registered target, the draining ones too. */
  targetHealth(where: Where, targetGroupArn: string): Promise<readonly TargetHealth[]>;
}

export const ELBV2 = {
  prefix: 'elasticloadbalancing',
  commands: ['elbv2'],
  askedWhere: ['loadBalancer'],
  actions: {
    loadBalancers: ['elasticloadbalancing:DescribeLoadBalancers'],
    loadBalancer: ['elasticloadbalancing:DescribeLoadBalancers'],
    loadBalancerAttributes: [
      'elasticloadbalancing:DescribeLoadBalancerAttributes',
      'elasticloadbalancing:DescribeLoadBalancers',
    ],
    listeners: ['elasticloadbalancing:DescribeLoadBalancers', 'elasticloadbalancing:DescribeListeners'],
    listenersOf: ['elasticloadbalancing:DescribeListeners'],
    listener: ['elasticloadbalancing:DescribeLoadBalancers', 'elasticloadbalancing:DescribeListeners'],
    listenerAttributes: [
      'elasticloadbalancing:DescribeLoadBalancers',
      'elasticloadbalancing:DescribeListeners',
      'elasticloadbalancing:DescribeListenerAttributes',
    ],
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
    rulesOfAllListeners: [
      'elasticloadbalancing:DescribeLoadBalancers',
      'elasticloadbalancing:DescribeListeners',
      'elasticloadbalancing:DescribeRules',
    ],
    targetGroups: ['elasticloadbalancing:DescribeTargetGroups'],
    targetGroupAttributes: ['elasticloadbalancing:DescribeTargetGroupAttributes'],
    targetHealth: ['elasticloadbalancing:DescribeTargetHealth'],
  },
  scopes: {},
} as const satisfies AwsService<keyof Elbv2Facts>;

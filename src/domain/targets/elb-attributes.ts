import {CannotTell} from '../../model/errors.ts';
import type {LoadBalancer} from '../../model/facts/aws-facts.ts';
import {requireUsable} from '../load-balancers/usable-state.ts';

/**
 * Attributes of load balancers and target groups. AWS keeps them as text, and a key that is absent has its default.
 * Source: the Elastic Load Balancing API reference, LoadBalancerAttribute and TargetGroupAttribute.
 */

export type Attributes = Readonly<Record<string, string>>;

/** The defaults of an application load balancer and its target groups. */
const DEFAULTS = {
  'idle_timeout.timeout_seconds': '60',
  'client_keep_alive.seconds': '3600',
  'routing.http2.enabled': 'true',
  'routing.http.drop_invalid_header_fields.enabled': 'false',
  'routing.http.desync_mitigation_mode': 'defensive',
  'access_logs.s3.enabled': 'false',
  'deregistration_delay.timeout_seconds': '300',
  'load_balancing.algorithm.type': 'round_robin',
  'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
  'stickiness.enabled': 'false',
  'stickiness.type': 'lb_cookie',
  'stickiness.lb_cookie.duration_seconds': '86400',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '1',
} as const;

export type AttributeKey = keyof typeof DEFAULTS;

/**
 * @throws {CannotTell} for another kind of load balancer, which has other attributes and other defaults, and for one
 * that takes no requests: what its attributes would do with a stream is not seen.
 */
export function requireApplication(loadBalancer: Pick<LoadBalancer, 'name' | 'type' | 'state'>): void {
  const {name, type} = loadBalancer;
  if (type === 'application') {
    requireUsable(loadBalancer);
    return;
  }
  throw new CannotTell(
    `load balancer ${name} is of type ${type}, not application: an attribute that is absent does not mean the same there`,
    'name an application load balancer as the resource',
  );
}

export interface Attribute {
  readonly value: string;
  /** Not set: AWS did not return it. */
  readonly isDefault: boolean;
}

export function attributeOf(attributes: Attributes, key: AttributeKey): Attribute {
  const value = attributes[key];
  return value === undefined ? {value: DEFAULTS[key], isDefault: true} : {value, isDefault: false};
}

/** A whole number of seconds, or null for anything else. */
export function secondsOf({value}: Attribute): number | null {
  return /^\d+$/.test(value) ? Number(value) : null;
}

/** @throws {CannotTell} when AWS has something else there than a whole number of seconds. */
export function requireSeconds(
  place: string,
  attributes: Attributes,
  key: AttributeKey,
  of: 'load-balancer' | 'target-group',
): number {
  const attribute = attributeOf(attributes, key);
  const seconds = secondsOf(attribute);
  if (seconds !== null) return seconds;
  throw new CannotTell(
    `${place}: ${key} is "${attribute.value}", not a number of seconds`,
    `check with \`aws elbv2 describe-${of}-attributes\``,
  );
}

/** `60 (the default)`, or the value alone. */
export function attributeText({value, isDefault}: Attribute): string {
  return isDefault ? `${value} (the default)` : value;
}

import type {TargetGroup} from '../../model/facts/aws-facts.ts';
import {type Attributes, attributeOf} from './elb-attributes.ts';

/** Durations in milliseconds; what is left out is not planned. */
interface PlannedHealthCheck {
  readonly enabled?: boolean | undefined;
  readonly protocol?: string | undefined;
  readonly path?: string | undefined;
  readonly port?: string | number | undefined;
  readonly matcher?: string | number | undefined;
  readonly interval?: number | undefined;
  readonly timeout?: number | undefined;
  readonly healthyThreshold?: number | undefined;
  readonly unhealthyThreshold?: number | undefined;
}

export interface PlannedAttributes {
  readonly deregistrationDelay?: number | undefined;
  readonly algorithm?: string | undefined;
  readonly stickiness?: string | undefined;
}

/** One setting, as it is planned and as it is. */
export interface Field {
  readonly name: string;
  readonly wanted: string | number | boolean | undefined;
  readonly found: string | number | boolean | null;
  /** Cannot be changed once the group exists. */
  readonly isFixed?: boolean;
}

/** Of the group itself. */
export interface Planned {
  readonly protocol?: string | undefined;
  readonly protocolVersion?: string | undefined;
  readonly port?: string | number | undefined;
  readonly targetType?: string | undefined;
  readonly vpc?: string | undefined;
  readonly healthCheck?: PlannedHealthCheck | undefined;
}

export function configuration(group: TargetGroup, {healthCheck: planned, ...wanted}: Planned): Field[] {
  const {healthCheck} = group;
  return [
    {name: 'protocol', wanted: wanted.protocol, found: group.protocol, isFixed: true},
    {name: 'protocol version', wanted: wanted.protocolVersion, found: group.protocolVersion, isFixed: true},
    {name: 'port', wanted: wanted.port, found: group.port, isFixed: true},
    {name: 'target type', wanted: wanted.targetType, found: group.targetType, isFixed: true},
    {name: 'VPC', wanted: wanted.vpc, found: group.vpcId, isFixed: true},
    {name: 'health check enabled', wanted: planned?.enabled, found: healthCheck.enabled},
    {name: 'health check protocol', wanted: planned?.protocol, found: healthCheck.protocol},
    {name: 'health check path', wanted: planned?.path, found: healthCheck.path},
    {name: 'health check port', wanted: planned?.port, found: healthCheck.port},
    {name: 'health check matcher', wanted: planned?.matcher, found: healthCheck.matcher},
    {name: 'health check interval', wanted: seconds(planned?.interval), found: withUnit(healthCheck.intervalSeconds)},
    {name: 'health check timeout', wanted: seconds(planned?.timeout), found: withUnit(healthCheck.timeoutSeconds)},
    {name: 'healthy threshold', wanted: planned?.healthyThreshold, found: healthCheck.healthyThreshold},
    {name: 'unhealthy threshold', wanted: planned?.unhealthyThreshold, found: healthCheck.unhealthyThreshold},
  ];
}

export function attributesOf(set: Attributes, planned: PlannedAttributes | undefined): Field[] {
  const delay = attributeOf(set, 'deregistration_delay.timeout_seconds');
  const isSticky = attributeOf(set, 'stickiness.enabled').value === 'true';
  return [
    {name: 'deregistration delay', wanted: seconds(planned?.deregistrationDelay), found: `${delay.value} s`},
    {name: 'algorithm', wanted: planned?.algorithm, found: attributeOf(set, 'load_balancing.algorithm.type').value},
    {
      name: 'stickiness',
      wanted: planned?.stickiness,
      found: isSticky ? attributeOf(set, 'stickiness.type').value : 'off',
    },
  ];
}

function seconds(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : `${ms / 1000} s`;
}

function withUnit(value: number | null): string | null {
  return value === null ? null : `${value} s`;
}

/** AWS has ports and statuses as text in one place and as numbers in another; the order of statuses means nothing. */
export function isSame({wanted, found}: Field): boolean {
  return found !== null && plain(wanted) === plain(found);
}

function plain(value: unknown): string {
  return String(value)
    .split(',')
    .map((part) => part.trim())
    .sort()
    .join(',');
}

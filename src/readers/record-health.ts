import {healthOfCheck} from '../domain/dns/health-checks.ts';
import {type Health, type HealthBySource, type HealthSource, sourceKey} from '../domain/dns/record-health.ts';
import {dnsHealth} from '../domain/load-balancers/dns-health.ts';
import type {AwsFacts, LoadBalancer} from '../model/facts/aws-facts.ts';
import {findLoadBalancer} from '../model/facts/load-balancer-name.ts';
import type {ResourceRef} from '../model/resource-ref.ts';

export type HealthCheckFacts = Pick<AwsFacts, 'healthCheck' | 'healthCheckAlarm' | 'healthCheckReports'>;
export type LoadBalancerHealthFacts = Pick<
  AwsFacts,
  'loadBalancers' | 'targetGroupAttributes' | 'targetGroups' | 'targetHealth'
>;

/** Who tells what about each kind of source. */
export interface HealthReaders {
  check(id: string): Promise<Health>;
  target(dnsName: string): Promise<Health>;
}

/** @param alb a load balancer of the account and region of those that aliases name; undefined: none is looked at. */
export function healthReaders(
  aws: HealthCheckFacts & LoadBalancerHealthFacts,
  zone: ResourceRef<'hostedZone' | 'account'>,
  alb: ResourceRef<'loadBalancer' | 'account'> | undefined,
): HealthReaders {
  return {
    check: (id) => checkHealth(id, aws, zone),
    async target(dnsName) {
      if (alb !== undefined) return targetHealthAt(dnsName, aws, alb);
      return {state: 'unknown', because: `the health of ${dnsName} was not looked at, for no load balancer is named`};
    },
  };
}

export async function healthOf(sources: readonly HealthSource[], read: HealthReaders): Promise<HealthBySource> {
  const told = (source: HealthSource) =>
    source.kind === 'check' ? read.check(source.id) : read.target(source.dnsName);
  return new Map(await Promise.all(sources.map(async (source) => [sourceKey(source), await told(source)] as const)));
}

/** The health checks of the account of a zone, the children of calculated ones too. */
export async function checkHealth(
  id: string,
  aws: HealthCheckFacts,
  where: ResourceRef<'hostedZone' | 'account'>,
  parents: readonly string[] = [],
): Promise<Health> {
  const check = parents.includes(id) ? null : await aws.healthCheck(where, id);
  if (check === null) return {state: 'unknown', because: `health check ${id} is not in the account of the zone`};
  const {alarm, childIds, isDisabled, type} = check;
  const isOfEndpoint = /^(HTTPS?(_STR_MATCH)?|TCP)$/.test(type);
  const [reports, seenAlarm, children] = await Promise.all([
    isOfEndpoint && !isDisabled ? aws.healthCheckReports(where, id) : [],
    alarm === null || isDisabled ? null : aws.healthCheckAlarm(where, alarm.region, alarm.name),
    Promise.all(isDisabled ? [] : childIds.map((child) => checkHealth(child, aws, where, [...parents, id]))),
  ]);
  return healthOfCheck({check, reports, alarm: seenAlarm, children});
}

/** The health of a load balancer of the account and region of the named one. */
export async function targetHealthAt(
  dnsName: string,
  aws: LoadBalancerHealthFacts,
  where: ResourceRef<'loadBalancer' | 'account'>,
): Promise<Health> {
  const found = findLoadBalancer(dnsName, await aws.loadBalancers(where));
  if (found === null)
    return {
      state: 'unknown',
      because: `the health of ${dnsName} was not looked at: it is not a load balancer of that account and region`,
    };
  return loadBalancerHealth(found, aws, where);
}

async function loadBalancerHealth(
  loadBalancer: LoadBalancer,
  aws: LoadBalancerHealthFacts,
  where: ResourceRef<'loadBalancer' | 'account'>,
): Promise<Health> {
  const attached = (await aws.targetGroups(where)).filter(({loadBalancerArns}) =>
    loadBalancerArns.includes(loadBalancer.arn),
  );
  const groups = await Promise.all(
    attached.map(async (group) => {
      const [attributes, targets] = await Promise.all([
        aws.targetGroupAttributes(where, group.arn),
        aws.targetHealth(where, group.arn),
      ]);
      return {group, attributes, targets};
    }),
  );
  return dnsHealth(loadBalancer, groups);
}

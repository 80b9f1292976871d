import {requireSeconds} from '../domain/targets/elb-attributes.ts';
import type {AwsFacts} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';

/** @throws {CannotTell} when AWS has something else there than a whole number of seconds. */
export async function idleTimeoutMsOf(
  alb: ResourceRef<'loadBalancer'>,
  aws: Pick<AwsFacts, 'loadBalancerAttributes'>,
): Promise<number> {
  const attributes = await aws.loadBalancerAttributes(alb);
  return requireSeconds(`load balancer ${alb}`, attributes, 'idle_timeout.timeout_seconds', 'load-balancer') * 1000;
}

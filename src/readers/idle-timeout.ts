import {CannotTell} from '../model/errors.ts';
import type {AwsFacts} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';

/** AWS leaves the attribute out of some answers; its default is 60 s. */
export async function idleTimeoutMsOf(
  alb: ResourceRef<'loadBalancer'>,
  aws: Pick<AwsFacts, 'loadBalancerAttributes'>,
): Promise<number> {
  const written = (await aws.loadBalancerAttributes(alb))['idle_timeout.timeout_seconds'] ?? '60';
  const seconds = Number(written);
  if (!Number.isInteger(seconds) || seconds < 1) {
    throw new CannotTell(
      `load balancer ${alb}: idle_timeout.timeout_seconds is ${JSON.stringify(written)}, not a number of seconds`,
      'give holdFor as a duration',
    );
  }
  return seconds * 1000;
}

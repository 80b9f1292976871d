import type {AwsFacts, Listener, ListenerRule, LoadBalancer} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';

/** The rules of the listener, and the load balancer that says who its clients may be. */
export async function rulesAt(
  alb: ResourceRef<'loadBalancer'>,
  aws: Pick<AwsFacts, 'listener' | 'listenerRules' | 'loadBalancer'>,
): Promise<{
  readonly loadBalancer: LoadBalancer;
  readonly listener: Listener;
  readonly rules: readonly ListenerRule[];
}> {
  const asked = [aws.loadBalancer(alb), aws.listener(alb), aws.listenerRules(alb)] as const;
  const [loadBalancer, listener, rules] = await Promise.all(asked);
  return {loadBalancer, listener, rules};
}

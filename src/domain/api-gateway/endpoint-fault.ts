import {CannotTell} from '../../model/errors.ts';
import type {Api, Listener, LoadBalancer} from '../../model/facts/aws-facts.ts';
import type {Fault} from '../../model/outcome.ts';

/** A load balancer that is called, and how; see `PrivateEndpoint`. */
interface Called {
  readonly loadBalancerArn: string;
  readonly listenerArn: string | null;
  readonly port: number | null;
}

/**
 * Why what an integration calls is not this listener; null when it is.
 *
 * @param uriPort which listener is called where the integration names the load balancer alone is only certain where it agrees.
 * @throws {CannotTell} where it does not.
 */
export function endpointFault(
  api: Api,
  called: readonly Called[],
  uriPort: number | null,
  loadBalancer: LoadBalancer,
  listener: Listener,
  place: string,
): Fault | null {
  const wanted = `listener ${listener.port} of ${loadBalancer.name}`;
  const fix = `Set the ${api.protocol === 'REST' ? 'integration target' : 'integration uri'} to ${listener.arn}, and deploy; behind a network load balancer, register ${loadBalancer.name} with port ${listener.port} as its target.`;
  if (called.length === 0) return {what: `nothing passes it on to ${wanted}`, fix};
  const other = called.find((one) => !isCalled(one));
  if (other !== undefined) {
    const port = other.port === null ? '' : `, port ${other.port}`;
    return {what: `it calls ${other.listenerArn ?? other.loadBalancerArn}${port}, not ${wanted}`, fix};
  }
  const isOpen = called.some(({listenerArn, port}) => listenerArn === null && port === null);
  if (!isOpen || uriPort === listener.port) return null;
  throw new CannotTell(
    `${place}: the integration names the load balancer and port ${uriPort} in its uri, not listener ${listener.port}; which listener it calls is not documented`,
    'let the integration name the listener, or give its uri the port',
  );

  function isCalled({loadBalancerArn, listenerArn, port}: Called): boolean {
    if (listenerArn !== null) return listenerArn === listener.arn;
    return loadBalancerArn === loadBalancer.arn && (port === null || port === listener.port);
  }
}

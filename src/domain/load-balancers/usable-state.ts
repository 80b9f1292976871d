import {CannotTell} from '../../model/errors.ts';
import type {LoadBalancer} from '../../model/facts/aws-facts.ts';
import type {Fault} from '../../model/outcome.ts';

/**
 * Whether a load balancer takes requests at all, whatever its configuration says.
 * Source: the Elastic Load Balancing API reference, LoadBalancerState.
 */

type Stateful = Pick<LoadBalancer, 'name' | 'state'>;

/**
 * Why nobody is served by it; null when it takes requests.
 *
 * @throws {CannotTell} when it is in a state that is not known to this version.
 */
export function stateFault({name, state}: Stateful): Fault | null {
  const because = state.reason === null ? '' : ` (${state.reason})`;
  switch (state.code) {
    case 'active':
    case 'active_impaired':
      return null;
    case 'provisioning':
      return {
        what: `the load balancer is still being set up (provisioning${because}), and takes no requests`,
        fix: 'Wait until it is active: give the item a `poll:`.',
      };
    case 'failed':
      return {
        what: `the load balancer could not be set up (failed${because}), and takes no requests`,
        fix: 'Mend the reason that AWS gives, create the load balancer again, and point what names the old one at the new one.',
      };
    default:
      throw new CannotTell(
        `load balancer ${name}: its state ${state.code}${because} is not known to this version`,
        'look at it with `aws elbv2 describe-load-balancers`',
      );
  }
}

/** What has to be said of one that takes requests and is not well; null when there is nothing. */
export function stateNote({state}: Pick<LoadBalancer, 'state'>): string | null {
  if (state.code !== 'active_impaired') return null;
  const because = state.reason === null ? '' : ` (${state.reason})`;
  return `the load balancer is active_impaired${because}: it serves, and lacks what it needs to grow`;
}

/** @throws {CannotTell} when it takes no requests, and what it would do with them is therefore not known. */
export function requireUsable(loadBalancer: Stateful): void {
  const fault = stateFault(loadBalancer);
  if (fault !== null) throw new CannotTell(`load balancer ${loadBalancer.name}: ${fault.what}`, fault.fix);
}

import {CannotTell} from '../../../model/errors.ts';
import type {Elbv2Facts, Listener, LoadBalancer} from '../../../model/facts/aws-facts.ts';
import {findListener, mustFindLoadBalancer} from '../find.ts';
import type {Place, Scope} from '../scope.ts';
import {
  describeListenerAttributes,
  describeListenerCertificates,
  describeListeners,
  describeLoadBalancerAttributes,
  describeLoadBalancers,
  describeRules,
  describeTargetGroupAttributes,
  describeTargetGroups,
  describeTargetHealth,
} from './calls.ts';

export function elbv2Facts({at, to, fact, resource}: Scope): Elbv2Facts {
  const elb = (place: Place) => to('elasticloadbalancing', place);

  const loadBalancers = (name: string) => {
    const place = at(name);
    return fact(place, 'loadBalancers', (aborted) => describeLoadBalancers(elb(place), aborted));
  };
  const loadBalancer = async (name: string) =>
    mustFindLoadBalancer(resource(name, 'loadBalancer').loadBalancer, await loadBalancers(name), at(name).name);
  const listeners = async (name: string) => {
    const place = at(name);
    const {arn} = await loadBalancer(name);
    return fact(place, `listeners:${arn}`, (aborted) => describeListeners(elb(place), arn, aborted));
  };
  const listener = async (name: string) =>
    findListener(resource(name, 'loadBalancer'), await loadBalancer(name), await listeners(name));
  const rulesOf = (name: string, {arn}: Listener) => {
    const place = at(name);
    return fact(place, `listenerRules:${arn}`, (aborted) => describeRules(elb(place), arn, aborted));
  };

  return {
    loadBalancers,
    loadBalancer,
    async loadBalancerAttributes(name) {
      const place = at(name);
      const {arn} = await loadBalancer(name);
      return fact(place, `loadBalancerAttributes:${arn}`, (aborted) =>
        describeLoadBalancerAttributes(elb(place), arn, aborted),
      );
    },
    listeners,
    listener,
    async listenerAttributes(name) {
      const place = at(name);
      const {arn} = await listener(name);
      return fact(place, `listenerAttributes:${arn}`, (aborted) =>
        describeListenerAttributes(elb(place), arn, aborted),
      );
    },
    async listenerCertificates(name) {
      const place = at(name);
      const {arn} = await listener(name);
      return fact(place, `listenerCertificates:${arn}`, (aborted) =>
        describeListenerCertificates(elb(place), arn, aborted),
      );
    },
    async listenerRules(name) {
      return rulesOf(name, await listener(name));
    },
    async rulesOfAllListeners(name) {
      const all = await listeners(name);
      if (all.length === 0) throw noListeners(await loadBalancer(name), at(name));
      return Promise.all(all.map(async (one) => ({listener: one, rules: await rulesOf(name, one)})));
    },
    async targetGroups(name) {
      const place = at(name);
      return fact(place, 'targetGroups', (aborted) => describeTargetGroups(elb(place), aborted));
    },
    async targetGroupAttributes(name, arn) {
      const place = at(name);
      return fact(place, `targetGroupAttributes:${arn}`, (aborted) =>
        describeTargetGroupAttributes(elb(place), arn, aborted),
      );
    },
    async targetHealth(name, arn) {
      const place = at(name);
      return fact(place, `targetHealth:${arn}`, (aborted) => describeTargetHealth(elb(place), arn, aborted));
    },
  };
}

/** No rule of none is true of everything: what is asked about rules could not be looked at. */
function noListeners({name, arn}: LoadBalancer, place: Place): CannotTell {
  return new CannotTell(
    `load balancer ${name} (${arn}) in ${place.name} has no listeners`,
    'create the listener, or correct `loadBalancer:` of this resource in the checklist',
  );
}

import {CannotTell} from '../../../model/errors.ts';
import type {Elbv2Facts, Listener, LoadBalancer} from '../../../model/facts/aws-facts.ts';
import {findListener, mustFindLoadBalancer} from '../find.ts';
import type {AccountRegion, Scope} from '../scope.ts';
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
  const elb = (accountRegion: AccountRegion) => to('elasticloadbalancing', accountRegion);

  const loadBalancers = (name: string) => {
    const accountRegion = at(name);
    return fact(accountRegion, 'loadBalancers', (aborted) => describeLoadBalancers(elb(accountRegion), aborted));
  };
  const loadBalancer = async (name: string) =>
    mustFindLoadBalancer(resource(name, 'loadBalancer').loadBalancer, await loadBalancers(name), at(name).name);
  const listenersOf = async (name: string, arn: string) => {
    const accountRegion = at(name);
    return fact(accountRegion, `listeners:${arn}`, (aborted) => describeListeners(elb(accountRegion), arn, aborted));
  };
  const listeners = async (name: string) => listenersOf(name, (await loadBalancer(name)).arn);
  const listener = async (name: string) =>
    findListener(resource(name, 'loadBalancer'), await loadBalancer(name), await listeners(name));
  const rulesOf = (name: string, {arn}: Listener) => {
    const accountRegion = at(name);
    return fact(accountRegion, `listenerRules:${arn}`, (aborted) => describeRules(elb(accountRegion), arn, aborted));
  };

  return {
    loadBalancers,
    loadBalancer,
    async loadBalancerAttributes(name) {
      const accountRegion = at(name);
      const {arn} = await loadBalancer(name);
      return fact(accountRegion, `loadBalancerAttributes:${arn}`, (aborted) =>
        describeLoadBalancerAttributes(elb(accountRegion), arn, aborted),
      );
    },
    listeners,
    listenersOf,
    listener,
    async listenerAttributes(name) {
      const accountRegion = at(name);
      const {arn} = await listener(name);
      return fact(accountRegion, `listenerAttributes:${arn}`, (aborted) =>
        describeListenerAttributes(elb(accountRegion), arn, aborted),
      );
    },
    async listenerCertificates(name) {
      const accountRegion = at(name);
      const {arn} = await listener(name);
      return fact(accountRegion, `listenerCertificates:${arn}`, (aborted) =>
        describeListenerCertificates(elb(accountRegion), arn, aborted),
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
      const accountRegion = at(name);
      return fact(accountRegion, 'targetGroups', (aborted) => describeTargetGroups(elb(accountRegion), aborted));
    },
    async targetGroupAttributes(name, arn) {
      const accountRegion = at(name);
      return fact(accountRegion, `targetGroupAttributes:${arn}`, (aborted) =>
        describeTargetGroupAttributes(elb(accountRegion), arn, aborted),
      );
    },
    async targetHealth(name, arn) {
      const accountRegion = at(name);
      return fact(accountRegion, `targetHealth:${arn}`, (aborted) =>
        describeTargetHealth(elb(accountRegion), arn, aborted),
      );
    },
  };
}

/** Any claim about all rules would hold for an empty list, so a load balancer without listeners is a refusal. */
function noListeners({name, arn}: LoadBalancer, accountRegion: AccountRegion): CannotTell {
  return new CannotTell(
    `load balancer ${name} (${arn}) in ${accountRegion.name} has no listeners`,
    'create the listener, or correct the load balancer (--alb, or `loadBalancer:` in a checklist)',
  );
}

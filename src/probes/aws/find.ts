import type {ResourceOfKind} from '../../model/checklist.ts';
import {CannotTell} from '../../model/errors.ts';
import type {Api, HostedZone, Listener, LoadBalancer} from '../../model/facts/aws-facts.ts';
import {findLoadBalancer, noLoadBalancer} from '../../model/facts/load-balancer-name.ts';
import {didYouMean} from '../../model/text/did-you-mean.ts';
import {thereAre} from '../../model/text/there-are.ts';

/** By name, ARN or DNS name. `where` is the account and region that were searched. */
export function mustFindLoadBalancer(wanted: string, all: readonly LoadBalancer[], where: string): LoadBalancer {
  const found = findLoadBalancer(wanted, all);
  if (found !== null) return found;
  throw new CannotTell(
    noLoadBalancer(wanted, all, where),
    'correct the name (--alb, or `loadBalancer:` in a checklist), or the account (--profile) or region (--region) where it is looked for',
  );
}

export function findListener(
  {listener: port}: ResourceOfKind<'loadBalancer'>,
  loadBalancer: LoadBalancer,
  all: readonly Listener[],
): Listener {
  const found = all.find((listener) => listener.port === port);
  if (found !== undefined) return found;
  throw new CannotTell(
    `no listener on port ${port} of load balancer ${loadBalancer.name} (${loadBalancer.arn}). ` +
      thereAre(all.map((listener) => `${listener.port} (${listener.protocol})`)),
    'correct the port (--alb NAME:PORT, or `listener:` in a checklist), or create the listener',
  );
}

/** By id or name. A public zone takes precedence over a private one of the same name. */
export function findHostedZone(wanted: string, all: readonly HostedZone[], where: string): HostedZone {
  const id = wanted.replace(/^\/?hostedzone\//, '');
  const byId = all.find((zone) => zone.id === id);
  if (byId !== undefined) return byId;
  const name = wanted.toLowerCase().replace(/\.$/, '');
  const named = all.filter((zone) => zone.name === name);
  const open = named.filter((zone) => !zone.isPrivate);
  const candidates = open.length > 0 ? open : named;
  if (candidates.length === 1 && candidates[0] !== undefined) return candidates[0];
  if (candidates.length > 1) {
    throw new CannotTell(
      `${candidates.length} hosted zones are called "${name}" in ${where}: ${candidates.map((zone) => zone.id).join(', ')}`,
      'give the id of the one that is meant (--zone, or `hostedZone:` in a checklist)',
    );
  }
  const names = all.map((zone) => zone.name);
  throw new CannotTell(
    `no hosted zone "${wanted}" in ${where}. ${thereAre(names)}${didYouMean(name, names)}`,
    'correct the name (--zone, or `hostedZone:` in a checklist), or the account (--profile) where it is looked for',
  );
}

/** By id or name: ids are unique, names need not be. */
export function findApi(wanted: string, all: readonly Api[], where: string): Api {
  const byId = all.find(({id}) => id === wanted);
  if (byId !== undefined) return byId;
  const named = all.filter(({name}) => name === wanted);
  if (named.length === 1 && named[0] !== undefined) return named[0];
  if (named.length > 1) {
    throw new CannotTell(
      `${named.length} APIs are called "${wanted}" in ${where}: ${named.map(({id, protocol}) => `${id} (${protocol})`).join(', ')}`,
      'give the id of the one that is meant (--with api=ID, or `api:` of this resource in a checklist)',
    );
  }
  const names = all.map(({name}) => name);
  throw new CannotTell(
    `no API "${wanted}" in ${where}. ${thereAre(names)}${didYouMean(wanted, [...names, ...all.map(({id}) => id)])}`,
    'correct the name (--with api=NAME, or `api:` of this resource in a checklist), or the account (--profile) or region (--region) where it is looked for',
  );
}

import type {AttemptContext} from '../../model/attempt.ts';
import type {AwsFacts, LoadBalancer, ResourceName, SecurityGroup} from '../../model/aws-facts.ts';
import type {Account, Resource, ResourceOfKind} from '../../model/checklist.ts';
import type {Clock} from '../../model/clock.ts';
import {type AwsRefusal, CannotTell} from '../../model/errors.ts';
import type {FactRequest, FactStore} from '../../model/fact-store.ts';
import type {ResourceKind} from '../../model/params.ts';
import {describeCertificate} from './acm.ts';
import {createBatch} from './batch.ts';
import {createConnections, placeName, sdkRegion} from './connections.ts';
import {describeRouteTables, describeSecurityGroups, GROUPS_PER_CALL, getPrefixListCidrs} from './ec2.ts';
import {
  describeListenerCertificates,
  describeListeners,
  describeLoadBalancerAttributes,
  describeLoadBalancers,
  describeRules,
  describeTargetGroups,
} from './elbv2.ts';
import {findHostedZone, findListener, findLoadBalancer} from './find.ts';
import {listHostedZones, listRecords} from './route53.ts';
import {type Caller, getCaller} from './sts.ts';

export interface AwsOptions {
  /** By name; a resource's account that is not here is the SDK's default credentials and region. */
  readonly accounts: Readonly<Record<string, Account>>;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly store: FactStore;
  readonly clock: Clock;
  /** Every service's endpoint instead of AWS's own. */
  readonly endpointUrl?: string | null;
}

export interface Aws {
  /** Facts as one attempt at an item may see them. */
  facts(context: Pick<AttemptContext, 'signal' | 'factsNotBefore'>): AwsFacts;
  /** Who we are in this account. Rejects like a fact. */
  caller(account: string, request: FactRequest): Promise<Caller>;
  /** The region this account is looked at in unless a resource says otherwise; null when none is configured anywhere. */
  region(account: string): Promise<string | null>;
  /** Calls made so far, by service. */
  calls(): Record<string, number>;
  close(): void;
}

/** An account and region, with what keys and messages call it. */
interface Place {
  readonly account: Account;
  readonly region: string | null;
  readonly key: string;
  readonly name: string;
}

export function createAws({accounts, resources, store, clock, endpointUrl = null}: AwsOptions): Aws {
  const connections = createConnections(clock, endpointUrl);
  const groupBatches = new Map<string, ReturnType<typeof createBatch<SecurityGroup>>>();

  const accountOf = (name: string): Account => accounts[name] ?? sdkDefaults(name);

  const securityGroup = ({account, region, key}: Place, id: string, signal: AbortSignal) => {
    const batch =
      groupBatches.get(key) ??
      createBatch<SecurityGroup>(GROUPS_PER_CALL, (ids, aborted) =>
        describeSecurityGroups(connections.to('ec2', account, region), ids, aborted),
      );
    groupBatches.set(key, batch);
    return batch(id, signal);
  };

  const caller = (name: string, {signal}: FactRequest): Promise<Caller> => {
    const account = accountOf(name);
    const load = (aborted: AbortSignal) => getCaller(connections.to('sts', account, account.region), aborted);
    // Who we are does not change while a record spreads: asked once, however often an item looks again.
    return store.get(`aws:${name}:caller`, load, {signal, notBefore: Number.NEGATIVE_INFINITY});
  };

  const facts = ({signal, factsNotBefore: notBefore}: Pick<AttemptContext, 'signal' | 'factsNotBefore'>): AwsFacts => {
    const request = {signal, notBefore};

    /** Nothing of an account is looked at by anyone but whom the checklist names. */
    const fact = async <T>(place: Place, name: string, load: (aborted: AbortSignal) => Promise<T>): Promise<T> => {
      try {
        requireCaller(place.account, await caller(place.account.name, request));
        return await store.get(`${place.key}:${name}`, load, request);
      } catch (thrown) {
        if (!signal.aborted || thrown instanceof CannotTell) throw thrown;
        throw silentAws(place, name, connections.lastRefusal(place.account));
      }
    };

    const at = (name: ResourceName): Place => {
      const resource = resourceNamed(resources, name);
      return placeOf(accountOf(resource.account), resource.region);
    };
    const globalAt = (name: ResourceName): Place => {
      const {account} = at(name);
      return {account, region: account.region, key: `aws:${account.name}:global`, name: accountName(account)};
    };
    const elb = ({account, region}: Place) => connections.to('elasticloadbalancing', account, region);
    const ec2 = ({account, region}: Place) => connections.to('ec2', account, region);
    const route53 = ({account, region}: Place) => connections.to('route53', account, region);

    const loadBalancer = async (name: ResourceName): Promise<LoadBalancer> => {
      const place = at(name);
      const all = await fact(place, 'loadBalancers', (aborted) => describeLoadBalancers(elb(place), aborted));
      return findLoadBalancer(ofKind(resources, name, 'loadBalancer').loadBalancer, all, place.name);
    };
    const listener = async (name: ResourceName) => {
      const place = at(name);
      const owner = await loadBalancer(name);
      const all = await fact(place, `listeners:${owner.arn}`, (aborted) =>
        describeListeners(elb(place), owner.arn, aborted),
      );
      return findListener(ofKind(resources, name, 'loadBalancer'), owner, all);
    };
    const hostedZones = (name: ResourceName) => {
      const place = globalAt(name);
      return fact(place, 'hostedZones', (aborted) => listHostedZones(route53(place), aborted));
    };
    const hostedZone = async (name: ResourceName) =>
      findHostedZone(ofKind(resources, name, 'hostedZone').hostedZone, await hostedZones(name), globalAt(name).name);

    return {
      loadBalancer,
      async loadBalancerAttributes(name) {
        const place = at(name);
        const {arn} = await loadBalancer(name);
        return fact(place, `loadBalancerAttributes:${arn}`, (aborted) =>
          describeLoadBalancerAttributes(elb(place), arn, aborted),
        );
      },
      listener,
      async listenerCertificates(name) {
        const place = at(name);
        const {arn} = await listener(name);
        return fact(place, `listenerCertificates:${arn}`, (aborted) =>
          describeListenerCertificates(elb(place), arn, aborted),
        );
      },
      async listenerRules(name) {
        const place = at(name);
        const {arn} = await listener(name);
        return fact(place, `listenerRules:${arn}`, (aborted) => describeRules(elb(place), arn, aborted));
      },
      async targetGroups(name) {
        const place = at(name);
        return fact(place, 'targetGroups', (aborted) => describeTargetGroups(elb(place), aborted));
      },
      async certificate(name, arn) {
        const place = at(name);
        const acm = connections.to('acm', place.account, place.region);
        return fact(place, `certificate:${arn}`, (aborted) => describeCertificate(acm, arn, aborted));
      },
      hostedZone,
      hostedZones,
      async records(name) {
        const place = globalAt(name);
        const {id} = await hostedZone(name);
        return fact(place, `records:${id}`, (aborted) => listRecords(route53(place), id, aborted));
      },
      async securityGroups(name) {
        const place = at(name);
        const {arn, securityGroupIds} = await loadBalancer(name);
        const groups = securityGroupIds.map((id) =>
          fact(place, `securityGroup:${id}`, async (aborted) => {
            const group = await securityGroup(place, id, aborted);
            if (group !== undefined) return group;
            throw new CannotTell(
              `security group ${id} of load balancer ${arn} is not in ${place.name}`,
              'it may belong to another account (a shared VPC) or have been deleted a moment ago: look with `aws ec2 describe-security-groups`',
            );
          }),
        );
        return Promise.all(groups);
      },
      async prefixListCidrs(name, id) {
        const place = at(name);
        return fact(place, `prefixList:${id}`, (aborted) => getPrefixListCidrs(ec2(place), id, aborted));
      },
      async routeTables(name) {
        const place = at(name);
        const {vpcId} = await loadBalancer(name);
        return fact(place, `routeTables:${vpcId}`, (aborted) => describeRouteTables(ec2(place), vpcId, aborted));
      },
    };
  };

  return {
    facts,
    caller,
    region: async (name) => accountOf(name).region ?? (await sdkRegion(accountOf(name))),
    calls: connections.calls,
    close: connections.close,
  };
}

function placeOf(account: Account, ownRegion: string | null): Place {
  const region = ownRegion ?? account.region;
  return {
    account,
    region,
    key: `aws:${account.name}:${region ?? 'default'}`,
    name: placeName(account, region),
  };
}

function requireCaller(account: Account, caller: Caller): void {
  if (account.id === null || account.id === caller.id) return;
  throw new CannotTell(
    `account ${account.name}: the credentials are those of account ${caller.id} (${caller.arn}), not of ${account.id}`,
    `use a profile or role of account ${account.id}, or correct \`accounts:\` in the checklist`,
  );
}

function accountName(account: Account): string {
  return `account ${account.name}${account.id === null ? '' : ` (${account.id})`}`;
}

function sdkDefaults(name: string): Account {
  return {name, id: null, region: null, profile: null, roleArn: null, externalId: null};
}

function resourceNamed(resources: Readonly<Record<string, Resource>>, name: ResourceName): Resource {
  const resource = resources[name];
  // The checklist's reader refuses such a name: to meet one here is a bug.
  if (resource === undefined) throw new Error(`no resource is called "${name}"`);
  return resource;
}

function ofKind<K extends ResourceKind>(
  resources: Readonly<Record<string, Resource>>,
  name: ResourceName,
  kind: K,
): ResourceOfKind<K> {
  const resource = resourceNamed(resources, name);
  if (resource.kind !== kind) throw new Error(`resource "${name}" is a ${resource.kind}, not a ${kind}`);
  return resource as ResourceOfKind<K>;
}

/** A time-out of an AWS API says nothing about the target, so it must not be taken for the target's silence. */
function silentAws({name}: Place, fact: string, last: AwsRefusal | undefined): CannotTell {
  if (last !== undefined)
    return new CannotTell(`${last.message}; then the item's time was over`, last.fix, {cause: last});
  return new CannotTell(
    `${name}: AWS had not answered about ${fact} when the item's time was over`,
    'run again; when it stays so, give the item a longer `timeout:`',
  );
}

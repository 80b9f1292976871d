import {stateFault, stateNote} from '../domain/load-balancers/usable-state.ts';
import {parseAddress} from '../domain/network/cidr.ts';
import type {ResourceOfKind} from '../model/checklist.ts';
import {CannotTell} from '../model/errors.ts';
import type {AwsFacts, LoadBalancer, NetworkInterface} from '../model/facts/aws-facts.ts';
import {findLoadBalancer, noLoadBalancer} from '../model/facts/load-balancer-name.ts';
import {type ResourceRef, refTo} from '../model/resource-ref.ts';
import {command} from '../model/text/shell.ts';
import type {TracedRequest, TraceLine} from '../model/trace.ts';
import {brokenHop, okHop, type Step, step, unknownHop} from './hop.ts';
import {accountFacts, type TraceScope} from './scope.ts';

/** The load balancer that the request enters, and the facts about it under its name. */
export interface LoadBalancerHere {
  readonly name: ResourceRef<'loadBalancer'>;
  readonly account: string;
  readonly loadBalancer: LoadBalancer;
  readonly aws: AwsFacts;
  /** The same, with the facts of the listener on another port. */
  on(port: number): LoadBalancerHere;
}

/** What is known of it before: the name in DNS, or an ARN or a name that somebody gave. */
export interface LoadBalancerWanted {
  readonly accounts: readonly string[];
  /** Null: the account's. */
  readonly region: string | null;
  readonly loadBalancer: string;
  readonly port: number;
  /** It is entered through a VPC link, where an internal one is right. */
  readonly isPrivate: boolean;
}

export function loadBalancerStep(
  scope: TraceScope,
  wanted: LoadBalancerWanted,
  request: Pick<TracedRequest, 'sourceIp'>,
): Promise<Step<LoadBalancerHere>> {
  return step('load-balancer', async () => {
    const here = await loadBalancerInAccounts(scope, wanted);
    const {loadBalancer} = here;
    const addresses = await addressLine(here);
    const said = {
      summary: `${loadBalancer.name}: ${loadBalancer.scheme}, ${loadBalancer.type}, ${loadBalancer.ipAddressType}, ${loadBalancer.region}`,
      lines: [addresses, ...noteLine(stateNote(loadBalancer))],
      facts: {
        arn: loadBalancer.arn,
        name: loadBalancer.name,
        dnsName: loadBalancer.dnsName,
        scheme: loadBalancer.scheme,
        type: loadBalancer.type,
        state: loadBalancer.state.code,
        ipAddressType: loadBalancer.ipAddressType,
        region: loadBalancer.region,
        account: here.account,
      },
      byHand: command`aws elbv2 describe-load-balancers --load-balancer-arns ${loadBalancer.arn}`,
    };
    const fault = stateFault(loadBalancer);
    if (fault !== null) {
      return {hop: brokenHop('load-balancer', {...said, because: fault.what, fix: fault.fix}), next: here};
    }
    if (loadBalancer.type !== 'application') {
      const because = `it is a ${loadBalancer.type} load balancer, which has no listener rules to follow`;
      return {
        hop: unknownHop('load-balancer', {...said, because, fix: 'follow its target groups by hand'}),
        next: null,
      };
    }
    if (loadBalancer.scheme === 'internal' && !wanted.isPrivate && !comesFromInside(request)) {
      const because = 'it is internal: its name resolves to private addresses, which nobody on the internet reaches';
      const fix =
        'The scheme of a load balancer cannot be changed: create an internet-facing one. For a request from inside, give --source-ip.';
      return {hop: brokenHop('load-balancer', {...said, because, fix}), next: here};
    }
    return {hop: okHop('load-balancer', said), next: here};
  });
}

/**
 * In the first account that has it. A refusal in one account counts when no other one has it.
 *
 * @throws {CannotTell} when none has it.
 */
export async function loadBalancerInAccounts(scope: TraceScope, wanted: LoadBalancerWanted): Promise<LoadBalancerHere> {
  let refused: CannotTell | null = null;
  const others: LoadBalancer[] = [];
  for (const account of wanted.accounts) {
    const {aws, name} = accountFacts(scope, account, wanted.region);
    try {
      const all = await aws.loadBalancers(name);
      const loadBalancer = findLoadBalancer(wanted.loadBalancer, all);
      if (loadBalancer !== null) return named(scope, account, loadBalancer, wanted.port);
      others.push(...all);
    } catch (thrown) {
      if (!(thrown instanceof CannotTell)) throw thrown;
      refused ??= thrown;
    }
  }
  const where = `account ${wanted.accounts.join(', ')}${wanted.region === null ? '' : `, ${wanted.region}`}`;
  throw (
    refused ??
    new CannotTell(
      noLoadBalancer(wanted.loadBalancer, others, where),
      'it may belong to another account: give a checklist that names that account (--checklist); if it was deleted, point the record at the new one',
    )
  );
}

function named(scope: TraceScope, account: string, loadBalancer: LoadBalancer, port: number): LoadBalancerHere {
  const alb: ResourceOfKind<'loadBalancer'> = {
    kind: 'loadBalancer',
    name: 'alb',
    account,
    region: loadBalancer.region,
    loadBalancer: loadBalancer.arn,
    listener: port,
  };
  const on = (other: number) => named(scope, account, loadBalancer, other);
  return {name: refTo(alb), account, loadBalancer, aws: scope.facts({alb}), on};
}

function noteLine(text: string | null): TraceLine[] {
  return text === null ? [] : [{mark: null, text}];
}

/** Addresses are said and not judged here, so that a refusal does not hide the load balancer itself. */
async function addressLine({aws, name}: LoadBalancerHere): Promise<TraceLine> {
  try {
    const interfaces = await aws.loadBalancerInterfaces(name);
    const shown = addressesOf(interfaces);
    return {mark: null, text: `addresses ${shown.join(', ') || 'none'}`};
  } catch (thrown) {
    if (!(thrown instanceof CannotTell)) throw thrown;
    return {mark: 'unknown', text: `addresses: ${thrown.message}`};
  }
}

/** Those that clients are given: public ones where there are any. */
function addressesOf(interfaces: readonly NetworkInterface[]): string[] {
  const publicOnes = interfaces.flatMap(({publicAddresses}) => publicAddresses);
  return publicOnes.length > 0 ? publicOnes : interfaces.flatMap(({privateAddresses}) => privateAddresses);
}

const PRIVATE = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:)/i;

function comesFromInside({sourceIp}: Pick<TracedRequest, 'sourceIp'>): boolean {
  return sourceIp !== null && parseAddress(sourceIp) !== null && PRIVATE.test(sourceIp);
}

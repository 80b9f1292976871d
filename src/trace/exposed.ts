import {type RoutedRequest, ruleName} from '../domain/listener-rules/listener-rules.ts';
import {clientSources, exposure, forwardsTo} from '../domain/listener-rules/rule-sets.ts';
import {internetSources} from '../domain/network/public-addresses.ts';
import {targetGroupName} from '../domain/targets/target-groups.ts';
import {CannotTell} from '../model/errors.ts';
import type {ListenerRule, LoadBalancer} from '../model/facts/aws-facts.ts';
import {redactQuery} from '../model/text/redact.ts';
import type {TraceExposure} from '../model/trace.ts';
import type {Arriving} from './arriving.ts';
import type {LoadBalancerHere} from './load-balancer-hop.ts';

/**
 * What else reaches a target from where this request comes from: to open the way for one request opens it for these
 * too.
 */
export async function exposedBeside(
  {aws, name, loadBalancer}: LoadBalancerHere,
  {sourceIp}: Arriving,
  winner: ListenerRule | null,
): Promise<readonly TraceExposure[]> {
  const sources = sourceIp === null ? sourcesOf(loadBalancer) : [`${sourceIp}/${sourceIp.includes(':') ? 128 : 32}`];
  try {
    const {reachable, undecided} = exposure(await aws.listenerRules(name), sources);
    const all = [...reachable, ...undecided.map(({rule}) => ({rule, witness: null}))];
    return all.flatMap(({rule, witness}) => {
      const arns = forwardsTo(rule);
      if (rule === winner || arns?.length === 0) return [];
      const targetGroup = arns?.map(targetGroupName).join(' and ') ?? 'targets that cannot be determined';
      return [{rule: ruleName(rule), targetGroup, witness: witness === null ? null : requestText(witness)}];
    });
  } catch (thrown) {
    if (!(thrown instanceof CannotTell)) throw thrown;
    return [];
  }
}

function requestText({method, host, path, query}: RoutedRequest): string {
  return `${method} ${host}${path}${query === undefined || query === '' ? '' : `?${redactQuery(query)}`}`;
}

function sourcesOf(loadBalancer: LoadBalancer): readonly string[] {
  return loadBalancer.scheme === 'internet-facing' ? internetSources(loadBalancer) : clientSources(loadBalancer);
}

import {laterForwards} from '../domain/listener-rules/later-forwards.ts';
import {forwardShares, type RoutedRequest, ruleName} from '../domain/listener-rules/listener-rules.ts';
import {possibleWinners} from '../domain/listener-rules/possible-winners.ts';
import {targetGroupName} from '../domain/targets/target-groups.ts';
import type {ListenerRule} from '../model/facts/aws-facts.ts';
import {type LoadBalancerWanted, loadBalancerInAccounts} from './load-balancer-hop.ts';
import {doesWhat} from './rules-hop.ts';
import type {TraceScope} from './scope.ts';

/** Where the rules of a listener lead a request, or would lead it. */
export interface RouteEnd {
  /** Names; none where no rule forwards the request, now or if those before it did not take it. */
  readonly targetGroups: readonly string[];
  /** How that is known: `rule 90, which wins`. */
  readonly because: string;
}

/** @throws {CannotTell} when the load balancer or its rules cannot be looked at. */
export async function routeEnd(
  scope: TraceScope,
  wanted: LoadBalancerWanted,
  request: RoutedRequest,
): Promise<RouteEnd> {
  const {aws, name} = await loadBalancerInAccounts(scope, wanted);
  const {possible, trail} = possibleWinners(await aws.listenerRules(name), request);
  const winner = possible.length === 1 ? (possible[0]?.rule ?? null) : null;
  if (winner !== null && forwardShares(winner).length > 0) return leadsTo(winner, `${ruleName(winner)}, which wins`);
  const instead =
    winner === null ? 'which rule wins cannot be determined' : `${ruleName(winner)} wins: ${doesWhat(winner)}`;
  const [meant] = laterForwards(trail, winner);
  if (meant === undefined) return {targetGroups: [], because: instead};
  return leadsTo(meant, `${ruleName(meant)}, which would forward the request, but ${instead}`);
}

function leadsTo(rule: ListenerRule, because: string): RouteEnd {
  return {targetGroups: forwardShares(rule).map(({targetGroupArn}) => targetGroupName(targetGroupArn)), because};
}

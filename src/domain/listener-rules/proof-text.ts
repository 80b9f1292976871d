import type {Listener, ListenerRule, LoadBalancer} from '../../model/facts/aws-facts.ts';
import type {Evidence} from '../../model/outcome.ts';
import {type RoutedRequest, ruleName} from './listener-rules.ts';
import {curlLine, requestText} from './request-text.ts';
import {ruleEffect} from './rule-effect.ts';
import type {Taken, Undecided} from './rule-sets.ts';

/** What a proof over all requests leaves open. */
export function undecidedText(undecided: readonly Undecided[]): string {
  return undecided.map(({rule, because}) => `whether ${ruleName(rule)} takes any: ${because}`).join('; ');
}

/** The request that refutes it, and the command that sends it. */
export function refutation({rule, request}: Taken, listener: Listener, {dnsName}: Pick<LoadBalancer, 'dnsName'>) {
  return {
    actual: `${ruleName(rule)} takes ${requestText(request)}: ${ruleEffect(rule)}`,
    evidence: [{what: `request that ${ruleName(rule)} takes`, value: requestText(request), source: rule.arn}],
    byHand: curlLine(request, {...listener, dnsName}),
  };
}

/** A request that a rule takes, where one is known. */
export function takenEvidence(
  {rule, request}: {readonly rule: ListenerRule; readonly request: RoutedRequest | null},
  source: string,
): Evidence {
  const value = request === null ? 'none for sure' : requestText(request);
  return {what: `${ruleName(rule)} takes, for example`, value, source};
}

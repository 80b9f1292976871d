import {inDoubt, missing, type Standing} from '../domain/api-gateway/successor-standing.ts';
import {ruleName} from '../domain/listener-rules/listener-rules.ts';
import {possibleWinners} from '../domain/listener-rules/possible-winners.ts';
import {requestText} from '../domain/listener-rules/request-text.ts';
import {asksFor, type Guard, guardText} from '../domain/listener-rules/rule-guards.ts';
import {forwardsTo} from '../domain/listener-rules/rule-sets.ts';
import type {RoutedRequest} from '../domain/listener-rules/seen-request.ts';
import type {AwsFacts} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';

export type AskedOfRules = Pick<AwsFacts, 'listenerRules'>;

/** Every rule that may take the request and forwards it has to ask for it: one that does not is a way around. */
export async function ruleStanding(
  guard: Guard,
  alb: ResourceRef<'loadBalancer'>,
  request: RoutedRequest,
  aws: AskedOfRules,
): Promise<Standing> {
  const {possible} = possibleWinners(await aws.listenerRules(alb), request);
  const text = guardText(guard);
  const forwarding = possible.filter(({rule}) => forwardsTo(rule)?.length !== 0).map(({rule}) => rule);
  const asked = requestText(request);
  const [first] = forwarding;
  if (first === undefined) {
    const what = `no listener rule forwards ${asked} yet, and so none asks for ${text}`;
    return missing(what, 'Make the rule, or correct `request:`.');
  }
  const names = (rules: readonly (typeof first)[]) => rules.map(ruleName).join(' and ');
  const open = forwarding.filter((rule) => asksFor(rule, guard) === false);
  if (open.length > 0) {
    const fix = `Let ${names(open)} ask for ${text}, or name what guards the request instead.`;
    return missing(`${names(open)} can forward ${asked} without ${text}`, fix);
  }
  if (forwarding.some((rule) => asksFor(rule, guard) === null)) {
    const what = `whether ${names(forwarding)} asks for ${text} is not known to this version`;
    return inDoubt(what, 'look at the actions of the rule');
  }
  return {kind: 'there', what: `${names(forwarding)} asks for ${text}`, source: first.arn};
}

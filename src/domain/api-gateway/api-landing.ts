import {CannotTell} from '../../model/errors.ts';
import type {Api, ListenerRule, RuleCondition} from '../../model/facts/aws-facts.ts';
import {
  asksForLogin,
  decisiveAction,
  evaluateRules,
  gatesOf,
  type RoutedRequest,
  type RuleTrial,
  ruleName,
} from '../listener-rules/listener-rules.ts';
import {possibleWinners} from '../listener-rules/possible-winners.ts';
import {undecidedRouting} from '../listener-rules/request-routing.ts';
import {seenByTarget, seenText} from '../listener-rules/rewrites.ts';
import {forwardsTo} from '../listener-rules/rule-sets.ts';
import {targetGroupName} from '../targets/target-groups.ts';
import type {Arrival} from './api-arrival.ts';

/** @throws {CannotTell} when it is not known which path arrives. */
export function requirePath({paths, because}: Arrival, place: string): void {
  if (paths.length > 0) return;
  throw new CannotTell(`${place}: ${because}`, 'send the request and see what answers (http/responds)');
}

/** A rule that can take what arrives, and what that is. */
export interface Landing {
  readonly trial: RuleTrial;
  readonly request: RoutedRequest;
  readonly asked: string;
}

/**
 * Where each path that may arrive lands, from each address that it may come from; addresses that land alike are one.
 *
 * @param sources undefined: no rule asks for it.
 * @throws {CannotTell} when it depends on something that is not stated.
 */
export function landingsOf(
  rules: readonly ListenerRule[],
  arrival: Arrival,
  sources: readonly (string | undefined)[],
  place: string,
): readonly Landing[] {
  const {method, host, paths, headers, query} = arrival;
  return paths.flatMap((path) => {
    const asked = `${method} ${host ?? ''}${path}`;
    const bySource = sources.map((sourceIp) => {
      const request: RoutedRequest = {method, host, path, headers, query, ...(sourceIp && {sourceIp})};
      const winners = possibleWinners(rules, request);
      if (winners.possible.length === 0) {
        throw new CannotTell(`${place}: the load balancer sees ${asked}; no rule matches`, 'look at the listener');
      }
      const landings = new Set(winners.possible.map(({rule}) => landingText(rule)));
      if (landings.size > 1) throw undecidedRouting(`${place}: ${asked}`, winners, landingText, '');
      return {sourceIp, request, text: [...landings].join(), trials: winners.possible};
    });
    const isOne = new Set(bySource.map(({text}) => text)).size === 1;
    const shown = isOne ? bySource.slice(0, 1) : bySource;
    return shown.flatMap(({sourceIp, request, trials}) =>
      trials.map((trial) => ({trial, request, asked: isOne ? asked : `${asked} from ${sourceIp}`})),
    );
  });
}

/** A login in front turns away what comes through a gateway, which is not a browser. */
export function leadsTo(rule: ListenerRule, targetGroupArn: string | null): boolean {
  const arns = groupsOf(rule);
  return (
    !gatesOf(rule).some(asksForLogin) &&
    arns.length > 0 &&
    arns.every((arn) => targetGroupArn === null || arn === targetGroupArn)
  );
}

function groupsOf(rule: ListenerRule): readonly string[] {
  const arns = forwardsTo(rule);
  if (arns !== null && !gatesOf(rule).some(({type}) => type === 'unknown')) return arns;
  throw new CannotTell(
    `${rule.arn}: its actions are not all known to this version, or all weights are 0`,
    'read what they do',
  );
}

export function landingText(rule: ListenerRule): string {
  const gates = gatesOf(rule).map(({type}) => `${type}, then `);
  const action = decisiveAction(rule);
  if (action?.type === 'fixed-response') return `${gates.join('')}fixed response ${action.statusCode}`;
  if (action?.type === 'redirect') return `${gates.join('')}redirect`;
  return `${gates.join('')}target group ${groupsOf(rule).map(targetGroupName).join(' and ')}`;
}

/** What the rule does with what arrives, and what its target sees of it where it rewrites that. */
export function takenText({trial: {rule}, request, asked}: Landing): string {
  const seen = seenText(seenByTarget(rule, request), request);
  return `${asked}: ${ruleName(rule)}, ${landingText(rule)}${seen === '' ? '' : `, ${seen}`}`;
}

/** How requests that land elsewhere come to a rule that leads there: it may ask for a header or an address that is not theirs. */
export function landingFix(
  {protocol}: Api,
  rules: readonly ListenerRule[],
  {request}: Landing,
  targetGroupArn: string | null,
): string {
  const isRest = protocol === 'REST';
  const wanted = rules.filter((rule) => forwardsTo(rule) !== null && leadsTo(rule, targetGroupArn));
  const byHeader = wanted.find((rule) => takesBut(rule, request, 'http-header'));
  if (byHeader !== undefined) {
    const headers = byHeader.conditions.flatMap((one) => (one.field === 'http-header' ? one.name : []));
    const mappings = headers.map((name) => `${isRest ? 'integration.request.header.' : 'overwrite:header.'}${name}`);
    return `Let the integration send what ${ruleName(byHeader)} asks for in ${headers.join(' and ')} (${mappings.join(', ')}), and deploy; where clients send it, state it in \`headers:\`.`;
  }
  const bySource = wanted.find((rule) => takesBut(rule, request, 'source-ip'));
  if (bySource !== undefined) {
    const admitted = bySource.conditions.flatMap((one) => (one.field === 'source-ip' ? one.values : []));
    return `Let ${ruleName(bySource)} admit the addresses that requests come from (${request.sourceIp} for one), too: it asks for source-ip ${admitted.join(' or ')}.`;
  }
  const off = isRest ? 'requestOverride.path in a mapping template' : 'overwrite:path = $request.path';
  return `Let a listener rule match the host and path that the load balancer sees, or take the stage off the path (${off}) and deploy.`;
}

/** Whether nothing but its conditions on this field keeps the rule from taking the request. */
function takesBut(rule: ListenerRule, request: RoutedRequest, field: RuleCondition['field']): boolean {
  const others = rule.conditions.filter((one) => one.field !== field);
  if (others.length === rule.conditions.length) return false;
  return evaluateRules([{...rule, conditions: others}], request).winner !== null;
}

import {CannotTell} from '../../model/errors.ts';
import type {Listener, ListenerRule} from '../../model/facts/aws-facts.ts';
import {asksForLogin, decisiveAction, gatesOf, ruleName} from '../listener-rules/listener-rules.ts';
import {openQuestions, possibleWinners} from '../listener-rules/possible-winners.ts';
import {forwardsTo} from '../listener-rules/rule-sets.ts';
import {targetGroupName} from '../targets/target-groups.ts';
import type {Arrival} from './api-arrival.ts';

/** Which listener is called when the integration names the load balancer alone is only certain where the port agrees. */
export function requireListener({port}: Arrival, listener: Listener, isOpen: boolean, place: string): void {
  if (!isOpen || port === listener.port) return;
  throw new CannotTell(
    `${place}: the integration names the load balancer and port ${port} in its uri, not listener ${listener.port}; which listener it calls is not documented`,
    'let the integration name the listener, or give its uri the port',
  );
}

export function winnersFor(rules: readonly ListenerRule[], {method, host, paths, because}: Arrival, place: string) {
  if (paths.length === 0) {
    throw new CannotTell(`${place}: ${because}`, 'send the request and see what answers (http/responds)');
  }
  return paths.flatMap((path) => {
    const asked = `${method} ${host ?? ''}${path}`;
    const winners = possibleWinners(rules, {method, host, path});
    const landings = new Set(winners.possible.map(({rule}) => landingText(rule)));
    if (landings.size === 1) return winners.possible.map((trial) => ({trial, asked}));
    const open = openQuestions(winners).map(({rule, because: why}) => `${ruleName(rule)}: ${why}`);
    throw new CannotTell(
      `${place}: the load balancer sees ${asked}; ${open.join('; ') || 'no rule matches'}`,
      'send the request and see what answers (http/responds)',
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

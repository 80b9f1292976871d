import type {ListenerRule, RuleAction} from '../../model/facts/aws-facts.ts';
import {shownCondition} from '../../model/facts/shown-conditions.ts';
import {targetGroupName} from '../targets/target-groups.ts';
import {asksForLogin, decisiveAction, forwardShares, gatesOf, ruleName} from './listener-rules.ts';

/** What becomes of the requests that a rule takes, in words: `target group api`, `fixed response 404`. */
export function ruleEffect(rule: ListenerRule): string {
  const gates = gatesOf(rule).map((action) => (action.type === 'unknown' ? action.name : action.type));
  return [...gates, lastOf(rule)].join(', then ');
}

/** What a rule asks for, without what may be a secret. */
export function conditionsText({conditions}: ListenerRule): string {
  const shown = conditions.map(shownCondition).map((condition) => {
    if (condition.field === 'unknown') return condition.name;
    if (condition.field === 'query-string') {
      return `${condition.field} ${condition.pairs.map(({key, value}) => (key === null ? value : `${key}=${value}`)).join(' or ')}`;
    }
    const field = condition.field === 'http-header' ? `http-header ${condition.name}` : condition.field;
    const regexValues = 'regexValues' in condition ? condition.regexValues : [];
    return `${field} ${[...condition.values, ...regexValues].join(' or ')}`;
  });
  return shown.join(' and ') || 'every request';
}

/** `rule 90 (host-header mcp.example.com: target group api)`. */
export function ruleText(rule: ListenerRule): string {
  return `${ruleName(rule)} (${conditionsText(rule)}: ${ruleEffect(rule)})`;
}

/**
 * What comes before the decisive action, and whom it keeps out: `jwt-validation comes first: requests without a valid
 * token never get past it`. One for each such action, none for most rules.
 * Source: the ALB user guide (JWT verification, authenticating users).
 */
export function gateTexts(rule: ListenerRule): string[] {
  return gatesOf(rule).map((action) => {
    const name = action.type === 'unknown' ? action.name : action.type;
    const refused = refusedBy(action);
    return `${name} comes first${refused === null ? '' : `: requests without ${refused} never get past it`}`;
  });
}

/**
 * Whom a forward keeps on a group that gets no other requests: one of weight 0, by the cookie of an earlier answer. Empty for
 * most rules. Source: the ALB user guide (sticky sessions, weighted target groups).
 */
export function stickinessText(rule: ListenerRule): string {
  const action = decisiveAction(rule);
  if (action?.type !== 'forward' || action.stickinessSeconds === null) return '';
  const idle = action.targets
    .filter(({weight}) => weight === 0)
    .map(({targetGroupArn}) => targetGroupName(targetGroupArn));
  if (idle.length === 0 || idle.length === action.targets.length) return '';
  return `clients that have a stickiness cookie (AWSALBTG) of ${idle.join(' and ')} from before are not looked at: for up to ${action.stickinessSeconds} s they may be kept there`;
}

function refusedBy(action: RuleAction): string | null {
  if (action.type === 'jwt-validation') return 'a valid token';
  return asksForLogin(action) ? 'a login' : null;
}

function lastOf(rule: ListenerRule): string {
  const action = decisiveAction(rule);
  switch (action?.type) {
    case undefined:
      return 'an action that is not known to this version';
    case 'fixed-response':
      return `fixed response ${action.statusCode}`;
    case 'redirect':
      return `redirect to ${action.protocol}://${action.host}:${action.port}${action.path} (${action.statusCode})`;
    case 'forward': {
      const shares = forwardShares(rule);
      const [first] = shares;
      if (first === undefined) return 'target groups that all have weight 0';
      if (shares.length === 1) return `target group ${targetGroupName(first.targetGroupArn)}`;
      const parts = shares.map((share) => `${targetGroupName(share.targetGroupArn)} (${share.percent.toFixed(1)} %)`);
      return `target groups ${parts.join(' and ')}`;
    }
  }
}

import {CannotTell} from '../../model/errors.ts';
import type {Listener, ListenerRule, TargetGroup} from '../../model/facts/aws-facts.ts';
import {decisiveAction, forwardShares, gatesOf, type Routing, type RuleTrial, ruleName} from './listener-rules.ts';

export function requireWinner({winner, trail}: Routing, listener: Listener): RuleTrial {
  const trial = trail.find(({rule}) => rule === winner);
  if (trial !== undefined) return trial;
  const opaque = trail.find(({matches}) => matches === 'unknown');
  throw new CannotTell(
    opaque === undefined
      ? `${listener.arn}: no rule matches, not even a default rule`
      : `${listener.arn}: ${ruleName(opaque.rule)} comes before the first certain match, and ${opaque.because}`,
    'send the request and see what answers (http/responds)',
  );
}

export function sendsTo(rule: ListenerRule, group: TargetGroup | null, status: number | undefined): boolean {
  const action = decisiveAction(rule);
  if (group === null) return action?.type === 'fixed-response' && action.statusCode === status;
  const shares = forwardShares(rule);
  return shares.length > 0 && shares.every(({targetGroupArn}) => targetGroupArn === group.arn);
}

export function decisiveText(rule: ListenerRule, nameOf: (arn: string) => string): string {
  const action = decisiveAction(rule);
  if (action === null || gatesOf(rule).some(({type}) => type === 'unknown')) {
    const types = rule.actions.map((one) => (one.type === 'unknown' ? one.name : one.type)).join(', ');
    throw new CannotTell(`${rule.arn}: its actions (${types}) are not all known to this version`, 'read what they do');
  }
  if (action.type === 'fixed-response') return `fixed response ${action.statusCode}`;
  if (action.type === 'redirect') {
    return `redirect to ${action.protocol}://${action.host}:${action.port}${action.path} (${action.statusCode})`;
  }
  const shares = forwardShares(rule);
  if (shares.length === 0) {
    throw new CannotTell(`${rule.arn}: all its target groups have weight 0`, 'give the intended group a weight');
  }
  if (shares.length === 1 && shares[0] !== undefined) return `target group ${nameOf(shares[0].targetGroupArn)}`;
  return `target groups ${shares.map(({targetGroupArn, percent}) => `${nameOf(targetGroupArn)} (${percent.toFixed(1)} %)`).join(' and ')}`;
}

export function whyItLost(loser: RuleTrial, winner: RuleTrial): string {
  const reason = loser.matches === true ? `it comes after ${ruleName(winner.rule)}` : loser.because;
  return `${ruleName(loser.rule)} leads there, but ${reason}`;
}

/** How the right rule comes to win; `loser` is the one that leads where the request belongs, if there is any. */
export function routingFix(loser: RuleTrial | undefined, winner: RuleTrial, expected: string): string {
  const name = ruleName(winner.rule);
  if (loser === undefined) {
    const before = winner.rule.priority === 'default' ? '' : `, with a priority below ${winner.rule.priority}`;
    return `Add a rule for this request with ${expected}${before}.`;
  }
  const right = ruleName(loser.rule);
  if (loser.matches === true) {
    return `Give ${right} a priority below ${winner.rule.priority}, or narrow the conditions of ${name}.`;
  }
  if (loser.matches === 'unknown')
    return `See whether the request meets the conditions of ${right}, which come first in its way.`;
  return `Widen the conditions of ${right} to this request (\`/path/*\` does not match \`/path\` itself), or add a rule for it with ${expected} before ${name}.`;
}

export function routingEvidence({trail}: Routing, winner: RuleTrial, gates: readonly string[], listener: Listener) {
  const passedOver = trail.slice(0, trail.indexOf(winner)).map((trial) => `${ruleName(trial.rule)}: ${trial.because}`);
  const source = `elasticloadbalancing:DescribeRules ${listener.arn}`;
  return [
    {what: `${ruleName(winner.rule)} wins`, value: winner.because, source: winner.rule.arn},
    ...(gates.length > 0
      ? [{what: 'actions before the decisive one', value: [...gates], source: winner.rule.arn}]
      : []),
    ...(passedOver.length > 0 ? [{what: 'rules passed over', value: passedOver, source}] : []),
  ];
}

import {CannotTell} from '../../model/errors.ts';
import type {Listener, ListenerRule, RuleAction, TargetGroup} from '../../model/facts/aws-facts.ts';
import {literalLength} from './later-forwards.ts';
import {decisiveAction, forwardShares, gatesOf, type RuleTrial, ruleName} from './listener-rules.ts';
import {type OpenQuestion, openQuestions, type PossibleWinners} from './possible-winners.ts';
import {priorityBefore} from './rule-order.ts';

/** The rules that can win for a request, at least one. */
export type Winners = readonly [RuleTrial, ...RuleTrial[]];

/** @throws {CannotTell} when there is none: the list lacks the default rule, which takes what is left. */
export function requireWinners({possible}: PossibleWinners, listener: Listener): Winners {
  const [first, ...others] = possible;
  if (first !== undefined) return [first, ...others];
  throw new CannotTell(
    `${listener.arn}: no rule matches, not even a default rule`,
    'look at the rules of the listener',
  );
}

/**
 * Why it is not known which of several rules wins, and what to state so that it is: where they do not all do the same.
 *
 * @param where the parameter of the item that takes what clients send; none where they are its own.
 */
export function undecidedRouting(
  place: string,
  winners: PossibleWinners,
  doesWhat: (rule: ListenerRule) => string,
  where = ' under `request:`',
): CannotTell {
  const open = openQuestions(winners);
  const takers = winners.possible.map(({rule}) => `${ruleName(rule)} (${doesWhat(rule)})`).join(' or ');
  return new CannotTell(`${place}: ${takers} takes it: ${openText(open)}`, statingFix(open, where));
}

/** As {@link undecidedRouting}, for what a target is to see. */
export function undecidedSight(place: string, open: readonly Pick<OpenQuestion, 'because' | 'unstated'>[]): CannotTell {
  const whats = [...new Set(open.map(({because}) => because))];
  return new CannotTell(
    `${place}: what the target sees is not clear: ${whats.join('; ')}`,
    statingFix(open, ' under `request:`'),
  );
}

function openText(open: readonly OpenQuestion[]): string {
  return open.map(({rule, because}) => `in ${ruleName(rule)}, ${because}`).join('; ');
}

/** The YAML that states what is missing; else what shows it. */
function statingFix(open: readonly Pick<OpenQuestion, 'unstated'>[], where: string): string {
  const parts = new Set(open.flatMap(({unstated}) => unstated ?? []));
  const headers = [...parts].filter((part) => part.startsWith('headers.')).map((part) => part.slice('headers.'.length));
  const lines = [
    ...(headers.length > 0 ? [`\`headers: {${headers.map((name) => `${name}: '…'`).join(', ')}}\``] : []),
    ...(parts.has('host') ? ['`host: …`'] : []),
    ...(parts.has('query') ? ["`query: '…'`"] : []),
    ...(parts.has('sourceIp') ? ['`sourceIp: …`'] : []),
  ];
  if (lines.length === 0) return 'send the request and see what answers (http/responds)';
  const absent = [
    ...(headers.length > 0 ? [`\`${headers[0]}: false\` where they do not send it`] : []),
    ...(parts.has('query') ? ["`query: ''` where there is none"] : []),
  ];
  const unless = absent.length === 0 ? '' : ` (${absent.join(', ')})`;
  return `state${where} what clients send: ${lines.join(', ')}${unless}`;
}

/** `rule 90 wins because …`; of several, what it depends on. */
export function winText([first, ...others]: Winners): string {
  if (others.length === 0) return `${ruleName(first.rule)} wins because ${first.because}`;
  const all = [first, ...others];
  const open = all.flatMap(({rule, open: some}) => some.map((one) => ({...one, rule})));
  return `${all.map(({rule}) => ruleName(rule)).join(' or ')} wins (${openText(open)})`;
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

/**
 * The rule that was meant for the request and lost: of those that lead where it belongs, one that matches too; or one
 * that nearly does, where the winner takes it only as it takes many others.
 */
export function meantFor(leading: readonly RuleTrial[], winner: RuleTrial): RuleTrial | undefined {
  const behind = leading.find(({matches}) => matches === true);
  if (behind !== undefined || isForItsPath(winner.rule)) return behind;
  const stated = (rule: ListenerRule) => literalLength(rule, 'path-pattern');
  return leading.find(({rule}) => winner.rule.priority === 'default' || stated(rule) > stated(winner.rule));
}

/** Not one that takes many other requests too, or closes a host, and does right by those. */
function isForItsPath(rule: ListenerRule): boolean {
  return decisiveAction(rule)?.type === 'forward' && literalLength(rule, 'path-pattern') > 1;
}

export function whyItLost(loser: RuleTrial, winner: RuleTrial): string {
  const reason = loser.matches === true ? `it comes after ${ruleName(winner.rule)}` : loser.because;
  return `${ruleName(loser.rule)} leads there, but ${reason}`;
}

/** How the right rule comes to win; `loser` is the one that was meant to, see {@link meantFor}. */
export function routingFix(loser: RuleTrial | undefined, winner: RuleTrial, expected: string): string {
  const name = ruleName(winner.rule);
  if (loser === undefined) {
    if (winner.rule.priority === 'default') return `Add a rule for this request with ${expected}.`;
    if (!isForItsPath(winner.rule))
      return `Add a rule for this request with ${expected}, with ${priorityBefore(winner.rule.priority)}.`;
    return `Where ${name} is meant for this request, correct its action: ${expected}. Else add a rule for the request with ${expected} and ${priorityBefore(winner.rule.priority)}.`;
  }
  const right = ruleName(loser.rule);
  if (loser.matches === true) {
    return `Give ${right} ${priorityBefore(winner.rule.priority)}, or narrow the conditions of ${name}.`;
  }
  if (loser.matches === 'unknown')
    return `See whether the request meets the conditions of ${right}, which come first in its way.`;
  return `Widen the conditions of ${right} to this request (\`/path/*\` does not match \`/path\` itself), or add a rule for it with ${expected} before ${name}.`;
}

export function undecidedSession(place: string, {type}: Pick<RuleAction, 'type'>): CannotTell {
  return new CannotTell(
    `${place}: ${type} comes first, and whether the cookie is that of a session is not known here`,
    'send the request and see what answers (http/responds)',
  );
}

/** How a request comes past an action that turns it away. */
export function barrierFix(rule: ListenerRule, {type}: Pick<RuleAction, 'type'>): string {
  const way = `Put a rule without ${type} for just this request before ${ruleName(rule)}, if the service checks its callers itself`;
  return type === 'jwt-validation'
    ? `${way}; or state the token that clients send (\`headers: {authorization: '…'}\`).`
    : `${way}; where all clients are browsers, set \`login: allowed\`.`;
}

/** How the target comes to see what it has to. */
export function rewriteFix(rule: ListenerRule): string {
  const name = ruleName(rule);
  if (rule.transforms.length === 0)
    return `Add a transform (url-rewrite, host-header-rewrite) to ${name}, or let the service expect what clients send.`;
  const written = rule.transforms.flatMap(({type, rewrites}) =>
    rewrites.map(({regex, replace}) => `${type} "${regex}" to "${replace}"`),
  );
  return `Correct the transform of ${name} (${written.join(', ')}), or let the service expect what it makes.`;
}

export function routingEvidence(
  {trail}: PossibleWinners,
  winners: Winners,
  gates: readonly string[],
  listener: Listener,
) {
  const [first] = winners;
  const passedOver = trail.slice(0, trail.indexOf(first)).map((trial) => `${ruleName(trial.rule)}: ${trial.because}`);
  const source = `elasticloadbalancing:DescribeRules ${listener.arn}`;
  const wins = winners.length === 1 ? 'wins' : 'may win';
  return [
    ...winners.map(({rule, because}) => ({what: `${ruleName(rule)} ${wins}`, value: because, source: rule.arn})),
    ...(gates.length > 0 ? [{what: 'actions before the decisive one', value: [...gates], source: first.rule.arn}] : []),
    ...(passedOver.length > 0 ? [{what: 'rules passed over', value: passedOver, source}] : []),
  ];
}

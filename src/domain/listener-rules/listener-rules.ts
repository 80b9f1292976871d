import type {ListenerRule, RuleAction, RuleCondition} from '../../model/facts/aws-facts.ts';
import {type ConditionJudge, judgeOf, type Match} from './rule-conditions.ts';
import {type RoutedRequest, type SeenRequest, seenRequest, type Unstated} from './seen-request.ts';

/**
 * Which rule of an Application Load Balancer's listener takes a request.
 * Source: the ALB user guide (listener rules, rule condition types) and the Elastic Load Balancing API reference.
 */

export type {Match, RoutedRequest, Unstated};

export interface RuleTrial {
  readonly rule: ListenerRule;
  readonly matches: Match;
  /** The conditions that matched; or the one that did not, or that cannot be judged. */
  readonly because: string;
  /** The conditions that cannot be judged, where it is not known whether the rule matches. */
  readonly open: readonly OpenCondition[];
}

/** A condition of which it is not known whether the request meets it. */
export interface OpenCondition {
  readonly condition: RuleCondition;
  readonly because: string;
  /** What has to be stated of the request before it can be judged; null where that is not the reason. */
  readonly unstated: Unstated | null;
}

export interface Routing {
  /**
   * Null when a rule that cannot be judged (a regex, a header that is not stated) comes before the first certain match:
   * `possible-winners.ts` says which can win then.
   */
  readonly winner: ListenerRule | null;
  /** Every rule in evaluation order, those after the winner too. */
  readonly trail: readonly RuleTrial[];
}

/** Rules are tried by priority, lowest number first, the default rule last; the first that matches wins. */
export function evaluateRules(rules: readonly ListenerRule[], request: RoutedRequest): Routing {
  const judged = judgedRules(rules);
  const seen = seenRequest(request);
  let trail: readonly RuleTrial[] | undefined;
  return {
    winner: winnerOf(judged, seen),
    // Worded only when read: proofs and measurements ask for the winner alone, thousands of times.
    get trail() {
      trail ??= judged.map((one) => tryRule(one, seen));
      return trail;
    },
  };
}

function winnerOf(judged: readonly JudgedRule[], request: SeenRequest): ListenerRule | null {
  for (const one of judged) {
    const matches = ruleMatches(one, request);
    if (matches !== false) return matches === true ? one.rule : null;
  }
  return null;
}

/** Priorities are numbers: sorted as text, 10 would come before 9. */
export function inEvaluationOrder(rules: readonly ListenerRule[]): readonly ListenerRule[] {
  const rank = ({priority}: ListenerRule) => (priority === 'default' ? Number.MAX_SAFE_INTEGER : priority);
  return rules.toSorted((a, b) => rank(a) - rank(b));
}

interface JudgedRule {
  readonly rule: ListenerRule;
  readonly judges: readonly ConditionJudge[];
}

/** Facts do not change, and the rules of one listener are asked about many times. */
const judgedBefore = new WeakMap<readonly ListenerRule[], readonly JudgedRule[]>();

function judgedRules(rules: readonly ListenerRule[]): readonly JudgedRule[] {
  const known = judgedBefore.get(rules);
  if (known !== undefined) return known;
  const judged = inEvaluationOrder(rules).map((rule) => ({rule, judges: rule.conditions.map(judgeOf)}));
  judgedBefore.set(rules, judged);
  return judged;
}

/** `rule 90`, or `the default rule`. */
export function ruleName({priority}: Pick<ListenerRule, 'priority'>): string {
  return priority === 'default' ? 'the default rule' : `rule ${priority}`;
}

export type DecisiveAction = Extract<RuleAction, {type: 'forward' | 'redirect' | 'fixed-response'}>;

/**
 * The action that answers the request: the last by order. Null when there is none of a type that this version knows.
 * Actions before it (see {@link gatesOf}) may turn the request away first.
 */
export function decisiveAction({actions}: Pick<ListenerRule, 'actions'>): DecisiveAction | null {
  const last = actions.toSorted((a, b) => a.order - b.order).at(-1);
  return last?.type === 'forward' || last?.type === 'redirect' || last?.type === 'fixed-response' ? last : null;
}

/** What a request has to get past before the decisive action: a login, a token check, or something unknown. */
export function gatesOf({actions}: Pick<ListenerRule, 'actions'>): RuleAction[] {
  return actions.toSorted((a, b) => a.order - b.order).slice(0, -1);
}

/** Whether an action stops clients without a session: `allow` lets them through, `deny` answers 401, `authenticate` redirects. */
export function asksForLogin(action: RuleAction): boolean {
  const isLogin = action.type === 'authenticate-oidc' || action.type === 'authenticate-cognito';
  return isLogin && action.onUnauthenticatedRequest !== 'allow';
}

/**
 * The action that turns this request away: a login where it is refused to ask for one, a token check where the request is
 * stated to have none, or another sort of credentials. `unknown` where it has a cookie, which may be that of a session.
 */
export function barrierFor(
  rule: Pick<ListenerRule, 'actions'>,
  {headers = {}}: Pick<RoutedRequest, 'headers'>,
  login: 'refused' | 'allowed',
): {readonly action: RuleAction; readonly isSure: boolean} | null {
  const sent = (name: string) => {
    const value = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
    return value === undefined ? null : [value].flat();
  };
  for (const action of gatesOf(rule)) {
    const hasNoToken = sent('authorization')?.every((value) => WITHOUT_TOKEN.test(value)) ?? false;
    if (action.type === 'jwt-validation' && hasNoToken) return {action, isSure: true};
    if (login === 'refused' && asksForLogin(action)) return {action, isSure: !sent('cookie')?.length};
  }
  return null;
}

/** Schemes of the Authorization header that hold no JSON Web Token. */
const WITHOUT_TOKEN = /^(?:AWS4-HMAC-SHA256|Basic|Digest|Negotiate|NTLM)\b/i;

/**
 * How a forward divides requests among its target groups, in percent. A group of weight 0 gets none; empty when all
 * weights are 0 (what happens then is not documented) and for a rule that does not forward.
 */
export function forwardShares(rule: ListenerRule): {readonly targetGroupArn: string; readonly percent: number}[] {
  const action = decisiveAction(rule);
  if (action?.type !== 'forward') return [];
  const sum = action.targets.reduce((total, {weight}) => total + weight, 0);
  return action.targets
    .filter(({weight}) => weight > 0)
    .map(({targetGroupArn, weight}) => ({targetGroupArn, percent: (100 * weight) / sum}));
}

/** All conditions of a rule must hold; one that certainly does not decides it, whatever the others are. */
function ruleMatches({judges}: JudgedRule, request: SeenRequest): Match {
  let matches: Match = true;
  for (const judge of judges) {
    const one = judge.matches(request);
    if (one === false) return false;
    if (one === 'unknown') matches = 'unknown';
  }
  return matches;
}

function tryRule(judged: JudgedRule, request: SeenRequest): RuleTrial {
  const {rule, judges} = judged;
  const matches = ruleMatches(judged, request);
  const telling = judges.filter((judge) => judge.matches(request) === matches);
  const reasons = (matches === true ? telling : telling.slice(0, 1)).map((judge) => judge.because(request));
  const because = reasons.join(' and ') || 'it has no conditions';
  if (matches !== 'unknown') return {rule, matches, because, open: []};
  const open = rule.conditions.flatMap((condition, i) => {
    const judge = judges[i];
    if (judge?.matches(request) !== 'unknown') return [];
    return {condition, because: judge.because(request), unstated: judge.unstated(request)};
  });
  return {rule, matches, because, open};
}

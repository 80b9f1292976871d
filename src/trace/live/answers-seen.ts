import {decisiveAction, forwardShares, gatesOf, ruleName} from '../../domain/listener-rules/listener-rules.ts';
import {redirectLocation} from '../../domain/listener-rules/redirect-location.ts';
import type {ListenerRule, RuleAction} from '../../model/facts/aws-facts.ts';
import {plainText} from '../../model/text/plain-text.ts';
import type {TracedRequest} from '../../model/trace.ts';
import {doesWhat} from '../rules-hop.ts';
import type {LiveAnswer} from './look.ts';
import type {SeenAt} from './seen.ts';

type Judged = Omit<SeenAt, 'address'>;

export interface Ruled {
  readonly request: TracedRequest & {readonly query: string};
  readonly winner: ListenerRule | null;
  /** All rules of the listener. */
  readonly rules: readonly ListenerRule[];
}

/** The load balancer's own words about targets: it forwarded the request, or wanted to. */
const FORWARD_FAILED: ReadonlySet<number> = new Set([502, 503, 504]);

const RULES_FIX =
  'See whether the rules were changed just now, whether this address is a node of this load balancer, and which listener answers there.';

/** Whether an answer is what the winning rule makes of the request. */
export function ruleSeen(answer: LiveAnswer, ruled: Ruled): Judged {
  const {winner} = ruled;
  const seen = answerText(answer);
  if (winner === null) {
    return {status: 'unknown', seen, fix: 'Which rule wins is not known: see the hop above.'};
  }
  if (gatesOf(winner).length > 0) {
    return {
      status: 'unknown',
      seen,
      fix: `${ruleName(winner)} asks for a login or a token first: send the request with it.`,
    };
  }
  const action = decisiveAction(winner);
  switch (action?.type) {
    case 'fixed-response':
    case 'redirect':
      if (isOf(action, answer, ruled)) return {status: 'as-configured', seen, fix: null};
      return {status: 'differs', seen: otherRule(answer, ruled) ?? seen, fix: RULES_FIX};
    case 'forward':
      return forwardSeen(answer, seen, ruled);
    default:
      return {status: 'unknown', seen, fix: 'This version does not know what the rule does.'};
  }
}

function forwardSeen(answer: LiveAnswer, seen: string, ruled: Ruled): Judged {
  if (!isLoadBalancers(answer)) return {status: 'as-configured', seen: `forwarded: ${seen}`, fix: null};
  const other = otherRule(answer, ruled);
  if (other !== null) return {status: 'differs', seen: other, fix: RULES_FIX};
  if (FORWARD_FAILED.has(answer.status)) {
    return {status: 'as-configured', seen: `forwarded, in vain: ${answer.status}`, fix: null};
  }
  return {
    status: 'unknown',
    seen: `the load balancer itself answers ${answer.status}`,
    fix: 'See its access log for why: a web ACL, a malformed request, or a rule that was changed just now.',
  };
}

/** Another rule than the one that wins, whose own answer this is. */
function otherRule(answer: LiveAnswer, ruled: Ruled): string | null {
  const others = ruled.rules.filter((rule) => {
    const action = decisiveAction(rule);
    return (
      rule.arn !== ruled.winner?.arn && action !== null && gatesOf(rule).length === 0 && isOf(action, answer, ruled)
    );
  });
  if (others.length === 0) return null;
  return `${answerText(answer)}, as ${others.map((rule) => `${ruleName(rule)} (${doesWhat(rule)})`).join(' or ')} answers`;
}

/** The answer that a fixed response or a redirect gives, to the letter. */
function isOf(action: RuleAction, answer: LiveAnswer, {request}: Ruled): boolean {
  if (!isLoadBalancers(answer)) return false;
  if (action.type === 'fixed-response') {
    const type = answer.headers['content-type'] ?? '';
    return (
      answer.status === action.statusCode &&
      // The answer to HEAD has no body.
      (request.method === 'HEAD' || answer.body === (action.body ?? '')) &&
      (action.contentType === null || type.startsWith(action.contentType))
    );
  }
  if (action.type !== 'redirect') return false;
  const {scheme, host, port, path, query} = request;
  const location = redirectLocation(action, {protocol: scheme, host, port, path, query});
  return (
    answer.status === Number(action.statusCode.replace('HTTP_', '')) && isSameUrl(answer.headers.location, location)
  );
}

/** The load balancer writes the port out, and a hop may leave it away. */
function isSameUrl(one: string | undefined, other: string): boolean {
  if (one === undefined) return false;
  return one === other || (URL.canParse(one) && URL.canParse(other) && new URL(one).href === new URL(other).href);
}

/** It says so of answers that it writes itself, and adds nothing to others. */
export function isLoadBalancers({headers}: LiveAnswer): boolean {
  return /^awselb\//i.test(headers.server ?? '');
}

export interface Grouped {
  readonly shares: ReturnType<typeof forwardShares>;
  readonly rules: readonly ListenerRule[];
  /** What AWS says of the group: whether it has a healthy target. */
  readonly isHealthy: boolean | null;
}

/** Whether a target of the group answered that the winning rule forwards to. */
export function groupSeen(answer: LiveAnswer, {shares, rules, isHealthy}: Grouped): Judged {
  if (isLoadBalancers(answer)) {
    if (!FORWARD_FAILED.has(answer.status)) {
      return {status: 'unknown', seen: 'no target was asked', fix: 'See the hop above.'};
    }
    const seen = `${answer.status}: ${FAILURES[answer.status] ?? ''}`;
    if (isHealthy === false) return {status: 'as-configured', seen, fix: null};
    const status = isHealthy === null ? 'unknown' : 'differs';
    return {
      status,
      seen,
      fix: 'See the access log of the load balancer for the target and its status, and the log of that target.',
    };
  }
  const seen = `a target answers: ${answerText(answer)}`;
  const meant = new Set(shares.map(({targetGroupArn}) => targetGroupArn));
  const elsewhere = rules.flatMap(forwardShares).filter(({targetGroupArn}) => !meant.has(targetGroupArn));
  if (elsewhere.length === 0)
    return {status: 'as-configured', seen: `${seen} (no rule leads to another group)`, fix: null};
  return {
    status: 'unknown',
    seen: `${seen}; of which group does not show`,
    fix: 'See which target the access log of the load balancer names, or ask for something that only this service answers.',
  };
}

const FAILURES: Readonly<Record<number, string>> = {
  502: 'the target refuses or breaks the connection, or does not speak HTTP',
  503: 'the group has no target that may get requests',
  504: 'the target does not answer in time',
};

/** `200 of uvicorn`, `404`. */
export function answerText({status, headers, end}: LiveAnswer): string {
  const server = headers.server === undefined ? '' : ` of ${plainText(headers.server, 40)}`;
  const location = headers.location === undefined ? '' : ` to ${plainText(headers.location, 80)}`;
  const stream = end === 'silent' ? ', a body that goes on' : '';
  return `${status}${server}${location}${stream}`;
}

import {
  decisiveAction,
  evaluateRules,
  forwardShares,
  gatesOf,
  type RoutedRequest,
  type Routing,
  type RuleTrial,
} from '../domain/listener-rules.ts';
import {targetGroupName} from '../domain/target-groups.ts';
import type {Listener, ListenerRule, RuleAction} from '../model/aws-facts.ts';
import type {TraceLine} from '../model/trace.ts';
import {brokenHop, okHop, type Step, step, unknownHop} from './hop.ts';
import type {LoadBalancerHere} from './load-balancer-hop.ts';

/** The target groups that a winning rule divides its requests among. */
export type Shares = ReturnType<typeof forwardShares>;

export function rulesStep(here: LoadBalancerHere, listener: Listener, request: RoutedRequest): Promise<Step<Shares>> {
  return step('rules', async () => {
    const rules = await here.aws.listenerRules(here.name);
    const routing = evaluateRules(rules, request);
    const winner = routing.trail.find(({rule}) => rule === routing.winner) ?? null;
    const said = {
      summary:
        winner === null ? 'which rule wins can not be told' : `${called(winner.rule)} wins: ${doesWhat(winner.rule)}`,
      lines: routing.trail.map((trial) => ruleLine(trial, routing)),
      facts: {
        winner: winner?.rule.priority ?? null,
        action: winner === null ? null : doesWhat(winner.rule),
        rules: routing.trail.map(({rule, matches, because}) => ({
          priority: rule.priority,
          arn: rule.arn,
          matches,
          because,
          does: doesWhat(rule),
        })),
      },
      byHand: `aws elbv2 describe-rules --listener-arn ${listener.arn}`,
    };
    if (winner === null) {
      const opaque = routing.trail.find(({matches}) => matches === 'unknown');
      const because =
        opaque === undefined ? 'no rule matches, not even a default rule' : `${called(opaque.rule)}: ${opaque.because}`;
      return {hop: unknownHop('rules', {...said, because, fix: 'send the request and see what answers'}), next: null};
    }
    const gate = gateBefore(winner.rule, request);
    if (gate !== null) {
      const hop = gate.status === 'broken' ? brokenHop : unknownHop;
      return {hop: hop('rules', {...said, because: gate.because, fix: gate.fix}), next: sharesOrNull(winner.rule)};
    }
    const stop = stopAt(winner, routing);
    if (stop !== null) {
      const hop = stop.status === 'broken' ? brokenHop : unknownHop;
      return {hop: hop('rules', {...said, because: stop.because, fix: stop.fix}), next: null};
    }
    return {hop: okHop('rules', said), next: forwardShares(winner.rule)};
  });
}

interface Stop {
  readonly status: 'broken' | 'unknown';
  readonly because: string;
  readonly fix: string;
}

/** Why the request goes no further than the load balancer. */
function stopAt({rule}: RuleTrial, {trail}: Routing): Stop | null {
  const action = decisiveAction(rule);
  if (action === null) {
    return {
      status: 'unknown',
      because: `${called(rule)} does something this version does not know`,
      fix: 'read what its actions do',
    };
  }
  if (action.type === 'redirect') {
    return {status: 'broken', because: `${called(rule)} sends the client to another URL`, fix: 'Trace that URL.'};
  }
  if (action.type === 'fixed-response') {
    const nearest = trail.find((trial) => decisiveAction(trial.rule)?.type === 'forward' && trial.matches === true);
    const fix =
      nearest === undefined
        ? 'Add a rule for this request, or correct the conditions of the one that is meant for it.'
        : `${sentence(called(nearest.rule))} matches, too, and forwards: give it a smaller priority number than ${rule.priority}.`;
    return {
      status: 'broken',
      because: `${called(rule)} answers itself with ${action.statusCode}: no task sees the request`,
      fix,
    };
  }
  if (forwardShares(rule).length === 0) {
    return {
      status: 'unknown',
      because: `all target groups of ${called(rule)} have weight 0, and what happens then is not documented`,
      fix: 'give the group that is meant a weight',
    };
  }
  return null;
}

/** A login or a token check that stands before the forward. */
function gateBefore(rule: ListenerRule, request: RoutedRequest): Stop | null {
  for (const gate of gatesOf(rule)) {
    const stop = gateStop(rule, gate, request);
    if (stop !== null) return stop;
  }
  return null;
}

function gateStop(rule: ListenerRule, gate: RuleAction, request: RoutedRequest): Stop | null {
  const carries = (header: string) => Object.keys(request.headers ?? {}).some((name) => name.toLowerCase() === header);
  const judged = (header: string, without: string): Stop =>
    carries(header)
      ? {
          status: 'unknown',
          because: `${called(rule)} judges the ${header} header first (${gate.type}), which can't be done here`,
          fix: 'send the request and see what answers',
        }
      : {
          status: 'broken',
          because: `${called(rule)} ${without} (${gate.type}): the request has no ${header} header`,
          fix: `Give the header that clients send: --header '${header}: …'.`,
        };
  switch (gate.type) {
    case 'jwt-validation':
      return judged('authorization', 'turns the request away with 401');
    case 'authenticate-oidc':
    case 'authenticate-cognito':
      if (gate.onUnauthenticatedRequest === 'allow') return null;
      return judged(
        'cookie',
        gate.onUnauthenticatedRequest === 'deny'
          ? 'turns the request away with 401'
          : 'sends the client to a login page',
      );
    default:
      return {
        status: 'unknown',
        because: `${called(rule)} does something this version does not know before it forwards`,
        fix: 'read what its actions do',
      };
  }
}

function sharesOrNull(rule: ListenerRule): Shares | null {
  const shares = forwardShares(rule);
  return shares.length === 0 ? null : shares;
}

function ruleLine({rule, matches, because}: RuleTrial, {trail, winner}: Routing): TraceLine {
  const head = `${String(rule.priority).padEnd(7)} ${doesWhat(rule).replace(/^forward to /, '→ ')}`;
  if (rule === winner) return {mark: 'chosen', text: `${head}: ${because}`};
  const rules = trail.map((trial) => trial.rule);
  const isBehind = winner !== null && rules.indexOf(rule) > rules.indexOf(winner);
  if (isBehind && matches !== false) return {mark: null, text: `${head}: comes after ${called(winner)}`};
  return {mark: matches === 'unknown' ? 'unknown' : null, text: `${head}: ${because}`};
}

/** What a rule does with a request, in a few words. */
export function doesWhat(rule: ListenerRule): string {
  const action = decisiveAction(rule);
  if (action === null) return rule.actions.map((one) => (one.type === 'unknown' ? one.name : one.type)).join(', ');
  if (action.type === 'fixed-response') return `fixed response ${action.statusCode}`;
  if (action.type === 'redirect') {
    return `redirect to ${action.protocol}://${action.host}:${action.port}${action.path}`;
  }
  const shares = forwardShares(rule);
  if (shares.length === 0) return 'forward to groups of weight 0';
  const names = shares.map(({targetGroupArn, percent}) =>
    percent === 100 ? targetGroupName(targetGroupArn) : `${targetGroupName(targetGroupArn)} (${percent.toFixed(1)} %)`,
  );
  return `forward to ${names.join(' and ')}`;
}

export function called(rule: ListenerRule): string {
  return rule.priority === 'default' ? 'the default rule' : `rule ${rule.priority}`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

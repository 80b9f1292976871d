import {laterForwards} from '../domain/listener-rules/later-forwards.ts';
import {
  decisiveAction,
  forwardShares,
  gatesOf,
  type RuleTrial,
  ruleName,
} from '../domain/listener-rules/listener-rules.ts';
import {openQuestions, type PossibleWinners, possibleWinners} from '../domain/listener-rules/possible-winners.ts';
import {seenByTarget, seenText} from '../domain/listener-rules/rewrites.ts';
import {targetGroupName} from '../domain/targets/target-groups.ts';
import type {Listener, ListenerRule, RuleAction} from '../model/facts/aws-facts.ts';
import {command} from '../model/text/shell.ts';
import type {TraceLine} from '../model/trace.ts';
import {sourcesThroughLink} from '../readers/link-addresses.ts';
import type {Arriving} from './arriving.ts';
import {brokenHop, okHop, type Step, step, unknownHop} from './hop.ts';
import type {LoadBalancerHere} from './load-balancer-hop.ts';

/** The target groups that a winning rule divides its requests among. */
export type Shares = ReturnType<typeof forwardShares>;

/** Which rule takes the request, and where it forwards to; null when it goes no further. */
export interface Ruling {
  readonly winner: ListenerRule | null;
  readonly shares: Shares | null;
}

export function rulesStep(here: LoadBalancerHere, listener: Listener, arriving: Arriving): Promise<Step<Ruling>> {
  return step('rules', async () => {
    const {host, method, query, headers, sourceIp, link} = arriving;
    const rules = await here.aws.listenerRules(here.name);
    const request = {host, method, query: query ?? undefined, headers};
    const sources =
      sourceIp === null && link !== null
        ? await sourcesThroughLink(here.aws, here.name, link.subnetIds, rules)
        : [sourceIp ?? undefined];
    const routings = arriving.paths.flatMap((path) =>
      sources.map((source) => possibleWinners(rules, {...request, path, ...(source && {sourceIp: source})})),
    );
    const [routing] = routings;
    if (routing === undefined) throw new Error('a request arrives with one path at least');
    const takers = [...new Set(routings.flatMap(({possible}) => possible.map(({rule}) => rule)))];
    const [winner = null] = haveOneEffect(takers) ? takers : [];
    const seen = new Set(
      takers.flatMap((rule) =>
        arriving.paths.map((path) => seenText(seenByTarget(rule, {...request, path}), {...request, path})),
      ),
    );
    const said = saidOf(routing, winner === null ? [] : takers, listener, [...seen].filter(Boolean).join('; '));
    const stop = winner === null ? whyNobody(routings) : (gateBefore(winner, headers) ?? stopAt(winner, routing));
    const shares = winner === null ? [] : forwardShares(winner);
    // A gate may let the real request through, so what is behind it is looked at all the same.
    const next = {winner, shares: shares.length === 0 ? null : shares};
    if (stop === null) return {hop: okHop('rules', said), next};
    const hop = stop.status === 'broken' ? brokenHop : unknownHop;
    return {hop: hop('rules', {...said, because: stop.because, fix: stop.fix}), next};
  });
}

/** Then it does not matter which of them wins. */
function haveOneEffect(rules: readonly ListenerRule[]): boolean {
  const effects = rules.map(({actions, transforms}) => JSON.stringify([actions, transforms]));
  return new Set(effects).size === 1;
}

function saidOf(routing: PossibleWinners, takers: readonly ListenerRule[], listener: Listener, seen: string) {
  const [winner = null] = takers;
  const names = takers.map(ruleName).join(' or ');
  return {
    summary:
      winner === null
        ? 'which rule wins cannot be determined'
        : [`${names} wins: ${doesWhat(winner)}`, ...(seen === '' ? [] : [seen])].join('; '),
    lines: routing.trail.map((trial) => ruleLine(trial, routing, takers)),
    facts: {
      winner: winner?.priority ?? null,
      action: winner === null ? null : doesWhat(winner),
      targetSees: winner === null || seen === '' ? null : seen,
      rules: routing.trail.map(({rule, matches, because}) => ({
        priority: rule.priority,
        arn: rule.arn,
        matches,
        because,
        does: doesWhat(rule),
      })),
    },
    byHand: command`aws elbv2 describe-rules --listener-arn ${listener.arn}`,
  };
}

function whyNobody(routings: readonly PossibleWinners[]): Stop {
  const open = routings.flatMap((routing) => openQuestions(routing));
  const [first] = open;
  const because =
    first !== undefined
      ? `${ruleName(first.rule)}: ${first.because}`
      : routings.length > 1
        ? 'which path arrives is not documented, and another rule wins for each'
        : 'no rule matches, not even a default rule';
  const header = open.find(({unstated}) => unstated?.startsWith('headers.'))?.unstated?.slice('headers.'.length);
  const fix =
    header !== undefined
      ? `give the header as clients send it: --header '${header}: …' (nothing behind the colon: not sent)`
      : open.some(({unstated}) => unstated === 'sourceIp')
        ? 'say where the request comes from: --source-ip'
        : 'send the request and see what answers';
  return {status: 'unknown', because, fix};
}

interface Stop {
  readonly status: 'broken' | 'unknown';
  readonly because: string;
  readonly fix: string;
}

/** Why the request goes no further than the load balancer. */
function stopAt(rule: ListenerRule, {trail}: PossibleWinners): Stop | null {
  const action = decisiveAction(rule);
  if (action === null) {
    return {
      status: 'unknown',
      because: `${ruleName(rule)} does something this version does not know`,
      fix: 'read what its actions do',
    };
  }
  if (action.type === 'redirect') {
    return {status: 'broken', because: `${ruleName(rule)} sends the client to another URL`, fix: 'Trace that URL.'};
  }
  if (action.type === 'fixed-response') {
    return {
      status: 'broken',
      because: `${ruleName(rule)} answers itself with ${action.statusCode}: no task sees the request`,
      fix: whatToMove(laterForwards(trail, rule), rule),
    };
  }
  if (forwardShares(rule).length === 0) {
    return {
      status: 'unknown',
      because: `all target groups of ${ruleName(rule)} have weight 0, and what happens then is not documented`,
      fix: 'give the intended group a weight',
    };
  }
  return null;
}

/** Only a person knows which rule is meant for the request. */
function whatToMove(others: readonly ListenerRule[], winner: ListenerRule): string {
  const [only] = others;
  if (only === undefined)
    return 'Add a rule for this request, or correct the conditions of the one that is meant for it.';
  const move = `give it a smaller priority number than ${winner.priority}`;
  if (others.length === 1) {
    return `${sentence(ruleName(only))} (${shortly(only)}) matches, too: if it is meant for this request, ${move}.`;
  }
  const named = others.map((rule) => `${ruleName(rule)} (${shortly(rule)})`).join(', ');
  return `These match, too, the most specific first: ${named}. Choose the one that is meant for this request, and ${move}.`;
}

/** A login or a token check before the forward. */
function gateBefore(rule: ListenerRule, headers: Arriving['headers']): Stop | null {
  for (const gate of gatesOf(rule)) {
    const stop = gateStop(rule, gate, headers);
    if (stop !== null) return stop;
  }
  return null;
}

function gateStop(rule: ListenerRule, gate: RuleAction, headers: Arriving['headers']): Stop | null {
  const carries = (header: string) => Object.keys(headers).some((name) => name.toLowerCase() === header);
  const judged = (header: string, without: string): Stop =>
    carries(header)
      ? {
          status: 'unknown',
          because: `${ruleName(rule)} judges the ${header} header first (${gate.type}), which cannot be done here`,
          fix: 'send the request and see what answers',
        }
      : {
          status: 'broken',
          because: `${ruleName(rule)} ${without} (${gate.type}): the request has no ${header} header`,
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
        because: `${ruleName(rule)} does something this version does not know before it forwards`,
        fix: 'read what its actions do',
      };
  }
}

function ruleLine(
  {rule, matches, because}: RuleTrial,
  {trail, possible}: PossibleWinners,
  takers: readonly ListenerRule[],
): TraceLine {
  const head = `${String(rule.priority).padEnd(7)} ${shortly(rule)}`;
  if (takers.includes(rule)) return {mark: 'chosen', text: `${head}: ${because}`};
  const rules = trail.map((trial) => trial.rule);
  const [only, ...others] = possible;
  const isBehind = only !== undefined && others.length === 0 && rules.indexOf(rule) > rules.indexOf(only.rule);
  if (isBehind && matches !== false) return {mark: null, text: `${head}: comes after ${ruleName(only.rule)}`};
  return {mark: matches === 'unknown' ? 'unknown' : null, text: `${head}: ${because}`};
}

function shortly(rule: ListenerRule): string {
  return doesWhat(rule).replace(/^forward to /, '→ ');
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

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

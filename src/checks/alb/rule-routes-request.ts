import {z} from 'zod';
import {
  asksForLogin,
  decisiveAction,
  evaluateRules,
  forwardShares,
  gatesOf,
  type Routing,
  type RuleTrial,
  ruleName,
} from '../../domain/listener-rules/listener-rules.ts';
import {requestText} from '../../domain/listener-rules/request-text.ts';
import {gateTexts} from '../../domain/listener-rules/rule-effect.ts';
import {findTargetGroup} from '../../domain/targets/target-groups.ts';
import {defineCheck} from '../../model/check.ts';
import {CannotTell} from '../../model/errors.ts';
import type {Listener, ListenerRule, TargetGroup} from '../../model/facts/aws-facts.ts';
import {fail, pass} from '../../model/outcome.ts';
import {hostParam, resourceParam} from '../../model/params.ts';

export const ruleRoutesRequest = defineCheck({
  id: 'alb/rule-routes-request',
  title: 'The listener rule that wins for a request sends it where it belongs',
  docs: {
    why: 'Rules are tried by priority and the first match wins: a right rule behind a broader one never sees a request. `*` in a host or path pattern also stands for dots and slashes. A login in front of the right target group redirects to an identity provider, which a client that is no browser cannot follow. A token check (jwt-validation) in front does not fail: the summary names it.',
    fix: 'Give the rule a smaller priority number than the one that wins now, or narrow the conditions of the winner. `/path/*` does not match `/path` itself.',
    byHand:
      'aws elbv2 describe-rules --listener-arn <LISTENER_ARN> --query "Rules[].[Priority,Conditions[].[Field,Values],Actions[].TargetGroupArn]"',
    links: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html'],
  },
  facts: ['listener', 'listenerRules', 'targetGroups'],
  touches: 'aws',
  params: z
    .strictObject({
      alb: resourceParam('loadBalancer', 'The load balancer and listener whose rules are tried'),
      request: z
        .strictObject({
          host: hostParam('The Host header, without a port'),
          path: z
            .string()
            .regex(/^\/[^?#\s]*$/, {error: 'is not a path: it begins with / and has no query string'})
            .meta({description: 'The path, without a query string'}),
          method: z
            .string()
            .regex(/^[A-Z_-]+$/, {error: 'is not a method in capitals'})
            .default('GET')
            .meta({
              description: 'The method, in capitals',
            }),
          sourceIp: z.union([z.ipv4(), z.ipv6()], {error: 'is not an IP address'}).optional().meta({
            description:
              "The peer's address, such as one of a VPC link's; without it a source-ip condition can't be told",
          }),
        })
        .meta({description: 'The request, as the load balancer sees it: no further headers, no query'}),
      targetGroup: z
        .string()
        .min(1)
        .optional()
        .meta({description: 'The target group it has to reach: a name or an ARN'}),
      fixedResponse: z
        .strictObject({status: z.int().min(200).max(599).meta({description: 'The status code of the fixed response'})})
        .optional()
        .meta({description: 'The answer the load balancer itself has to give'}),
      login: z.enum(['refused', 'allowed']).default('refused').meta({
        description: 'Whether the load balancer may ask for a login first: `allowed` where all clients are browsers',
      }),
    })
    .refine((params) => (params.targetGroup === undefined) !== (params.fixedResponse === undefined), {
      error: 'needs one of targetGroup and fixedResponse, not both',
    }),
  async run({alb, request, targetGroup, fixedResponse, login}, {aws}) {
    const [listener, rules, groups] = await Promise.all([
      aws.listener(alb),
      aws.listenerRules(alb),
      aws.targetGroups(alb),
    ]);
    const wanted = targetGroup === undefined ? null : findTargetGroup(targetGroup, groups, listener.arn);
    const routing = evaluateRules(rules, request);
    const winner = requireWinner(routing, listener);
    const nameOf = (arn: string) => groups.find((group) => group.arn === arn)?.name ?? arn;
    const isRight = (rule: ListenerRule) => sendsTo(rule, wanted, fixedResponse?.status);

    const place = `${requestText(request)} on listener ${listener.port}`;
    const expected = wanted === null ? `fixed response ${fixedResponse?.status}` : `target group ${wanted.name}`;
    const actual = whatItDoes(winner.rule, nameOf);
    const why = `${ruleName(winner.rule)} wins because ${winner.because}`;
    const gates = gateTexts(winner.rule);
    const grounds = {place, expected, evidence: evidenceOf(routing, winner, gates, listener)};
    const barrier = login === 'allowed' ? undefined : gatesOf(winner.rule).find(asksForLogin);
    if (isRight(winner.rule) && barrier !== undefined) {
      return fail({
        ...grounds,
        faults: [`${barrier.type} comes before ${actual}`, why],
        fix: `Take ${barrier.type} out of ${ruleName(winner.rule)}, or set its unauthenticated requests to allow; where all clients are browsers, say \`login: allowed\`.`,
      });
    }
    if (isRight(winner.rule)) return pass({...grounds, actual, because: [why, ...gates].join('; ')});

    const losers = routing.trail.filter((trial) => trial !== winner && isRight(trial.rule));
    // Of several, the one that this request was meant for.
    const loser = losers.find(({matches}) => matches === true) ?? losers[0];
    const lost = loser === undefined ? `no rule leads to ${expected}` : whyItLost(loser, winner);
    const fix = loser === undefined ? `Add a rule for this request with ${expected}.` : null;
    return fail({...grounds, actual, because: `${why}; ${lost}`, fix});
  },
});

function requireWinner({winner, trail}: Routing, listener: Listener): RuleTrial {
  const trial = trail.find(({rule}) => rule === winner);
  if (trial !== undefined) return trial;
  const opaque = trail.find(({matches}) => matches === 'unknown');
  throw new CannotTell(
    opaque === undefined
      ? `${listener.arn}: no rule matches, not even a default rule`
      : `${listener.arn}: ${ruleName(opaque.rule)} stands before the first sure match, and ${opaque.because}`,
    'send the request and see what answers (http/responds)',
  );
}

function sendsTo(rule: ListenerRule, group: TargetGroup | null, status: number | undefined): boolean {
  const action = decisiveAction(rule);
  if (group === null) return action?.type === 'fixed-response' && action.statusCode === status;
  const shares = forwardShares(rule);
  return shares.length > 0 && shares.every(({targetGroupArn}) => targetGroupArn === group.arn);
}

function whatItDoes(rule: ListenerRule, nameOf: (arn: string) => string): string {
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
    throw new CannotTell(`${rule.arn}: all its target groups have weight 0`, 'give the group that is meant a weight');
  }
  if (shares.length === 1 && shares[0] !== undefined) return `target group ${nameOf(shares[0].targetGroupArn)}`;
  return `target groups ${shares.map(({targetGroupArn, percent}) => `${nameOf(targetGroupArn)} (${percent.toFixed(1)} %)`).join(' and ')}`;
}

function whyItLost(loser: RuleTrial, winner: RuleTrial): string {
  const reason = loser.matches === true ? `it comes after ${ruleName(winner.rule)}` : loser.because;
  return `${ruleName(loser.rule)} leads there, but ${reason}`;
}

function evidenceOf({trail}: Routing, winner: RuleTrial, gates: readonly string[], listener: Listener) {
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

import {asksForLogin, evaluateRules, gatesOf, ruleName} from '../../domain/listener-rules/listener-rules.ts';
import {
  decisiveText,
  requireWinner,
  routingEvidence,
  routingFix,
  sendsTo,
  whyItLost,
} from '../../domain/listener-rules/request-routing.ts';
import {requestText} from '../../domain/listener-rules/request-text.ts';
import {gateTexts} from '../../domain/listener-rules/rule-effect.ts';
import {findTargetGroup} from '../../domain/targets/target-groups.ts';
import {defineCheck, fail, pass} from '../../model/check.ts';
import type {ListenerRule} from '../../model/facts/aws-facts.ts';
import {
  fixedResponseParam,
  hostParam,
  loginParam,
  methodParam,
  pathParam,
  resourceParam,
  textParam,
  z,
} from '../../model/params.ts';

export const ruleRoutesRequest = defineCheck({
  id: 'alb/rule-routes-request',
  title: 'The listener rule that wins for a request sends it where it belongs',
  why: 'Rules are tried by priority and the first match wins: a right rule after a broader one never sees a request. `*` in a host or path pattern also stands for dots and slashes. A login in front of the right target group redirects to an identity provider, which a client that is not a browser cannot follow. A token check (jwt-validation) in front does not fail: the summary names it.',
  fix: 'Give the rule a smaller priority number than the one that wins now, or narrow the conditions of the winner. `/path/*` does not match `/path` itself.',
  byHand:
    'aws elbv2 describe-rules --listener-arn <LISTENER_ARN> --query "Rules[].[Priority,Conditions[].[Field,Values],Actions[].TargetGroupArn]"',
  links: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html'],
  facts: ['listener', 'listenerRules', 'targetGroups'],
  params: () =>
    z
      .strictObject({
        alb: resourceParam('loadBalancer', 'The load balancer and listener whose rules are tried'),
        request: z
          .strictObject({
            host: hostParam('The Host header, without a port'),
            path: pathParam('The path, without a query string'),
            method: methodParam('The method, in capitals'),
            sourceIp: z.union([z.ipv4(), z.ipv6()], {error: 'is not an IP address'}).optional().meta({
              description:
                "The peer's address, such as one of a VPC link's; without it a source-ip condition cannot be judged",
            }),
          })
          .meta({description: 'The request, as the load balancer sees it: no further headers, no query'}),
        targetGroup: textParam('The target group it has to reach: a name or an ARN').optional(),
        fixedResponse: fixedResponseParam('The answer the load balancer itself has to give').optional(),
        login: loginParam(),
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
    const actual = decisiveText(winner.rule, nameOf);
    const why = `${ruleName(winner.rule)} wins because ${winner.because}`;
    const gates = gateTexts(winner.rule);
    const grounds = {place, expected, evidence: routingEvidence(routing, winner, gates, listener)};
    const barrier = login === 'allowed' ? undefined : gatesOf(winner.rule).find(asksForLogin);
    if (isRight(winner.rule) && barrier !== undefined) {
      return fail({
        ...grounds,
        faults: [
          {
            what: `${barrier.type} comes before ${actual}; ${why}`,
            fix: `Put a rule without ${barrier.type} for just this request before ${ruleName(winner.rule)}, if the service checks its callers itself; where all clients are browsers, set \`login: allowed\`.`,
          },
        ],
      });
    }
    if (isRight(winner.rule)) return pass({...grounds, actual, because: [why, ...gates].join('; ')});

    const losers = routing.trail.filter((trial) => trial !== winner && isRight(trial.rule));
    // Of several, the one that this request was meant for.
    const loser = losers.find(({matches}) => matches === true) ?? losers[0];
    const lost = loser === undefined ? `no rule leads to ${expected}` : whyItLost(loser, winner);
    const fix = routingFix(loser, winner, expected);
    return fail({...grounds, actual, because: `${why}; ${lost}`, fix});
  },
});

import {asksForLogin, gatesOf, type RuleTrial, ruleName} from '../../domain/listener-rules/listener-rules.ts';
import {possibleWinners} from '../../domain/listener-rules/possible-winners.ts';
import {
  decisiveText,
  meantFor,
  requireWinners,
  routingEvidence,
  routingFix,
  sendsTo,
  undecidedRouting,
  whyItLost,
  winText,
} from '../../domain/listener-rules/request-routing.ts';
import {requestText} from '../../domain/listener-rules/request-text.ts';
import {gateTexts} from '../../domain/listener-rules/rule-effect.ts';
import {findTargetGroup} from '../../domain/targets/target-groups.ts';
import {defineCheck, fail, pass} from '../../model/check.ts';
import type {ListenerRule} from '../../model/facts/aws-facts.ts';
import {fixedResponseParam, loginParam, resourceParam, textParam, z} from '../../model/params.ts';
import {routedRequestParam} from '../../model/routed-params.ts';

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
        request: routedRequestParam(),
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
    const routing = possibleWinners(rules, request);
    const winners = requireWinners(routing, listener);
    const nameOf = (arn: string) => groups.find((group) => group.arn === arn)?.name ?? arn;
    const leadsThere = ({rule}: RuleTrial) => sendsTo(rule, wanted, fixedResponse?.status);
    const barrierOf = (rule: ListenerRule) => (login === 'allowed' ? undefined : gatesOf(rule).find(asksForLogin));

    const place = `${requestText(request)} on listener ${listener.port}`;
    const expected = wanted === null ? `fixed response ${fixedResponse?.status}` : `target group ${wanted.name}`;
    const does = (rule: ListenerRule) => decisiveText(rule, nameOf);
    const actual = [...new Set(winners.map(({rule}) => does(rule)))].join(' or ');
    const verdicts = new Set(winners.map((trial) => leadsThere(trial) && barrierOf(trial.rule) === undefined));
    if (verdicts.size > 1) throw undecidedRouting(place, routing, does);

    const why = winText(winners);
    const gates = [...new Set(winners.flatMap(({rule}) => gateTexts(rule)))];
    const grounds = {place, expected, evidence: routingEvidence(routing, winners, gates, listener)};
    if (verdicts.has(true)) return pass({...grounds, actual, because: [why, ...gates].join('; ')});

    const stopped = winners.find(leadsThere);
    const barrier = stopped && barrierOf(stopped.rule);
    if (barrier !== undefined) {
      const fix = `Put a rule without ${barrier.type} for just this request before ${ruleName(stopped?.rule ?? winners[0].rule)}, if the service checks its callers itself; where all clients are browsers, set \`login: allowed\`.`;
      return fail({...grounds, faults: [{what: `${barrier.type} comes before ${actual}; ${why}`, fix}]});
    }
    const [winner] = winners;
    const leading = routing.trail.filter(leadsThere);
    const loser = meantFor(leading, winner);
    const lost =
      loser !== undefined
        ? whyItLost(loser, winner)
        : leading.length === 0
          ? `no rule leads to ${expected}`
          : `no rule that matches this request leads to ${expected}`;
    return fail({...grounds, actual, because: `${why}; ${lost}`, fix: routingFix(loser, winner, expected)});
  },
});

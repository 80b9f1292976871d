import {barrierFor, type RuleTrial} from '../../domain/listener-rules/listener-rules.ts';
import {openQuestions, possibleWinners} from '../../domain/listener-rules/possible-winners.ts';
import {
  barrierFix,
  decisiveText,
  meantFor,
  requireWinners,
  rewriteFix,
  routingEvidence,
  routingFix,
  sendsTo,
  undecidedRouting,
  undecidedSession,
  undecidedSight,
  whyItLost,
  winText,
} from '../../domain/listener-rules/request-routing.ts';
import {requestText} from '../../domain/listener-rules/request-text.ts';
import {seenByTarget, seenText, unlikeWanted} from '../../domain/listener-rules/rewrites.ts';
import {gateTexts, stickinessText} from '../../domain/listener-rules/rule-effect.ts';
import {requireUsable, stateNote} from '../../domain/load-balancers/usable-state.ts';
import {findTargetGroup, versionFault, versionNote} from '../../domain/targets/target-groups.ts';
import {defineCheck, fail, pass} from '../../model/check.ts';
import type {ListenerRule} from '../../model/facts/aws-facts.ts';
import {fixedResponseParam, loginParam, resourceParam, textParam, z} from '../../model/params.ts';
import {routedRequestParam, targetSeesParam} from '../../model/routed-params.ts';

import {clauses} from '../../model/text/clauses.ts';
import {rulesAt} from '../../readers/listener-rules.ts';

export const ruleRoutesRequest = defineCheck({
  id: 'alb/rule-routes-request',
  title: 'The listener rule that wins for a request sends it where it belongs',
  why: 'Rules are tried by priority and the first match wins: a right rule after a broader one never sees a request. `*` in a host or path pattern also stands for dots and slashes. A login in front of the right target group redirects to an identity provider, which a client that is not a browser cannot follow. A token check (jwt-validation) in front does not fail: the summary names it.',
  fix: 'Give the rule a smaller priority number than the one that wins now, or narrow the conditions of the winner. `/path/*` does not match `/path` itself.',
  byHand:
    'aws elbv2 describe-rules --listener-arn <LISTENER_ARN> --query "Rules[].[Priority,Conditions[].[Field,Values],Actions[].TargetGroupArn]"',
  links: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html'],
  facts: ['listener', 'listenerRules', 'loadBalancer', 'targetGroups'],
  params: () =>
    z
      .strictObject({
        alb: resourceParam('loadBalancer', 'The load balancer and listener whose rules are tried'),
        request: routedRequestParam(),
        targetGroup: textParam('The target group it has to reach: a name or an ARN').optional(),
        fixedResponse: fixedResponseParam('The answer the load balancer itself has to give').optional(),
        targetSees: targetSeesParam(),
        login: loginParam(),
      })
      .refine((params) => (params.targetGroup === undefined) !== (params.fixedResponse === undefined), {
        error: 'needs one of targetGroup and fixedResponse, not both',
      })
      .refine(({targetSees, targetGroup}) => targetSees === undefined || targetGroup !== undefined, {
        error: 'has targetSees without targetGroup: a fixed response has no target',
        path: ['targetSees'],
      }),
  async run({alb, request, targetGroup, fixedResponse, targetSees = {}, login}, {aws}) {
    const [{loadBalancer, listener, rules}, groups] = await Promise.all([rulesAt(alb, aws), aws.targetGroups(alb)]);
    const wanted = targetGroup === undefined ? null : findTargetGroup(targetGroup, groups, listener.arn);
    const routing = possibleWinners(rules, request);
    const winners = requireWinners(routing, listener);
    const nameOf = (arn: string) => groups.find((group) => group.arn === arn)?.name ?? arn;
    const leadsThere = ({rule}: RuleTrial) => sendsTo(rule, wanted, fixedResponse?.status);
    const barrierOf = (rule: ListenerRule) => barrierFor(rule, request, login);

    const place = `${requestText(request)} on listener ${listener.port}`;
    const expected = wanted === null ? `fixed response ${fixedResponse?.status}` : `target group ${wanted.name}`;
    const does = (rule: ListenerRule) => decisiveText(rule, nameOf);
    const actual = [...new Set(winners.map(({rule}) => does(rule)))].join(' or ');
    const verdicts = new Set(winners.map((trial) => leadsThere(trial) && barrierOf(trial.rule) === null));
    if (verdicts.size > 1) throw undecidedRouting(place, routing, does);

    const why = winText(winners);
    const kept = [...new Set(winners.map(({rule}) => stickinessText(rule)))].filter(Boolean);
    const gates = [...new Set(winners.flatMap(({rule}) => gateTexts(rule)))];
    const grounds = {place, expected, evidence: routingEvidence(routing, winners, gates, listener)};
    if (verdicts.has(true)) {
      const refused = wanted === null ? null : versionFault(wanted, request.method);
      if (refused !== null) return fail({...grounds, faults: [{...refused, what: `${refused.what}; ${why}`}]});
      const sights = winners.map(({rule}) => ({rule, ...unlikeWanted(rule, request, targetSees)}));
      const blurred = sights.filter(({wrong}) => wrong.length > 0);
      const open = sights.flatMap((sight) => sight.open);
      if (open.length > 0 || (blurred.length > 0 && blurred.length < sights.length)) {
        throw undecidedSight(place, [...open, ...openQuestions(routing)]);
      }
      if (blurred.length > 0) {
        const faults = blurred.map(({rule, wrong}) => ({
          what: `its target sees ${wrong.join(' and ')}; ${why}`,
          fix: rewriteFix(rule),
        }));
        return fail({...grounds, faults});
      }
      const seen = [...new Set(winners.map(({rule}) => seenText(seenByTarget(rule, request), request)))].filter(
        Boolean,
      );
      requireUsable(loadBalancer);
      const version = wanted === null ? null : versionNote(wanted);
      const because = clauses(why, ...gates, ...kept, version, stateNote(loadBalancer));
      return pass({...grounds, actual: [actual, ...seen].join('; '), because});
    }

    const stopped = winners.find(leadsThere);
    const barrier = stopped === undefined ? null : barrierOf(stopped.rule);
    if (stopped !== undefined && barrier !== null) {
      if (!barrier.isSure) throw undecidedSession(place, barrier.action);
      const what = `${barrier.action.type} comes before ${actual}; ${why}`;
      return fail({...grounds, faults: [{what, fix: barrierFix(stopped.rule, barrier.action)}]});
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

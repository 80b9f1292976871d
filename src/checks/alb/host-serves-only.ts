import {decisiveAction, gatesOf, type Match, ruleName} from '../../domain/listener-rules/listener-rules.ts';
import {refutation, takenEvidence, undecidedText} from '../../domain/listener-rules/proof-text.ts';
import {clientSources, forwardsTo, proveAll, requestsFrom} from '../../domain/listener-rules/rule-sets.ts';
import {requireUsable, stateNote} from '../../domain/load-balancers/usable-state.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import type {ListenerRule, RuleCondition} from '../../model/facts/aws-facts.ts';
import {fixedResponseParam, hostParam, resourceParam, z} from '../../model/params.ts';
import {rulesAt} from '../../readers/listener-rules.ts';

export const hostServesOnly = defineCheck({
  id: 'alb/host-serves-only',
  title: 'A host serves the named paths and answers every other with one fixed response',
  why: 'A new host on a shared load balancer also meets the rules of others: one with a path and no host takes its requests, and what was guarded elsewhere is served here. This is proved over all other paths, or refuted by one.',
  fix: 'Add a rule for the host alone with the fixed response, right after the rules that serve it, and give rules of other services their hosts.',
  byHand:
    'aws elbv2 describe-rules --listener-arn <LISTENER_ARN> --query "Rules[].[Priority,Conditions,Actions[].Type]"',
  links: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html',
  ],
  facts: ['listener', 'listenerRules', 'loadBalancer'],
  params: () => ({
    alb: resourceParam('loadBalancer', 'The load balancer and listener whose rules are tried'),
    host: hostParam('The Host header, without a port'),
    serves: z
      .array(z.string().regex(/^[/*][^#\s]*$/, {error: 'is not a path pattern: it begins with / or *'}))
      .min(1)
      .meta({description: 'The paths that are served, as in a path condition; what answers them is not judged here'}),
    fixedResponse: fixedResponseParam('The answer the load balancer itself has to give for every other path'),
  }),
  async run({alb, host, serves, fixedResponse: {status}}, {aws}) {
    const {loadBalancer, listener, rules} = await rulesAt(alb, aws);
    const within: RuleCondition[] = [
      ...requestsFrom(clientSources(loadBalancer)).within,
      {field: 'host-header', values: [host], regexValues: []},
    ];
    const served: RuleCondition = {field: 'path-pattern', values: serves, regexValues: []};
    const proof = proveAll(rules, {within, except: [[served]]}, (rule) => answersWith(rule, status));

    const asked = `${host}, all paths but ${serves.join(', ')}`;
    const place = `${asked} on listener ${listener.port}`;
    const expected = `fixed response ${status} for every other path`;
    if (proof.verdict === 'unknown') {
      throw new CannotTell(`${place}: ${undecidedText(proof.undecided)}`, 'try paths one by one (http/responds)');
    }
    if (proof.verdict === 'refuted') {
      const taker = ruleName(proof.counterexample.rule);
      const fix = `Put a rule for host ${host} with fixed response ${status} before ${taker}, after those that serve the host.`;
      return fail({place, expected, ...refutation(proof.counterexample, listener, loadBalancer), fix});
    }
    if (proof.takers.length === 0) {
      throw new CannotTell(`${place}: there is no other path`, 'correct `serves:`');
    }
    requireUsable(loadBalancer);
    return pass({
      place,
      actual: `fixed response ${status} by ${proof.takers.map(({rule}) => ruleName(rule)).join(' and ')}`,
      expected,
      because: stateNote(loadBalancer),
      evidence: proof.takers.map((taker) => takenEvidence(taker, taker.rule.arn)),
    });
  },
});

/** Without a login or a token check in front, which would answer differently. */
function answersWith(rule: ListenerRule, status: number): Match {
  const action = decisiveAction(rule);
  if (action?.type === 'fixed-response' && gatesOf(rule).length === 0) return action.statusCode === status;
  return forwardsTo(rule) === null && action?.type !== 'forward' ? 'unknown' : false;
}

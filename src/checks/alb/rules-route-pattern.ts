import {asksForLogin, gatesOf, type Match, ruleName} from '../../domain/listener-rules/listener-rules.ts';
import {narrowedRules, withCommon} from '../../domain/listener-rules/narrowed-rules.ts';
import {refutation, takenEvidence, undecidedText} from '../../domain/listener-rules/proof-text.ts';
import {requestText} from '../../domain/listener-rules/request-text.ts';
import {seenByTarget, seenText} from '../../domain/listener-rules/rewrites.ts';
import {gateTexts} from '../../domain/listener-rules/rule-effect.ts';
import {clientSources, forwardsTo, proveAll, requestsFrom} from '../../domain/listener-rules/rule-sets.ts';
import {requireUsable, stateNote} from '../../domain/load-balancers/usable-state.ts';
import {versionFault, versionNote} from '../../domain/targets/target-groups.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import type {ListenerRule, RuleCondition} from '../../model/facts/aws-facts.ts';
import {cidrsParam, loginParam, resourceParam, textParam, z} from '../../model/params.ts';
import {queryParam, sentHeadersParam} from '../../model/routed-params.ts';
import {clauses} from '../../model/text/clauses.ts';
import {rulesAt} from '../../readers/listener-rules.ts';
import {targetGroupAt} from '../../readers/target-groups.ts';

export const rulesRoutePattern = defineCheck({
  id: 'alb/rules-route-pattern',
  title: 'Every request that matches a pattern is sent to one target group',
  why: 'A few sample requests say nothing about the next one: a rule with a method, a header, a query or a source address takes some of the requests and leaves the rest. This is proved over all requests, or refuted by one; where only paths of unusual form (`//`, `%41`, dot segments) would go elsewhere, it could not tell. A token check (jwt-validation) in front does not fail: the summary names it.',
  fix: 'Narrow the rule that takes the request shown, or give the right rule a smaller priority number. `/path/*` does not match `/path` itself. A login in front of the target group turns away clients that are not browsers: take it out, or set `login: allowed`.',
  byHand:
    'aws elbv2 describe-rules --listener-arn <LISTENER_ARN> --query "Rules[].[Priority,Conditions,Actions[].TargetGroupArn]"',
  links: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html',
  ],
  facts: ['listener', 'listenerRules', 'loadBalancer', 'targetGroups'],
  params: () => ({
    alb: resourceParam('loadBalancer', 'The load balancer and listener whose rules are tried'),
    host: z
      .string()
      .regex(/^[a-z0-9.*?-]+$/i, {error: 'is not a host name, nor a pattern of one such as *.example.com'})
      .meta({description: 'The hosts: a name, or a pattern in which * is any run of characters and ? is one'}),
    path: z
      .string()
      .regex(/^[/*][^#\s]*$/, {error: 'is not a path pattern: it begins with / or *'})
      .meta({description: 'The paths, as in a path condition: /mcp/* is all below /mcp, but not /mcp itself'}),
    method: z
      .string()
      .regex(/^[A-Z_-]+$/, {error: 'is not a method in capitals'})
      .optional()
      .meta({description: 'The method, in capitals; all methods when it is left out'}),
    headers: sentHeadersParam('Headers that they all have; all headers when it is left out').optional(),
    query: queryParam().optional(),
    from: cidrsParam('Where they come from: a CIDR or a list of them; every address when it is left out').optional(),
    targetGroup: textParam('The target group they have to reach: a name or an ARN'),
    login: loginParam(),
  }),
  async run({alb, host, path, method, headers, query, from, targetGroup, login}, {aws}) {
    const {loadBalancer, listener, rules: all} = await rulesAt(alb, aws);
    const rules = narrowedRules(all, {headers, query});
    const {group: wanted} = await targetGroupAt(alb, targetGroup, aws);
    const within: RuleCondition[] = [
      ...requestsFrom([from ?? clientSources(loadBalancer)].flat()).within,
      {field: 'host-header', values: [host], regexValues: []},
      {field: 'path-pattern', values: [path], regexValues: []},
      ...(method === undefined ? [] : [{field: 'http-request-method', values: [method]} as const]),
    ];
    const isRight = (rule: ListenerRule): Match => {
      const arns = forwardsTo(rule);
      if (arns === null) return 'unknown';
      const isStopped = login === 'refused' && gatesOf(rule).some(asksForLogin);
      return arns.length > 0 && arns.every((arn) => arn === wanted.arn) && !isStopped;
    };

    const common = {host, path, method: method ?? 'any method', headers, query};
    const place = `${requestText(common)}${from === undefined ? '' : ` from ${[from].flat().join(', ')}`} on listener ${listener.port}`;
    const expected = `target group ${wanted.name}`;
    const source = `elasticloadbalancing:DescribeRules ${listener.arn}`;
    const proof = proveAll(rules, {within}, isRight);
    if (proof.verdict === 'unknown') {
      throw new CannotTell(`${place}: ${undecidedText(proof.undecided)}`, 'try requests one by one (http/responds)');
    }
    if (proof.verdict === 'refuted') {
      const taker = ruleName(proof.counterexample.rule);
      const fix = `Put a rule for these requests before ${taker}, or narrow what ${taker} takes.`;
      const shown = withCommon(proof.counterexample, {headers, query});
      return fail({place, expected, ...refutation(shown, listener, loadBalancer), fix});
    }
    if (proof.takers.length === 0) {
      throw new CannotTell(`${place}: no request matches this pattern`, 'correct `host:` or `path:`');
    }
    const refused = versionFault(wanted, method ?? 'GET');
    if (refused !== null) {
      const evidence = [{what: 'protocol version', value: wanted.protocolVersion, source: wanted.arn}];
      return fail({place, expected, faults: [refused], evidence});
    }
    const takers = proof.takers.map(({rule}) => ruleName(rule)).join(' and ');
    const gated = proof.takers.flatMap(({rule}) => gateTexts(rule).map((text) => `in ${ruleName(rule)}, ${text}`));
    const rewriting = proof.takers.filter(({rule}) => rule.transforms.length > 0);
    const rewritten = rewriting.map(({rule, request}) => {
      const example = request === null ? '' : seenText(seenByTarget(rule, request), request);
      return `${ruleName(rule)} rewrites what its target sees${example === '' ? '' : `, for example ${example}`}, which is not judged here`;
    });
    requireUsable(loadBalancer);
    const take = `${takers} take${proof.takers.length === 1 ? 's' : ''} them all`;
    return pass({
      place,
      actual: [expected, take, ...gated, ...rewritten].join('; '),
      expected,
      because: clauses(versionNote(wanted), stateNote(loadBalancer)),
      evidence: proof.takers.flatMap(({rule, request}) => [
        takenEvidence({rule, request}, source),
        ...gateTexts(rule).map((value) => ({what: `before ${ruleName(rule)} forwards`, value, source: rule.arn})),
      ]),
    });
  },
});

import {ruleName} from '../../domain/listener-rules/listener-rules.ts';
import {requestText} from '../../domain/listener-rules/request-text.ts';
import {ruleEffect} from '../../domain/listener-rules/rule-effect.ts';
import {priorityBefore} from '../../domain/listener-rules/rule-order.ts';
import {
  clientSources,
  type DeadRule,
  requestsFrom,
  type ShadowedRule,
  shadowsAmong,
} from '../../domain/listener-rules/rule-sets.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {resourceParam} from '../../model/params.ts';
import {rulesAt} from '../../readers/listener-rules.ts';

export const noDeadRules = defineCheck({
  id: 'alb/no-dead-rules',
  title: 'Every listener rule is reached by some request',
  why: 'A rule whose requests are all taken by rules before it does nothing although it looks active: what was moved there is not served. Rules that lose only some of their requests are listed as evidence; most of them are intended. The default rule is not judged.',
  fix: 'Give the dead rule a smaller priority number than the rules that cover it, narrow those, or delete it. A path pattern that does not begin with `/` or `*` matches nothing.',
  byHand: 'aws elbv2 describe-rules --listener-arn <LISTENER_ARN> --query "Rules[].[Priority,Conditions]"',
  links: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html',
  ],
  facts: ['listener', 'listenerRules', 'loadBalancer'],
  params: () => ({
    alb: resourceParam('loadBalancer', 'The load balancer and listener whose rules are looked at'),
  }),
  async run({alb}, {aws}) {
    const {loadBalancer, listener, rules} = await rulesAt(alb, aws);
    const {dead, shadowed, undecided} = shadowsAmong(rules, requestsFrom(clientSources(loadBalancer)));
    const place = `listener ${listener.port}`;
    const expected = 'a request for every rule';
    const evidence = [
      ...dead.map((one) => ({what: `${ruleName(one.rule)} is dead`, value: whyDead(one), source: one.rule.arn})),
      ...shadowed.map((one) => ({what: `${ruleName(one.rule)} loses some`, value: losses(one), source: one.rule.arn})),
    ];
    if (dead.length > 0) {
      const faults = dead.map((one) => ({
        what: `${ruleName(one.rule)} (${ruleEffect(one.rule)}) gets none: ${whyDead(one)}`,
        fix: revival(one),
      }));
      return fail({place, faults, expected, evidence});
    }
    if (undecided.length > 0) {
      const open = undecided.map(({rule, because}) => `whether a request reaches ${ruleName(rule)}: ${because}`);
      throw new CannotTell(`${place}: ${open.join('; ')}`, 'look at these rules, or send them a request');
    }
    const own = rules.filter(({priority}) => priority !== 'default').length;
    const actual = `each of ${own} rules gets requests; ${shadowed.length} lose some to rules before them`;
    return pass({place, actual, expected, evidence});
  },
});

function whyDead({coveredBy}: DeadRule): string {
  if (coveredBy.length === 0) return 'no request can meet its conditions';
  return `${coveredBy.map(ruleName).join(' and ')} take${coveredBy.length === 1 ? 's' : ''} all that it would`;
}

function revival({rule, coveredBy}: DeadRule): string {
  const name = ruleName(rule);
  if (coveredBy.length === 0) {
    return `Correct the conditions of ${name}, or delete it: a path pattern that does not begin with \`/\` or \`*\` matches nothing.`;
  }
  const [first = 'default' as const] = coveredBy.map(({priority}) => priority);
  const covering = coveredBy.map(ruleName).join(' and ');
  return `Give ${name} ${priorityBefore(first)}, narrow ${covering}, or delete ${name} where nothing needs it.`;
}

function losses({loses, keeps}: ShadowedRule): string {
  return `${requestText(loses.request)} goes to ${ruleName(loses.rule)}; it keeps ${requestText(keeps)}`;
}

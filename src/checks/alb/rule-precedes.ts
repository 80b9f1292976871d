import {forwardShares, ruleName} from '../../domain/listener-rules/listener-rules.ts';
import {mayForwardTo, priorityBefore, rankOf, rulesTo} from '../../domain/listener-rules/rule-order.ts';
import {findTargetGroup} from '../../domain/targets/target-groups.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import type {ListenerRule} from '../../model/facts/aws-facts.ts';
import {resourceParam, textParam, textsParam} from '../../model/params.ts';

export const rulePrecedes = defineCheck({
  id: 'alb/rule-precedes',
  title: 'The rules of one target group come before those of others',
  why: 'The rule with the smallest number that matches wins. A plan says "before the existing rules"; what AWS has may be the other way round, and a broad rule then takes the requests that were meant for the narrow one.',
  fix: 'Give the rule a smaller `priority` than all of those it has to precede, or `aws elbv2 set-rule-priorities`. Without `before:` all rules that forward to other target groups count: name the groups where other services share the listener.',
  byHand:
    'aws elbv2 describe-rules --listener-arn <LISTENER_ARN> --query "Rules[].[Priority,Actions[].ForwardConfig.TargetGroups[].TargetGroupArn]"',
  links: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html'],
  facts: ['listener', 'listenerRules', 'targetGroups'],
  params: () => ({
    alb: resourceParam('loadBalancer', 'The load balancer and listener'),
    targetGroup: textParam('Whose rules have to come first: a name or an ARN'),
    before: textsParam('The target groups whose rules have to come later; all others when it is left out').optional(),
  }),
  async run({alb, targetGroup, before}, {aws}) {
    const [listener, rules, groups] = await Promise.all([
      aws.listener(alb),
      aws.listenerRules(alb),
      aws.targetGroups(alb),
    ]);
    const find = (wanted: string) => findTargetGroup(wanted, groups, listener.arn);
    const first = find(targetGroup);
    const later = before?.map(find) ?? groups.filter(({arn}) => arn !== first.arn);
    const own = rulesTo([first.arn], rules);
    const others = rulesTo(
      later.map(({arn}) => arn),
      rules,
    ).filter((rule) => !own.includes(rule));

    const place = `listener ${listener.port}`;
    const whose = before === undefined ? 'all other target groups' : later.map(({name}) => name).join(', ');
    const expected = `the rules of target group ${first.name} before those of ${whose}`;
    const nameOf = (arn: string) => groups.find((group) => group.arn === arn)?.name ?? arn;
    const named = (rule: ListenerRule) => {
      const names = forwardShares(rule).map(({targetGroupArn}) => nameOf(targetGroupArn));
      return `${ruleName(rule)} (${names.join(', ')})`;
    };
    const grounds = {
      place,
      expected,
      evidence: [...own, ...others].map((rule) => ({what: named(rule), value: rule.priority, source: rule.arn})),
    };
    const last = own.at(-1);
    const lastRank = last === undefined ? Number.POSITIVE_INFINITY : rankOf(last);
    const open = rules.filter((rule) => rankOf(rule) < lastRank && mayForwardTo(rule, [first, ...later]));
    const requireSure = () => {
      if (open.length === 0) return;
      throw new CannotTell(
        `${place}: where ${open.map(ruleName).join(', ')} leads is not known: an action that is new, or weights that are all 0`,
        'look at these rules, or give the intended group a weight',
      );
    };
    if (last === undefined) {
      requireSure();
      const what = `no rule forwards to target group ${first.name}, and so none comes before those of ${whose}`;
      const lowest = Math.min(...others.map(rankOf));
      const below = Number.isFinite(lowest) ? ` with ${priorityBefore(lowest)}` : '';
      return fail({...grounds, faults: [{what, fix: `Add a rule that forwards to ${first.name}${below}.`}]});
    }
    const early = others.filter((rule) => rankOf(rule) < lastRank);
    if (early.length === 0) {
      requireSure();
      const behind = others.map(named).join(', ') || 'nothing: no rule forwards to the others';
      return pass({...grounds, actual: `${own.map(named).join(', ')} comes before ${behind}`});
    }
    const earliest = Math.min(...early.map(rankOf));
    const fix =
      last.priority === 'default'
        ? `Add a rule with ${priorityBefore(earliest)}: the default rule is always the last.`
        : `Give ${ruleName(last)} ${priorityBefore(earliest)}.`;
    const what = `${named(last)} comes after ${early.map(named).join(', ')}, not before`;
    return fail({...grounds, faults: [{what, fix}]});
  },
});

import {ruleEffect} from '../../domain/listener-rules/rule-effect.ts';
import {conditionsText, freePrioritiesText, HIGHEST_PRIORITY} from '../../domain/listener-rules/rule-priorities.ts';
import {defineCheck, fail, pass} from '../../model/check.ts';
import {resourceParam, z} from '../../model/params.ts';

export const priorityIsFree = defineCheck({
  id: 'alb/priority-is-free',
  title: 'No rule of the listener has this priority',
  docs: {
    why: 'Two rules of a listener cannot share a priority: `terraform apply` stops halfway with PriorityInUse, after other resources have changed.',
    fix: 'Take a free number that keeps the order: below that of every rule which also matches the new requests. Or move the rule that is there with `aws elbv2 set-rule-priorities`.',
    byHand:
      'aws elbv2 describe-rules --listener-arn <LISTENER_ARN> --query "Rules[].[Priority,Conditions[].[Field,Values]]"',
    links: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html'],
  },
  facts: ['listener', 'listenerRules'],
  params: () =>
    z.strictObject({
      alb: resourceParam('loadBalancer', 'The load balancer and listener'),
      priority: z.int().min(1).max(HIGHEST_PRIORITY).meta({description: 'The priority that a new rule is to have'}),
    }),
  async run({alb, priority}, {aws}) {
    const [listener, rules] = await Promise.all([aws.listener(alb), aws.listenerRules(alb)]);
    const place = `listener ${listener.port}`;
    const taken = new Set(rules.map((rule) => rule.priority));
    const holder = rules.find((rule) => rule.priority === priority);
    const expected = `no rule with priority ${priority}`;
    const source = `elasticloadbalancing:DescribeRules ${listener.arn}`;
    const evidence = [{what: 'priorities in use', value: [...taken], source}];
    if (holder === undefined) {
      return pass({place, actual: `priority ${priority} is free, beside ${rules.length} rules`, expected, evidence});
    }
    return fail({
      place,
      faults: [`priority ${priority} belongs to a rule for ${conditionsText(holder)}: ${ruleEffect(holder)}`],
      expected,
      evidence: [...evidence, {what: `rule ${priority}`, value: conditionsText(holder), source: holder.arn}],
      fix: `Take a free priority (${freePrioritiesText(priority, taken)}), or move that rule with \`aws elbv2 set-rule-priorities\`.`,
    });
  },
});

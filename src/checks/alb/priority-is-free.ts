import {HIGHEST_PRIORITY, priorityInUse} from '../../domain/listener-rules/rule-priorities.ts';
import {defineCheck, fail, pass} from '../../model/check.ts';
import {resourceParam, z} from '../../model/params.ts';

export const priorityIsFree = defineCheck({
  id: 'alb/priority-is-free',
  title: 'No rule of the listener has this priority',
  why: 'Two rules of a listener cannot share a priority: `terraform apply` stops halfway with PriorityInUse, after other resources have changed.',
  fix: 'Take a free number that keeps the order: below that of every rule which also matches the new requests. Or move the rule that is there with `aws elbv2 set-rule-priorities`.',
  byHand: 'aws elbv2 describe-rules --listener-arn <LISTENER_ARN> --query "Rules[].[Priority,Conditions[].Values]"',
  links: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html'],
  facts: ['listener', 'listenerRules'],
  params: () => ({
    alb: resourceParam('loadBalancer', 'The load balancer and listener'),
    priority: z.int().min(1).max(HIGHEST_PRIORITY).meta({description: 'The priority that a new rule is to have'}),
  }),
  async run({alb, priority}, {aws}) {
    const [listener, rules] = await Promise.all([aws.listener(alb), aws.listenerRules(alb)]);
    const {fault, evidence} = priorityInUse(priority, rules, listener);
    const grounds = {place: `listener ${listener.port}`, expected: `no rule with priority ${priority}`, evidence};
    if (fault !== null) return fail({...grounds, faults: [fault]});
    return pass({...grounds, actual: `priority ${priority} is free, beside ${rules.length} rules`});
  },
});

import {
  type DescribedRule,
  describedText,
  isDescribed,
  takesDescribed,
} from '../../domain/listener-rules/described-rule.ts';
import {ruleName} from '../../domain/listener-rules/listener-rules.ts';
import {conditionsText, ruleText} from '../../domain/listener-rules/rule-effect.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import type {ListenerRule} from '../../model/facts/aws-facts.ts';
import {hostParam, resourceParam, textParam, z} from '../../model/params.ts';

export const ruleIsGone = defineCheck({
  id: 'alb/rule-is-gone',
  title: 'The listener has no rule as it is described',
  why: 'An old rule that stays behind takes requests again as soon as another is moved, keeps its target group in use, and shows a service that was meant to be shut down. That there ever was such a rule is not looked at: a description with a typing error describes none.',
  fix: 'Once nothing asks for what it serves, delete the rule (`aws elbv2 delete-rule`, or its `aws_lb_listener_rule`). A default rule cannot be deleted: give it a fixed response.',
  byHand:
    'aws elbv2 describe-rules --listener-arn <LISTENER_ARN> --query "Rules[].[Priority,Conditions,Actions[].TargetGroupArn]"',
  links: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html'],
  facts: ['listener', 'listenerRules', 'rulesOfAllListeners'],
  params: () => ({
    alb: resourceParam('loadBalancer', 'The load balancer and listener that had the rule'),
    rule: z
      .strictObject({
        priority: z.int().min(1).max(50_000).optional().meta({description: 'Its priority'}),
        host: hostParam('A host of its host condition').optional(),
        path: z
          .string()
          .regex(/^[/*][^#\s]*$/, {error: 'is not a path pattern: it begins with / or *'})
          .optional()
          .meta({description: 'A path of its path condition, as the rule has it'}),
        targetGroup: textParam(
          'A target group that it forwards to: a name or an ARN, also of one that was deleted; then every rule counts that sends it requests for the host and the path',
        ).optional(),
      })
      .refine((rule) => Object.values(rule).some((value) => value !== undefined), {
        error: 'describes every rule: give its priority, host, path or target group',
      })
      .meta({description: 'What the rule is known by: all of it has to be so of one rule'}),
  }),
  async run({alb, rule: described}, {aws}) {
    const [listener, rules] = await Promise.all([aws.listener(alb), aws.listenerRules(alb)]);
    const what = describedText(described);
    const place = `listener ${listener.port} (${listener.arn})`;
    const expected = `no rule with ${what}`;
    const source = `elasticloadbalancing:DescribeRules ${listener.arn}`;
    const still = rules.filter((rule) => isDescribed(rule, described) === true);
    if (still.length > 0) {
      return fail({
        place,
        faults: still.map((rule) => ({what: `${ruleText(rule)} is still there`, fix: removal(rule)})),
        expected,
        evidence: still.map((rule) => ({what: ruleName(rule), value: conditionsText(rule), source: rule.arn})),
      });
    }
    requireSure(rules, described, place);
    // A priority says something of one listener alone.
    const {priority, ...elsewhere} = described;
    const isKnown = Object.values(elsewhere).some((value) => value !== undefined);
    const others = isKnown
      ? (await aws.rulesOfAllListeners(alb)).filter((one) => one.listener.arn !== listener.arn)
      : [];
    for (const other of others) {
      const there = other.rules.find((rule) => isDescribed(rule, elsewhere) !== false);
      if (there !== undefined) {
        throw new CannotTell(
          `${place}: no rule with ${what}, but listener ${other.listener.port} of the same load balancer has one: ${ruleText(there)}`,
          `name listener ${other.listener.port} where that one is meant; else delete it there as well, or describe the rule by its priority`,
        );
      }
    }
    const beside = others.length === 0 ? '' : `, nor among those of ${others.length} other listeners`;
    const actual = `no rule with ${what} among ${rules.length} rules${beside}`;
    const wider = rules.filter((rule) => takesDescribed(rule, described)).map(ruleText);
    const because =
      wider.length === 0 ? null : `wider rules that take such requests were not counted: ${wider.join('; ')}`;
    const evidence = [{what: 'rules read', value: rules.map(ruleText), source}];
    return pass({place, actual, expected, because, evidence});
  },
});

function requireSure(rules: readonly ListenerRule[], described: DescribedRule, place: string): void {
  const open = rules.find((rule) => isDescribed(rule, described) === 'unknown');
  if (open === undefined) return;
  throw new CannotTell(
    `${place}: whether ${ruleText(open)} is the rule with ${describedText(described)} is not known: a regex, or an action that is new`,
    'look at this rule, or describe the other by its priority',
  );
}

function removal(rule: ListenerRule): string {
  return rule.priority === 'default'
    ? 'Let the default action of the listener be a fixed response, once nothing asks for what it serves.'
    : `Once nothing asks for what ${ruleName(rule)} serves, delete it: its \`aws_lb_listener_rule\`, or \`aws elbv2 delete-rule --rule-arn ${rule.arn}\`.`;
}

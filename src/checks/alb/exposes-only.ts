import {ruleName} from '../../domain/listener-rules/listener-rules.ts';
import {curlLine, requestText} from '../../domain/listener-rules/request-text.ts';
import {ruleEffect} from '../../domain/listener-rules/rule-effect.ts';
import {clientSources, type Exposed, exposure, forwardsTo} from '../../domain/listener-rules/rule-sets.ts';
import {parseCidr} from '../../domain/network/cidr.ts';
import {internetSources} from '../../domain/network/public-addresses.ts';
import {findTargetGroup, targetGroupName} from '../../domain/targets/target-groups.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import type {ListenerRule} from '../../model/facts/aws-facts.ts';
import {resourceParam, z} from '../../model/params.ts';

const cidr = () =>
  z.string().refine((text) => parseCidr(text) !== null, {error: 'is not a CIDR such as 0.0.0.0/0 or ::/0'});

export const exposesOnly = defineCheck({
  id: 'alb/exposes-only',
  title: 'From these addresses no target group can be reached through the listener, except by the rules listed',
  why: 'Anyone who reaches the load balancer may send any Host header: opening it for one service opens every rule that forwards, including those that only an API gateway was meant to call, with its authorizer in front. Judged over all hosts, paths, methods and headers. A rule that asks for a login or a token first counts as reaching its target group: who may log in is not judged here, nor is what security groups keep out (ec2/only-sources-admitted), nor other listeners of the load balancer.',
  fix: 'Narrow the other rules by a source-ip condition, or by a header that only the gateway sends; or serve the internet from a load balancer of its own. List a rule only when it is meant to be public.',
  byHand:
    'aws elbv2 describe-rules --listener-arn <LISTENER_ARN> --query "Rules[].[Priority,Conditions,Actions[].TargetGroupArn]"',
  links: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#source-ip-conditions',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html',
  ],
  facts: ['listener', 'listenerRules', 'listeners', 'loadBalancer', 'targetGroups'],
  params: () =>
    z
      .strictObject({
        alb: resourceParam('loadBalancer', 'The load balancer and listener that clients may reach'),
        from: z
          .union([cidr(), z.array(cidr()).min(1)], {
            error: 'is not a CIDR such as 0.0.0.0/0 or ::/0, nor a list of them',
          })
          .optional()
          .meta({
            description:
              'The clients: a CIDR or a list of them; when it is left out the internet (every public address), or anyone where the load balancer is internal',
          }),
        rules: z
          .array(z.union([z.int().min(1).max(50_000), z.literal('default')]))
          .optional()
          .meta({description: 'Priorities of the rules that may reach a target group'}),
        targetGroups: z
          .array(z.string().min(1))
          .optional()
          .meta({description: 'Names or ARNs of the target groups that may be reached, by whichever rule'}),
      })
      .refine(({rules, targetGroups}) => rules !== undefined || targetGroups !== undefined, {
        error: 'needs rules or targetGroups: what may be reached',
      }),
  async run({alb, from, rules: listed = [], targetGroups = []}, {aws}) {
    const [loadBalancer, listener, listeners, rules, groups] = await Promise.all([
      aws.loadBalancer(alb),
      aws.listener(alb),
      aws.listeners(alb),
      aws.listenerRules(alb),
      targetGroups.length > 0 ? aws.targetGroups(alb) : [],
    ]);
    const isPublic = from === undefined && loadBalancer.scheme === 'internet-facing';
    const sources = isPublic ? internetSources(loadBalancer) : [from ?? clientSources(loadBalancer)].flat();
    const allowed = targetGroups.map((name) => findTargetGroup(name, groups, listener.arn).arn);
    const isListed = (rule: ListenerRule) =>
      listed.includes(rule.priority) || (forwardsTo(rule)?.every((arn) => allowed.includes(arn)) ?? false);

    const {reachable, undecided} = exposure(rules, sources);
    const others = reachable.filter(({rule}) => !isListed(rule));
    const found = others.filter(({targetGroupArns}) => targetGroupArns.length > 0);
    const place = `listener ${listener.port}, from ${isPublic ? 'the internet' : sources.join(' and ')}`;
    const permitted = [...listed.map((priority) => ruleName({priority})), ...allowed.map(targetGroupName)];
    const expected = `no target group reached but through ${permitted.join(', ') || 'none'}`;
    const shown = (one: Exposed) =>
      `${ruleName(one.rule)} sends ${requestText(one.witness)} to ${ruleEffect(one.rule)}`;
    const evidenceOf = (all: readonly Exposed[]) =>
      all.map((one) => ({
        what: `${ruleName(one.rule)} can be reached`,
        value: `${requestText(one.witness)}: ${ruleEffect(one.rule)}`,
        source: one.rule.arn,
      }));
    const [first] = found;
    if (first !== undefined) {
      return fail({
        place,
        faults: found.map((one) => ({what: shown(one), fix: closing(one.rule)})),
        because: 'not listed',
        expected,
        evidence: evidenceOf(found),
        byHand: curlLine(first.witness, {...listener, dnsName: loadBalancer.dnsName}),
      });
    }
    const open = [
      ...undecided
        .filter(({rule}) => !isListed(rule))
        .map(({rule, because}) => `whether ${ruleName(rule)} is reached: ${because}`),
      ...others
        .filter(({rule}) => forwardsTo(rule) === null)
        .map(({rule}) => `where ${ruleName(rule)} leads: ${ruleEffect(rule)}`),
    ];
    if (open.length > 0) throw new CannotTell(`${place}: ${open.join('; ')}`, 'look at these rules, or list them');
    const reached = reachable.filter(({targetGroupArns}) => targetGroupArns.length > 0);
    const names = reached.map(({rule}) => ruleName(rule)).join(', ');
    const actual = reached.length === 0 ? 'no rule reaches' : `only ${names} reach${reached.length === 1 ? 'es' : ''}`;
    const unseen = listeners.filter(({arn}) => arn !== listener.arn).map(({port, protocol}) => `${port} (${protocol})`);
    const because = unseen.length === 0 ? null : `listeners that were not looked at: ${unseen.join(', ')}`;
    return pass({place, actual: `${actual} a target group`, expected, evidence: evidenceOf(reached), because});
  },
});

/** A rule that stays, for those that it is meant for; the default rule has no conditions that could be narrowed. */
function closing(rule: ListenerRule): string {
  return rule.priority === 'default'
    ? 'Let the default rule answer with a fixed response, and add rules for what is meant to be reached; or list it.'
    : `Give ${ruleName(rule)} a source-ip condition without these addresses, or list it where it is meant to be reached.`;
}

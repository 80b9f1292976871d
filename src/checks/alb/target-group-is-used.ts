import {opaqueRules, usesOfTargetGroup} from '../../domain/listener-rules/target-group-uses.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {resourceParam, textParam} from '../../model/params.ts';
import {targetGroupAt} from '../../readers/target-groups.ts';

export const targetGroupIsUsed = defineCheck({
  id: 'alb/target-group-is-used',
  title: 'A listener rule of the load balancer forwards to the target group',
  why: 'Targets of a group that no rule forwards to are never checked: they stay `unused` (Target.NotInUse), and whether the new tasks are healthy shows only once they already serve.',
  fix: 'Add an `aws_lb_listener_rule` that forwards to the group, or give it a weight above 0 in the one that names it. A rule for a test host is enough to have its targets checked.',
  byHand:
    'for arn in $(aws elbv2 describe-listeners --load-balancer-arn <LOAD_BALANCER_ARN> --query "Listeners[].ListenerArn" --output text); do aws elbv2 describe-rules --listener-arn "$arn" --query "Rules[].[Priority,Actions[].ForwardConfig.TargetGroups]"; done',
  links: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html'],
  facts: ['loadBalancer', 'rulesOfAllListeners', 'targetGroups'],
  params: () => ({
    alb: resourceParam('loadBalancer', 'The load balancer; the rules of all its listeners count'),
    targetGroup: textParam('The target group: a name or an ARN'),
  }),
  async run({alb, targetGroup}, {aws}) {
    const [{loadBalancer, group}, listeners] = await Promise.all([
      targetGroupAt(alb, targetGroup, aws),
      aws.rulesOfAllListeners(alb),
    ]);
    const uses = listeners.flatMap((all) => usesOfTargetGroup(group.arn, all));
    const serving = uses.filter(({percent}) => percent !== null && percent > 0);

    const expected = `a rule that forwards to target group ${group.name}`;
    const place = `load balancer ${loadBalancer.name}`;
    const evidence = uses.map(({rule, where, percent}) => ({
      what: `${where} forwards to it`,
      value: percent === null ? 'all weights are 0' : `${percent.toFixed(1)} %`,
      source: rule.arn,
    }));
    if (serving.length > 0) {
      const actual = `${serving.map(({where}) => where).join(', ')} forwards to target group ${group.name}`;
      return pass({place, actual, expected, evidence});
    }
    const opaque = listeners.flatMap((all) => opaqueRules(all));
    if (opaque.length > 0) {
      throw new CannotTell(
        `${place}: no rule surely forwards to target group ${group.name}, and what ${opaque.join(' and ')} does is not known to this version`,
        'read what it does',
      );
    }
    const undecided = uses.find(({percent}) => percent === null);
    if (undecided !== undefined) {
      throw new CannotTell(
        `${place}: ${undecided.where} names target group ${group.name}, but all its weights are 0, and AWS does not document what happens then`,
        'give the intended group a weight',
      );
    }
    const others = group.loadBalancerArns.filter((arn) => arn !== loadBalancer.arn);
    const elsewhere = others.length > 0 ? `; it is in use on ${others.join(', ')}` : '';
    const named = uses.map(({where}) => where).join(' and ');
    const fault =
      uses.length === 0
        ? {
            what: `no rule forwards to target group ${group.name}${elsewhere}`,
            fix: `Add a rule that forwards to ${group.name} (\`aws_lb_listener_rule\`): one for a test host is enough to have its targets checked.`,
          }
        : {
            what: `${named} names target group ${group.name} with weight 0${elsewhere}`,
            fix: `Give ${group.name} a weight above 0 there, or add a rule for a test host that forwards to it alone.`,
          };
    return fail({
      place,
      faults: [fault],
      expected,
      evidence: [
        ...evidence,
        {what: 'rules read', value: listeners.flatMap(({rules}) => rules).length, source: loadBalancer.arn},
      ],
    });
  },
});

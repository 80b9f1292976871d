import {attributeOf, attributeText, requireSeconds} from '../../domain/targets/elb-attributes.ts';
import {defineCheck, fail, pass} from '../../model/check.ts';
import {durationParam, resourceParam, textParam} from '../../model/params.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {targetGroupAt} from '../../readers/target-groups.ts';

const DELAY = 'deregistration_delay.timeout_seconds';
const LONGEST_SECONDS = 3600;

export const deregistrationOutlivesStreams = defineCheck({
  id: 'alb/deregistration-outlives-streams',
  title: 'A target that leaves may finish its longest stream',
  why: 'On every deployment the old tasks leave the target group. What is still open when the deregistration delay ends is cut: the load balancer answers 502, and a call over that stream is cancelled.',
  fix: 'Set `deregistration_delay` on the `aws_lb_target_group` to the longest stream that is promised (3600 s at most), or `aws elbv2 modify-target-group-attributes --target-group-arn TARGET_GROUP_ARN --attributes Key=deregistration_delay.timeout_seconds,Value=…`. Deployments then take that much longer; the alternative is a server that ends its streams on SIGTERM, and a shorter promise to clients.',
  byHand: 'aws elbv2 describe-target-group-attributes --target-group-arn <TARGET_GROUP_ARN>',
  links: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html'],
  facts: ['loadBalancer', 'targetGroupAttributes', 'targetGroups'],
  params: () => ({
    alb: resourceParam('loadBalancer', 'The load balancer in whose account and region the target group is'),
    targetGroup: textParam('The target group: a name or an ARN'),
    streams: durationParam('How long the longest stream that clients are promised lasts'),
  }),
  async run({alb, targetGroup, streams}, {aws}) {
    const {group} = await targetGroupAt(alb, targetGroup, aws);
    const place = `target group ${group.name}`;
    const attributes = await aws.targetGroupAttributes(alb, group.arn);
    const seconds = requireSeconds(place, attributes, DELAY, 'target-group');
    const delay = attributeOf(attributes, DELAY);
    const wantedSeconds = Math.ceil(streams / 1000);
    const promised = formatDuration(streams);
    const grounds = {
      place,
      expected: `${promised} or more, as its longest streams need`,
      actual: `its deregistration delay is ${seconds} s${delay.isDefault ? ' (the default)' : ''}`,
      evidence: [{what: 'deregistration delay in seconds', value: attributeText(delay), source: group.arn}],
    };
    if (seconds >= wantedSeconds) return pass({...grounds, because: `streams last ${promised}`});
    const fix =
      wantedSeconds > LONGEST_SECONDS
        ? `${LONGEST_SECONDS} s is the most that AWS allows: promise shorter streams, end them on SIGTERM, and let clients reconnect.`
        : `Set deregistration_delay to ${wantedSeconds}, or end streams on SIGTERM and promise no more than ${seconds} s.`;
    return fail({...grounds, fix});
  },
});

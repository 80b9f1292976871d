import {stateNote} from '../../domain/load-balancers/usable-state.ts';
import {flowTimeoutEvidence, heartbeatVerdict, idleTimeoutFix} from '../../domain/streams/stream-timers.ts';
import {attributeOf, requireApplication, requireSeconds} from '../../domain/targets/elb-attributes.ts';
import {defineCheck, fail, pass} from '../../model/check.ts';
import {durationParam, resourceParam} from '../../model/params.ts';
import {formatDuration} from '../../model/text/duration.ts';

const IDLE_TIMEOUT = 'idle_timeout.timeout_seconds';

export const idleTimeoutFitsHeartbeat = defineCheck({
  id: 'alb/idle-timeout-fits-heartbeat',
  title: "The load balancer's idle timeout is at least twice the stream's heartbeat",
  why: 'A stream that is silent for the idle timeout is closed, and only bytes of the response count: TCP keep-alive and HTTP/2 PING do not. A heartbeat as slow as the timeout races it, and streams then end at random under load.',
  fix: 'Let the server send a comment every 15 s, or raise the timeout: `idle_timeout = 120` on the `aws_lb`, or `aws elbv2 modify-load-balancer-attributes --load-balancer-arn LOAD_BALANCER_ARN --attributes Key=idle_timeout.timeout_seconds,Value=120` (4000 at most).',
  byHand:
    'aws elbv2 describe-load-balancer-attributes --load-balancer-arn <LOAD_BALANCER_ARN> --query "Attributes[?Key==\'idle_timeout.timeout_seconds\']"',
  links: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html',
    'https://html.spec.whatwg.org/multipage/server-sent-events.html#authoring-notes',
  ],
  facts: ['loadBalancer', 'loadBalancerAttributes'],
  params: () => ({
    alb: resourceParam('loadBalancer', 'The load balancer that streams go through'),
    heartbeat: durationParam('The longest silence that the server allows on a stream'),
  }),
  async run({alb, heartbeat}, {aws}) {
    const [loadBalancer, attributes] = await Promise.all([aws.loadBalancer(alb), aws.loadBalancerAttributes(alb)]);
    requireApplication(loadBalancer);
    const {arn, name} = loadBalancer;
    const place = `load balancer ${name}`;
    const seconds = requireSeconds(place, attributes, IDLE_TIMEOUT, 'load-balancer');
    const idle = `${seconds} s${attributeOf(attributes, IDLE_TIMEOUT).isDefault ? ' (the default)' : ''}`;
    const grounds = {
      place,
      expected: `an idle timeout of at least ${formatDuration(2 * heartbeat)}, twice the heartbeat`,
      actual: `idle timeout ${idle}, heartbeat every ${formatDuration(heartbeat)}`,
      evidence: [{what: 'idle timeout', value: idle, source: `${arn} ${IDLE_TIMEOUT}`}, flowTimeoutEvidence(heartbeat)],
    };
    const verdict = heartbeatVerdict(heartbeat, {seconds, resetsOnData: true});
    if (verdict === 'fits') return pass({...grounds, because: stateNote(loadBalancer)});
    const races = 'a late heartbeat races the timeout';
    const because = verdict === 'races' ? races : 'the stream is cut before its heartbeat';
    return fail({...grounds, because, fix: idleTimeoutFix(arn, seconds, heartbeat)});
  },
});

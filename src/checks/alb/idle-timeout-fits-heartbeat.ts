import {
  FLOW_TIMEOUT_SECONDS,
  heartbeatVerdict,
  IDLE_TIMEOUT,
  streamTimers,
} from '../../domain/streams/stream-timers.ts';
import {requireApplication} from '../../domain/targets/elb-attributes.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {durationParam, resourceParam, z} from '../../model/params.ts';
import {formatDuration} from '../../model/text/duration.ts';

export const idleTimeoutFitsHeartbeat = defineCheck({
  id: 'alb/idle-timeout-fits-heartbeat',
  title: "The load balancer's idle timeout is at least twice the stream's heartbeat",
  docs: {
    why: 'A stream that is silent for the idle timeout is closed, and only bytes of the response count: TCP keep-alive and HTTP/2 PING do not. A heartbeat as slow as the timeout races it, and streams then end at random under load.',
    fix: 'Let the server send a comment every 15 s, or raise the timeout: `idle_timeout = 120` on the `aws_lb`, or `aws elbv2 modify-load-balancer-attributes --load-balancer-arn LOAD_BALANCER_ARN --attributes Key=idle_timeout.timeout_seconds,Value=120` (4000 at most).',
    byHand:
      'aws elbv2 describe-load-balancer-attributes --load-balancer-arn <LOAD_BALANCER_ARN> --query "Attributes[?Key==\'idle_timeout.timeout_seconds\']"',
    links: [
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html',
      'https://html.spec.whatwg.org/multipage/server-sent-events.html#authoring-notes',
    ],
  },
  facts: ['loadBalancer', 'loadBalancerAttributes'],
  params: () =>
    z.strictObject({
      alb: resourceParam('loadBalancer', 'The load balancer that streams go through'),
      heartbeat: durationParam('The longest that the server lets a stream be silent'),
    }),
  async run({alb, heartbeat}, {aws}) {
    const [loadBalancer, attributes] = await Promise.all([aws.loadBalancer(alb), aws.loadBalancerAttributes(alb)]);
    requireApplication(loadBalancer);
    const {arn, name} = loadBalancer;
    const place = `load balancer ${name}`;
    const timer = streamTimers({loadBalancer: {arn, attributes}}).find((one) => one.name === IDLE_TIMEOUT);
    if (timer === undefined || timer.seconds === null) {
      throw new CannotTell(
        `${place}: idle_timeout.timeout_seconds is ${JSON.stringify(attributes['idle_timeout.timeout_seconds'])}, not a number of seconds`,
        'look with `aws elbv2 describe-load-balancer-attributes`',
      );
    }
    const flow = {seconds: FLOW_TIMEOUT_SECONDS, resetsOnData: true};
    const every = formatDuration(heartbeat);
    const idle = `${timer.seconds} s${timer.state === 'default' ? ' (the default)' : ''}`;
    const grounds = {
      place,
      expected: `an idle timeout of at least ${formatDuration(2 * heartbeat)}, twice the heartbeat`,
      actual: `idle timeout ${idle}, heartbeat every ${every}`,
      evidence: [
        {what: 'idle timeout', value: idle, source: timer.source},
        {
          what: `heartbeat against a flow timeout of ${FLOW_TIMEOUT_SECONDS} s (Nitro v6 instances, network load balancers)`,
          value: heartbeatVerdict(heartbeat, flow),
          source: 'EC2 connection tracking',
        },
      ],
    };
    switch (heartbeatVerdict(heartbeat, timer)) {
      case 'fits':
        return pass(grounds);
      case 'races':
        return fail({...grounds, because: 'a late heartbeat races the timeout'});
      default:
        return fail({...grounds, because: 'the stream is cut before its heartbeat'});
    }
  },
});

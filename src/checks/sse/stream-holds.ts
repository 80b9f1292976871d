import {refusalAdvice} from '../../domain/http/refusal-advice.ts';
import {refuseToJudge} from '../../domain/http/refusal-doubt.ts';
import {streamEvidence} from '../../domain/streams/stream-evidence.ts';
import {notAStream, streamFaults} from '../../domain/streams/stream-faults.ts';
import {describeLife, explainCut, timelineOf} from '../../domain/streams/stream-timeline.ts';
import {CannotTell, defineCheck, type Evidence, fail, pass} from '../../model/check.ts';
import {NEVER_AWAY, ownSlowness} from '../../model/facts/observer.ts';
import {addressParam, durationParam, headersParam, resourceParam, urlParam, z} from '../../model/params.ts';
import {DURATION_PATTERN, DURATION_SYNTAX, formatDuration, parseDuration} from '../../model/text/duration.ts';
import {idleTimeoutMsOf} from '../../readers/idle-timeout.ts';

/** How long response headers may take before nothing has answered; later than `firstByteWithin` they are only late. */
const HEADERS_WITHIN_MS = 15_000;
const PAST_IDLE = 'past-idle';
const HOLD_FOR_ERROR = `is neither ${PAST_IDLE} nor a duration (${DURATION_SYNTAX}, for example 90s)`;

export const streamHolds = defineCheck({
  id: 'sse/stream-holds',
  title: 'An event stream is correct and stays open',
  why: 'A hop with an idle timeout or a buffer cuts or holds back a stream that passes a short test; clients then reconnect forever and lose events.',
  fix: 'Let the server send a comment as heartbeat every 15 s or twice as often as the shortest idle timeout on the way, and raise that timeout on every hop.',
  byHand: 'curl -sS -N -i -H "Accept: text/event-stream" <url>',
  links: [
    'https://html.spec.whatwg.org/multipage/server-sent-events.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html',
  ],
  facts: ['loadBalancerAttributes', 'sse'],
  params: () =>
    z
      .strictObject({
        url: urlParam('The event stream'),
        holdFor: z
          .string({error: HOLD_FOR_ERROR})
          .regex(new RegExp(`^${PAST_IDLE}$|${DURATION_PATTERN.source}`), {error: HOLD_FOR_ERROR})
          .meta({examples: [PAST_IDLE, '90s']})
          .transform((text) => (text === PAST_IDLE ? PAST_IDLE : (parseDuration(text) ?? 0)))
          .describe(
            `How long it has to stay open after its headers: a duration (${DURATION_SYNTAX}), or \`${PAST_IDLE}\` for the load balancer's idle timeout + 10 % + 1 s`,
          ),
        alb: resourceParam('loadBalancer', 'The load balancer in front; required with `past-idle`').optional(),
        headers: headersParam('Request headers').default({}),
        address: addressParam('Where to connect').optional(),
        firstByteWithin: durationParam('How soon the first byte of the stream has to come').prefault('5s'),
        firstEventWithin: durationParam('How soon the first event has to come').prefault('10s'),
        heartbeatWithin: durationParam('The longest silence allowed').optional(),
      })
      .refine(({holdFor, alb}) => holdFor !== PAST_IDLE || alb !== undefined, {
        path: ['alb'],
        error: 'is required with `holdFor: past-idle`: name the load balancer whose idle timeout is meant',
      }),

  async run({url, holdFor, alb, headers, address, firstByteWithin, firstEventWithin, heartbeatWithin}, world) {
    const idleTimeoutMs = alb === undefined ? null : await idleTimeoutMsOf(alb, world.aws);
    const holdForMs = holdFor === PAST_IDLE ? pastIdle(idleTimeoutMs) : holdFor;
    const observation = await world.sse.stream({
      url,
      ...(address === undefined ? {} : {address}),
      headers,
      headersWithinMs: Math.max(HEADERS_WITHIN_MS, firstByteWithin),
      holdForMs,
      firstEventWithinMs: firstEventWithin,
    });
    const {answer, refusal, url: place, observer} = observation;
    const expected = `an event stream that stays open for ${formatDuration(holdForMs)}`;
    const idle: Evidence[] =
      alb === undefined
        ? []
        : [{what: 'idle timeout', value: formatDuration(idleTimeoutMs ?? 0), source: `load balancer ${alb}`}];
    if (answer === null) {
      refuseToJudge(place, refusal, observer);
      const fix = refusal ? refusalAdvice(refusal) : '';
      return fail({place, actual: refusal?.message ?? 'no answer', expected, evidence: idle, fix});
    }
    const evidence = [...idle, ...streamEvidence(observation, answer)];
    const other = notAStream(answer);
    if (other !== null) return fail({place, faults: [other], expected, evidence});
    const timeline = timelineOf(answer, holdForMs, observer);
    const life = describeLife(answer, timeline);
    const limits = {
      firstByteWithinMs: firstByteWithin,
      firstEventWithinMs: firstEventWithin,
      heartbeatWithinMs: heartbeatWithin ?? null,
    };
    if (timeline.held === 'missed') {
      const cut = explainCut(answer, timeline, idleTimeoutMs);
      const because = [life, ...cut.suspects, cut.how].join('; ');
      const open = `open for ${formatDuration(holdForMs)}`;
      return fail({place, actual: `ended ${cut.when}`, expected: open, evidence, because, fix: cut.fix});
    }
    const {faults, doubts} = streamFaults(answer, limits, observer);
    if (faults.length > 0) {
      return fail({place, faults, expected, evidence});
    }
    const doubt = timeline.held === 'unknown' ? `whether it stays open for ${formatDuration(holdForMs)}` : doubts[0];
    if (doubt !== undefined) throw ownSlowness(place, observer ?? NEVER_AWAY, answer.endAtMs, doubt);
    return pass({place, actual: `open for ${formatDuration(timeline.ageMs)}, ${life}`, expected, evidence});
  },
});

function pastIdle(idleTimeoutMs: number | null): number {
  if (idleTimeoutMs === null) throw new CannotTell('holdFor: past-idle needs a load balancer', 'name it with `alb:`');
  return Math.ceil(idleTimeoutMs * 1.1) + 1000;
}

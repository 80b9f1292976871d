import {eachLook} from '../../domain/streams/each-look.ts';
import {notLookedAt} from '../../domain/streams/not-looked-at.ts';
import {besideOf} from '../../domain/streams/stream-claim.ts';
import {heldFindings} from '../../domain/streams/stream-findings.ts';
import {defineCheck} from '../../model/check.ts';
import {heldStreamParams} from '../../model/stream-params.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {streamRequestOf} from '../../readers/stream-request.ts';
import {streamLooks} from '../../readers/wire-looks.ts';

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
  params: heldStreamParams,

  async run(params, world) {
    const asked = await streamRequestOf(params, world.aws);
    const {looks, unseen} = await streamLooks(asked.request, params, world.sse);
    const beside = besideOf(looks);
    const grounds = {
      unseen,
      place: looks[0]?.observation.url ?? params.url,
      expected: `an event stream that stays open for ${formatDuration(asked.holdForMs)}`,
      open: notLookedAt(looks, params),
    };
    const verdict = eachLook(looks, grounds, (look) => heldFindings(look, asked, beside));
    // How long it would have to hold is not known: what failed before that failed.
    if (asked.untold !== null && verdict.status === 'pass') throw asked.untold;
    return verdict;
  },
});

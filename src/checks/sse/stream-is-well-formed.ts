import {eachLook} from '../../domain/streams/each-look.ts';
import {notLookedAt} from '../../domain/streams/not-looked-at.ts';
import {besideOf} from '../../domain/streams/stream-claim.ts';
import {wellFormedFindings} from '../../domain/streams/stream-findings.ts';
import {defineCheck} from '../../model/check.ts';
import {streamParams} from '../../model/stream-params.ts';
import {streamRequestOf} from '../../readers/stream-request.ts';
import {streamLooks} from '../../readers/wire-looks.ts';

export const streamIsWellFormed = defineCheck({
  id: 'sse/stream-is-well-formed',
  title: 'An event stream is one that its clients can read',
  why: 'Lines without a field, events that no empty line ends, a coding that cannot be decoded and errors in the middle of a stream all come with status 200: clients wait, or drop what they got, and say nothing.',
  fix: 'Let a library for server-sent events write the stream: UTF-8, `data: ` before every line, an empty line after every event, and no compression that is not flushed.',
  byHand: 'curl -sS -N -H "Accept: text/event-stream" <url> | cat -A',
  links: ['https://html.spec.whatwg.org/multipage/server-sent-events.html'],
  facts: ['loadBalancerAttributes', 'sse'],
  params: streamParams,

  async run(params, world) {
    const asked = await streamRequestOf(params, world.aws);
    const {looks, unseen} = await streamLooks(asked.request, params, world.sse);
    const beside = besideOf(looks);
    const grounds = {
      unseen,
      place: looks[0]?.observation.url ?? params.url,
      expected: 'an event stream that its clients can read',
      open: notLookedAt(looks, params),
    };
    return eachLook(looks, grounds, (look) => wellFormedFindings(look, asked, beside));
  },
});

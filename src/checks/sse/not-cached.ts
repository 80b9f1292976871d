import {streamFindings} from '../../domain/streams/answer-findings.ts';
import {cacheHit, oldTimes, storageNote} from '../../domain/streams/cache-signs.ts';
import {eachLook} from '../../domain/streams/each-look.ts';
import {defineCheck} from '../../model/check.ts';
import {ownSlowness} from '../../model/facts/observer.ts';
import {streamParams} from '../../model/stream-params.ts';
import {streamRequestOf} from '../../readers/stream-request.ts';
import {streamLooks} from '../../readers/wire-looks.ts';

export const notCached = defineCheck({
  id: 'sse/not-cached',
  title: 'An event stream comes from the server, not from a cache',
  why: 'A cache on the way gives a client the events of another client, of minutes ago, with a status and a type that look right.',
  fix: 'Let the server send Cache-Control: no-store on its streams, and switch caching off for their path on every hop.',
  byHand: 'curl -sS -N -i --max-time 15 -H "Accept: text/event-stream" <url>',
  links: [
    'https://www.rfc-editor.org/rfc/rfc9111#section-5.1',
    'https://www.rfc-editor.org/rfc/rfc9211',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Introduction.html',
  ],
  holdsBecause: 'what is open is open, and a cache is cleared without going back',
  facts: ['loadBalancerAttributes', 'sse'],
  params: () => streamParams(),

  async run(params, world) {
    const {request} = await streamRequestOf(params, world.aws);
    const {looks, unseen} = await streamLooks(request, params, world.sse);
    const place = looks[0]?.observation.url ?? params.url;
    const expected = 'an event stream that comes from the server itself';
    return eachLook(looks, {place, expected, unseen}, ({observation}) =>
      streamFindings(
        observation,
        (answer) => {
          const times = oldTimes(answer, observation.observer);
          const isUnknown = times === 'unknown';
          return {
            faults: times === null || isUnknown ? [] : [times],
            doubt: isUnknown
              ? ownSlowness(place, observation.observer, answer.endAtMs, 'how old its events are')
              : null,
            actual: `nothing says that it comes from a cache; ${storageNote(answer.headers)}`,
          };
        },
        (answer) => {
          const hit = cacheHit(answer.headers);
          return hit === null ? null : {faults: [hit], doubt: null, actual: hit.what};
        },
      ),
    );
  },
});

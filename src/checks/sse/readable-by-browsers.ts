import {isRedirect} from '../../domain/http/redirect-kind.ts';
import {streamFindings} from '../../domain/streams/answer-findings.ts';
import {
  codingDoubt,
  heldBack,
  isCrossOrigin,
  pageFaults,
  readingFaults,
  readingNotes,
  redirected,
} from '../../domain/streams/browser-access.ts';
import {eachLook} from '../../domain/streams/each-look.ts';
import {CannotTell, defineCheck, fail} from '../../model/check.ts';
import {unsendableHeaders} from '../../model/event-source-headers.ts';
import {ownSlowness} from '../../model/facts/observer.ts';
import type {StreamAnswer} from '../../model/facts/wire/stream.ts';
import {z} from '../../model/params.ts';
import {streamParams} from '../../model/stream-params.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {streamRequestOf} from '../../readers/stream-request.ts';
import {streamLooks} from '../../readers/wire-looks.ts';

export const readableByBrowsers = defineCheck({
  id: 'sse/readable-by-browsers',
  title: 'A page in a browser can read the event stream',
  why: 'A browser refuses what curl shows: a stream that does not allow the origin of the page, a coding that it is not in, a header that HTTP/2 forbids, plain HTTP on an https page.',
  fix: 'Let the server allow the origin of the page on the stream itself, and answer as browsers ask: over HTTP/2 and with their Accept-Encoding.',
  byHand:
    'curl -sS -N -i --max-time 15 --compressed -H "Accept: text/event-stream" -H "Origin: https://app.example.com" <url>',
  links: [
    'https://html.spec.whatwg.org/multipage/server-sent-events.html',
    'https://fetch.spec.whatwg.org/#http-cors-protocol',
    'https://www.w3.org/TR/mixed-content/',
  ],
  facts: ['loadBalancerAttributes', 'sse'],
  params: () =>
    streamParams().safeExtend({
      origin: z
        .string()
        .refine((origin) => /^https?:/.test(origin) && URL.parse(origin)?.origin === origin, {
          error: 'is not an origin as browsers send it, such as https://app.example.com: no path, no slash at the end',
        })
        .optional()
        .describe('The origin of the page that reads the stream; left out: that of the stream itself'),
      credentials: z
        .boolean()
        .default(false)
        .describe('Whether the page sends cookies along (`new EventSource(url, {withCredentials: true})`)'),
    }),

  async run({origin, credentials, ...params}, world) {
    const page = {origin: origin ?? null, withCredentials: credentials};
    const isCross = isCrossOrigin(params.url, page);
    const headers = isCross && origin !== undefined ? {...params.headers, Origin: origin} : params.headers;
    const {request, expect} = await streamRequestOf({...params, headers}, world.aws);
    const expected = `an event stream that a page of ${origin ?? 'its own origin'} can read`;
    const refused = pageFaults(params.url, page);
    if (refused.length > 0) return fail({place: params.url, faults: refused, expected, evidence: []});
    const {looks, unseen} = await streamLooks(request, params, world.sse);
    const place = looks[0]?.observation.url ?? params.url;
    const hasEvents = looks.some(({observation: {answer}}) => (answer?.events ?? 0) > 0);
    const isSilent = !hasEvents && expect === 'event';
    const unsaid = unsendable(place, params.headers) ?? (isSilent ? nothingSaid(place) : null);
    return eachLook(looks, {place, expected, unseen}, ({observation}) => {
      const protocol = observation.connection?.protocol ?? null;
      return streamFindings(
        observation,
        (answer) => {
          const barred = readingFaults(answer, params.url, page);
          const {faults, doubt} = heldBack(answer, observation.observer, request.firstEventWithinMs ?? 0, hasEvents);
          const notes = readingNotes(answer, protocol, {url: params.url, page});
          return {
            faults: barred.length > 0 ? barred : faults,
            doubt:
              undecoded(place, answer) ??
              unsaid ??
              (doubt ? ownSlowness(place, observation.observer, answer.endAtMs, doubt) : null),
            actual: ['a page gets it', ...notes].join(', '),
          };
        },
        (answer) => (isRedirect(answer.status) ? redirected(answer, {place, url: params.url, page}) : null),
      );
    });
  },
});

/** What a page cannot send without a script that first has to pass a preflight. */
function unsendable(place: string, headers: Readonly<Record<string, string>>): CannotTell | null {
  const others = unsendableHeaders(headers);
  if (others.length === 0) return null;
  return new CannotTell(
    `${place}: EventSource cannot send the header ${others.map((name) => plainText(name, 60)).join(', ')}, and whether the request of a script passes its preflight was not looked at`,
    'leave the header out where a cookie lets the page in; else ask for the preflight with http/responds (OPTIONS, responseHeaders)',
  );
}

function undecoded(place: string, answer: StreamAnswer): CannotTell | null {
  const what = codingDoubt(answer);
  if (what === null) return null;
  return new CannotTell(`${place}: ${what}`, 'leave Content-Encoding out, or use one that clients accept');
}

function nothingSaid(place: string): CannotTell {
  return new CannotTell(
    `${place}: no event came, so it is not known whether a page would get any`,
    'ask when the stream has something to say, or with expect: headers',
  );
}

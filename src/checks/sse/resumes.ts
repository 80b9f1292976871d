import {eachLook} from '../../domain/streams/each-look.ts';
import {resumptionFindings} from '../../domain/streams/resumption.ts';
import {defineCheck} from '../../model/check.ts';
import {addressParam, durationParam, headersParam, urlParam, z} from '../../model/params.ts';
import {codingsParam, protocolsParam} from '../../model/wire-params.ts';
import {resumeLooks} from '../../readers/wire-looks.ts';

export const resumes = defineCheck({
  id: 'sse/resumes',
  title: 'A client that was cut comes back and goes on where it was',
  why: 'Every stream is cut some day: by a deployment, by a timer, by a phone in a tunnel. A client comes back with the id of its last event, and a server or a hop that ignores it loses events or sends them twice.',
  fix: 'Let the server send an id with each event, keep what it sent where every instance finds it, and go on after Last-Event-ID; let every hop pass that header on.',
  byHand: 'curl -sS -N -i --max-time 15 -H "Accept: text/event-stream" -H "Last-Event-ID: 1" <url>',
  links: [
    'https://html.spec.whatwg.org/multipage/server-sent-events.html#the-last-event-id-header',
    'https://www.npmjs.com/package/eventsource',
  ],
  facts: ['sse'],
  params: () => ({
    url: urlParam('The event stream'),
    headers: headersParam('Request headers').default({}),
    address: addressParam(
      'The IP address to connect to, as one of several behind a name; left out: as DNS says',
    ).optional(),
    cutAfter: z
      .int()
      .min(2)
      .max(1000)
      .default(3)
      .describe(
        'After how many events the client is cut, and how many it is followed for after that; two show by what their ids rise',
      ),
    eventsWithin: durationParam('How soon these events have to come, before the cut and after it').prefault('30s'),
    headersWithin: durationParam('How soon the response headers have to come').prefault('15s'),
    retryAtMost: durationParam('The longest reconnection time of the server (`retry`) that is waited for').prefault(
      '1m',
    ),
    protocols: protocolsParam('those that the server offers'),
    codings: codingsParam('both'),
  }),

  async run({url, headers, address, cutAfter, eventsWithin, headersWithin, retryAtMost, protocols, codings}, {sse}) {
    const request = {
      ...(address === undefined ? {} : {address}),
      ...{url, headers, headersWithinMs: headersWithin, retryAtMostMs: retryAtMost},
      ...{events: cutAfter, eventsWithinMs: eventsWithin},
    };
    const {looks, unseen} = await resumeLooks(request, {protocols, codings}, sse);
    const place = looks[0]?.observation.url ?? url;
    const expected = 'an event stream that goes on after Last-Event-ID';
    return eachLook(looks, {place, expected, unseen}, ({observation}) =>
      resumptionFindings(observation, {place, request}),
    );
  },
});

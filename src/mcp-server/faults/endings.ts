import type {TappedStream} from '../streams/tap.ts';
import {defineFault, type FaultEffect, isEvent} from './fault.ts';
import {count, duration, oneOf} from './values.ts';

/** After the nth event, and after it has been sent. */
function afterEvents(most: number, end: (stream: TappedStream, effect: FaultEffect) => void): FaultEffect {
  let events = 0;
  const effect: FaultEffect = {
    part(text, stream) {
      if (events >= most) return null;
      if (isEvent(text)) events += 1;
      // After everything else that happens to this event.
      if (events === most) stream.afterPart(() => end(stream, effect));
      return text;
    },
  };
  return effect;
}

const ERROR_EVENT = 'event: error\ndata: {"error":{"code":502,"message":"upstream connection lost"}}\n\n';

const UNFRAMED = {
  html: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n',
  json: '{"detail":"Internal Server Error"}\n',
} as const;

/** How streams end that should not end. */
export const ENDINGS = [
  defineFault({
    name: 'end-after',
    value: count('EVENTS', '3'),
    does: 'ends the stream properly after so many events',
    seenAs: 'a complete response; an EventSource reconnects',
    begin: (most) => afterEvents(most, (stream) => stream.end('fault')),
  }),
  defineFault({
    name: 'fin-after',
    value: count('EVENTS', '3'),
    does: 'closes the connection after so many events, without ending the response',
    seenAs: 'a truncated response, but not behind every hop: some turn it into a proper end',
    begin: (most) => afterEvents(most, (stream) => stream.breakOff('fin')),
  }),
  defineFault({
    name: 'reset-after',
    value: count('EVENTS', '3'),
    does: 'resets the connection after so many events',
    seenAs: 'ECONNRESET, directly; a truncated response behind a hop',
    begin: (most) => afterEvents(most, (stream) => stream.breakOff('rst')),
  }),
  defineFault({
    name: 'max-duration',
    value: duration,
    does: 'ends each stream properly at this age',
    seenAs: 'the same age at each end, however much was sent',
    begin: (ms, {clock}) => ({
      open(stream) {
        stream.response.once(
          'close',
          clock.after(ms, () => stream.end('fault')),
        );
      },
    }),
  }),
  defineFault({
    name: 'error-event',
    value: count('EVENTS', '3'),
    does: 'sends an event of type error after so many events, then ends properly',
    seenAs: '200, an event named error, a complete response; no result ever',
    begin: (most) =>
      afterEvents(most, (stream, effect) => {
        stream.send(ERROR_EVENT, effect);
        stream.end('fault');
      }),
  }),
  defineFault({
    name: 'unframed-error',
    value: oneOf('html', 'json'),
    does: 'writes an error page into the stream after its first event, then ends it',
    seenAs: '200, text outside of any event, a complete response',
    begin: (how) =>
      afterEvents(1, (stream, effect) => {
        stream.send(UNFRAMED[how], effect);
        stream.end('fault');
      }),
  }),
  defineFault({
    name: 'worker-killed',
    value: duration,
    does: 'closes the connection of a stream at this age, as when a worker is killed',
    seenAs: 'a truncated response at the same age each time, shortly after data',
    begin: (ms, {clock}) => ({
      open(stream) {
        stream.response.once(
          'close',
          clock.after(ms, () => stream.breakOff('fin')),
        );
      },
    }),
  }),
];

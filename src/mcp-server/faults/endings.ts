import type {TappedStream} from '../streams/tap.ts';
import {defineFault, isEvent} from './fault.ts';
import {count, duration} from './values.ts';

/** After the nth event, and after it has been sent. */
function afterEvents(most: number, end: (stream: TappedStream) => void) {
  let events = 0;
  return {
    part(text: string, stream: TappedStream): string | null {
      if (events >= most) return null;
      if (isEvent(text)) events += 1;
      // After everything else that happens to this event.
      if (events === most) stream.afterPart(() => end(stream));
      return text;
    },
  };
}

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
];

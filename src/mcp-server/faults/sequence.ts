import {defineFault, type FaultEffect, isEvent} from './fault.ts';
import {count} from './values.ts';

/** Sends every nth event this many times. */
function everyNth(nth: number, times: 0 | 2): FaultEffect {
  let events = 0;
  const effect: FaultEffect = {
    part(text, stream) {
      if (!isEvent(text)) return text;
      events += 1;
      if (events % nth !== 0) return text;
      if (times === 0) return null;
      stream.send(text, effect);
      return text;
    },
  };
  return effect;
}

/** What is wrong with the order of events, and with resuming them. */
export const SEQUENCE = [
  defineFault({
    name: 'duplicate-seq',
    value: count('NTH', '3'),
    does: 'sends every nth event twice',
    seenAs: 'the same seq and id again',
    begin: (nth) => everyNth(nth, 2),
  }),
  defineFault({
    name: 'missing-seq',
    value: count('NTH', '3'),
    does: 'leaves every nth event out',
    seenAs: 'a gap in seq',
    begin: (nth) => everyNth(nth, 0),
  }),
  defineFault({
    name: 'lost-last-event-id',
    value: null,
    does: 'loses Last-Event-ID as a hop might: nothing behind it sees the header',
    seenAs: 'a new stream after reconnecting, and no such header in the echo',
    begin: () => ({
      // Node.js derives these from the raw headers, and they are what everything reads.
      request({request}) {
        delete request.headers['last-event-id'];
        delete request.headersDistinct['last-event-id'];
        return false;
      },
    }),
  }),
  defineFault({
    name: 'ignore-resume',
    value: null,
    does: 'sees Last-Event-ID and starts a new stream anyway',
    seenAs: 'a new stream after reconnecting, although the echo shows the header',
    begin: () => ({
      request({request, path, query}) {
        if (path.endsWith('/events')) query.set('resume', '0');
        // The transport only looks here.
        else if (path.endsWith('/mcp')) delete request.headers['last-event-id'];
        return false;
      },
    }),
  }),
];

import {defineFault, type FaultEffect, isEvent} from './fault.ts';
import {count, duration} from './values.ts';

/** What comes too late, or not at all, on a stream that stays open. */
export const TIMING = [
  defineFault({
    name: 'first-event-delay',
    value: duration,
    does: 'sends headers at once and holds events back for so long',
    seenAs: '200 at once, then nothing but heartbeats, then all events in a burst',
    begin(ms, {clock}) {
      const held: string[] = [];
      let isHeld = true;
      const effect: FaultEffect = {
        open(stream) {
          const cancel = clock.after(ms, () => {
            isHeld = false;
            for (const part of held.splice(0)) stream.send(part, effect);
          });
          stream.response.once('close', cancel);
        },
        part(text) {
          if (!isHeld || !isEvent(text)) return text;
          held.push(text);
          return null;
        },
      };
      return effect;
    },
  }),
  defineFault({
    name: 'no-heartbeat',
    value: null,
    does: 'sends no heartbeats',
    seenAs: 'a quiet stream is cut by the shortest idle timer on the way',
    begin: () => ({part: (text) => (isHeartbeat(text) ? null : text)}),
  }),
  defineFault({
    name: 'heartbeat-jitter',
    value: duration,
    does: 'sends each heartbeat late by a random time up to this',
    seenAs: 'irregular gaps; timers just above the interval cut at random',
    begin(most, {clock, random}) {
      const effect: FaultEffect = {
        part(text, stream) {
          if (!isHeartbeat(text)) return text;
          clock.after(random() * most, () => stream.send(text, effect));
          return null;
        },
      };
      return effect;
    },
  }),
  defineFault({
    name: 'silent-after',
    value: count('EVENTS', '3', 1_000_000, 0),
    does: 'sends nothing any more after so many events, and stays open',
    seenAs: 'neither events nor heartbeats nor an end',
    begin(most) {
      let events = 0;
      const over = Promise.withResolvers<void>();
      return {
        open: ({response}) => void response.once('close', () => over.resolve()),
        part(text) {
          if (events >= most) return null;
          if (isEvent(text)) events += 1;
          return text;
        },
        // Not even an end, though there may be nothing more to send.
        finish: () => (events >= most ? over.promise : Promise.resolve()),
      };
    },
  }),
];

function isHeartbeat(part: string): boolean {
  return part.startsWith(': heartbeat');
}

import {defineFault, type FaultEffect, isEvent} from './fault.ts';
import {count, duration} from './values.ts';

/** What comes too late or never, on a stream that stays open. */
export const TIMING = [
  defineFault({
    name: 'first-event-delay',
    value: duration,
    does: 'sends headers at once and holds events back for so long, up to a backlog',
    seenAs: '200 at once, then nothing but heartbeats, then all events in a burst',
    begin(ms, {clock}) {
      const held: string[] = [];
      let bytes = 0;
      const released = Promise.withResolvers<void>();
      let isHeld = true;
      const effect: FaultEffect = {
        open(stream) {
          const cancel = clock.after(ms, () => {
            isHeld = false;
            bytes = 0;
            for (const part of held.splice(0)) stream.send(part, effect);
            released.resolve();
          });
          stream.response.once('close', () => {
            cancel();
            released.resolve();
          });
        },
        part(text) {
          if (!isHeld || !isEvent(text)) return text;
          held.push(text);
          bytes += text.length;
          return null;
        },
        held: () => bytes,
        finish: () => (held.length === 0 ? undefined : released.promise),
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
      const waiting = new Set<() => void>();
      const cancelAll = (): void => waiting.forEach((cancel) => void cancel());
      const effect: FaultEffect = {
        open: ({response}) => void response.once('close', cancelAll),
        part(text, stream) {
          if (!isHeartbeat(text)) return text;
          const cancel = clock.after(random() * most, () => {
            waiting.delete(cancel);
            stream.send(text, effect);
          });
          waiting.add(cancel);
          return null;
        },
        finish: cancelAll,
      };
      return effect;
    },
  }),
  defineFault({
    name: 'silent-after',
    value: count('EVENTS', '3', 1_000_000, 0),
    does: 'sends nothing after so many events, and stays open',
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
        // Not even an end, although there may be nothing left to send.
        finish: () => (events >= most ? over.promise : undefined),
      };
    },
  }),
  defineFault({
    name: 'hang-after',
    value: duration,
    does: 'sends nothing more from this age on and stays open, as a process that hangs',
    seenAs: 'events and heartbeats that stop, without an end',
    begin(ms, {clock}) {
      let hangs = false;
      const over = Promise.withResolvers<void>();
      return {
        open({response}) {
          const cancel = clock.after(ms, () => {
            hangs = true;
          });
          response.once('close', () => {
            cancel();
            over.resolve();
          });
        },
        part: (text) => (hangs ? null : text),
        finish: () => (hangs ? over.promise : undefined),
      };
    },
  }),
  defineFault({
    name: 'headers-with-first-event',
    value: null,
    does: 'sends nothing of a stream before its first event, not even the headers',
    seenAs: 'no headers until the first event; never on a stream of heartbeats',
    begin() {
      let hasBegun = false;
      return {
        holdsHead: true,
        part(text) {
          hasBegun ||= isEvent(text);
          return hasBegun ? text : null;
        },
      };
    },
  }),
];

function isHeartbeat(part: string): boolean {
  return part.startsWith(': heartbeat');
}

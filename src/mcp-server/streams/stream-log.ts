import type {Log} from '../log.ts';
import type {ServerClock} from '../system-clock.ts';
import type {OpenStream} from './open-stream.ts';
import type {StreamWatcher} from './open-streams.ts';

/** Logs streams. Log and clock are read when the first stream opens, as they do not exist before. */
export function streamLog(state: () => {readonly log: Log; readonly clock: ServerClock}): StreamWatcher {
  const named = (stream: OpenStream) => {
    return {stream: stream.id, path: stream.path, address: stream.address};
  };
  return {
    opened: (stream) => state().log({event: 'stream-open', ...named(stream)}),
    closed(stream, {why, bytes}) {
      const {log, clock} = state();
      const ageMs = Math.round(clock.monotonicMs() - stream.openedAtMs);
      log({event: 'stream-close', ...named(stream), ageMs, cause: why, bytes});
    },
  };
}

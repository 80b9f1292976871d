import type {ServerState} from './server-state.ts';
import type {OpenStream, StreamEnd} from './streams/open-stream.ts';
import type {StreamWatcher} from './streams/open-streams.ts';

/** Something worth a line. Nothing in it can let anybody in: no query, no header, no session id. */
export type LogEntry =
  | {readonly event: 'stream-open'; readonly stream: string; readonly path: string; readonly address: string}
  | {
      readonly event: 'stream-close';
      readonly stream: string;
      readonly path: string;
      readonly address: string;
      readonly ageMs: number;
      readonly cause: StreamEnd;
      readonly bytes: number;
    }
  | {readonly event: 'session-open' | 'session-close'; readonly sessions: number}
  | {
      readonly event: 'request';
      readonly method: string;
      readonly path: string;
      readonly address: string;
      readonly status: number;
      readonly ms: number;
    }
  | {readonly event: 'refused'; readonly reason: string; readonly path: string; readonly address: string}
  | {readonly event: 'listening'; readonly url: string}
  | {readonly event: 'draining'; readonly streams: number; readonly why: string}
  | {readonly event: 'stopped'};

export type Log = (entry: LogEntry) => void;

/** One JSON object a line, with the time and the instance that says it. */
export function logLine(entry: LogEntry, time: Date, instance: string): string {
  return JSON.stringify({time: time.toISOString(), instance, ...entry});
}

/** Tells the log of streams. The state is asked for when the first of them opens: it does not exist before. */
export function streamLog(state: () => Pick<ServerState, 'log' | 'clock'>): StreamWatcher {
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

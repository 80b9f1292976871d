import {redactUrl} from '../model/text/redact.ts';

/**
 * Why a stream ended. `left`: its client, or a hop on the path, closed the connection before it had everything.
 * `session-over`: its session was ended.
 */
export type StreamEnd = 'done' | 'drain' | 'left' | 'slow-reader' | 'session-over' | 'fault';

/** A log entry. It never contains credentials: no query, no header, no session id. */
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
  | {readonly event: 'websocket-open'; readonly address: string}
  | {readonly event: 'websocket-close'; readonly address: string; readonly ageMs: number}
  /**
   * Sessions of MCP over HTTP, with their current number; one ends when its client says so, idles, or the server stops.
   */
  | {readonly event: 'session-open'; readonly sessions: number}
  | {readonly event: 'session-close'; readonly sessions: number; readonly cause: 'asked' | 'idle' | 'drain'}
  | {
      /** When it ends, for a stream too. */
      readonly event: 'request';
      readonly method: string;
      readonly path: string;
      readonly address: string;
      /** Null: there was no answer. */
      readonly status: number | null;
      readonly ms: number;
    }
  | {readonly event: 'refused'; readonly reason: string; readonly path: string; readonly address: string}
  | {readonly event: 'listening'; readonly url: string}
  | {readonly event: 'draining'; readonly streams: number; readonly why: string}
  /** Asked to stop again, while it stops. */
  | {readonly event: 'hurried'; readonly streams: number; readonly why: string}
  | {readonly event: 'stopped'}
  /** A bug of ours: one exchange has failed, with this stack. */
  | {readonly event: 'bug'; readonly error: string};

export type Log = (entry: LogEntry) => void;

/** One JSON object per line, with the time and the instance. */
export function logLine(entry: LogEntry, time: Date, instance: string): string {
  return JSON.stringify({time: time.toISOString(), instance, ...entry});
}

/** A path for the log. Clients control it, and may put anything there, even a URL with a password. */
export function loggedPath(path: string): string {
  return redactUrl(path.split(/[#;]/, 1)[0] ?? '').slice(0, 200);
}

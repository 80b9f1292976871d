import {redactUrl} from '../model/text/redact.ts';

/**
 * Why a stream is over. `left`: its client, or a hop on the way, closed the connection before it had everything.
 * `session-over`: the session that it belonged to was ended.
 */
export type StreamEnd = 'done' | 'drain' | 'left' | 'slow-reader' | 'session-over' | 'fault';

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
  | {readonly event: 'websocket-open'; readonly address: string}
  | {readonly event: 'websocket-close'; readonly address: string; readonly ageMs: number}
  /** Of MCP over HTTP, and how many there are now; one is over when its client says so, idles, or the server stops. */
  | {readonly event: 'session-open'; readonly sessions: number}
  | {readonly event: 'session-close'; readonly sessions: number; readonly cause: 'asked' | 'idle' | 'drain'}
  | {
      /** At its end, that of a stream too. */
      readonly event: 'request';
      readonly method: string;
      readonly path: string;
      readonly address: string;
      /** Null: nothing was answered. */
      readonly status: number | null;
      readonly ms: number;
    }
  | {readonly event: 'refused'; readonly reason: string; readonly path: string; readonly address: string}
  | {readonly event: 'listening'; readonly url: string}
  | {readonly event: 'draining'; readonly streams: number; readonly why: string}
  /** Told again, while it stops. */
  | {readonly event: 'hurried'; readonly streams: number; readonly why: string}
  | {readonly event: 'stopped'}
  /** Ours: one exchange has failed, with this stack. */
  | {readonly event: 'bug'; readonly error: string};

export type Log = (entry: LogEntry) => void;

/** One JSON object a line, with the time and the instance that says it. */
export function logLine(entry: LogEntry, time: Date, instance: string): string {
  return JSON.stringify({time: time.toISOString(), instance, ...entry});
}

/** A path for the log. Whoever asks may write into it what he likes, a whole URL with a password among it. */
export function loggedPath(path: string): string {
  return redactUrl(path.split(/[#;]/, 1)[0] ?? '').slice(0, 200);
}

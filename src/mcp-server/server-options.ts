import type {Clock} from '../model/clock.ts';
import type {Limits} from './limits.ts';
import type {Log} from './log.ts';

export interface ReferenceServerOptions {
  /** The prefix of every path except `/health` and `/ready`, default none. */
  readonly basePath?: string;
  /** Whether a hop in front strips the prefix: then paths are served without it, and announced to clients with it. */
  readonly stripPrefix?: boolean;
  /** The address to listen on, default 127.0.0.1. */
  readonly host?: string;
  /** Default 8000; 0 for any free port. */
  readonly port?: number;
  /** Then it speaks TLS, and HTTP/2 to clients that can: certificate (with its chain) and key, as PEM. */
  readonly tls?: {readonly cert: string; readonly key: string};
  /** How often a comment is sent on every stream, default 15 s; 0: never. */
  readonly heartbeatMs?: number;
  /** How often each WebSocket is pinged, default as often as a comment is sent; 0: never. */
  readonly pingMs?: number;
  /** How often the measuring stream sends an event, default 1 s. */
  readonly cadenceMs?: number;
  /** Default: `DEFAULT_LIMITS`. */
  readonly limits?: Partial<Limits>;
  /** Reported to MCP clients and by `/api/v1/status`. */
  readonly version?: string;
  readonly clock?: Clock;
  /** Accepted host names, in addition to loopback's; default: on loopback none, elsewhere any. */
  readonly allowedHosts?: readonly string[];
  /** Origins whose pages may send requests, in addition to the server's own host; `*`: all. Default none. */
  readonly allowedOrigins?: readonly string[];
  /** Required for every request except `/health` and `/ready`; default none. */
  readonly bearerToken?: string;
  /** How many hops in front append an address to `X-Forwarded-For` (a load balancer: 1), default 0. */
  readonly forwardedHops?: number;
  /** Headers whose values may be echoed, in addition to those known to be harmless; default none. */
  readonly shownHeaders?: readonly string[];
  /** Ways to misbehave with every request, as NAME or NAME=VALUE. */
  readonly faults?: readonly string[];
  /** Whether requests may ask for faults (`?fault=NAME=VALUE`), default false. */
  readonly allowFaults?: boolean;
  /** The source of randomness for faults, from 0 up to 1; default `Math.random`. */
  readonly random?: () => number;
  /** Called with events: streams, sessions, refusals. */
  readonly onLog?: Log;
  /** Called with a bug that ended one exchange; the server goes on. */
  readonly onError?: (error: unknown) => void;
}

export interface StopOptions {
  /** How long streams and open requests may take to finish, default 10 s; the rest is cut. */
  readonly graceMs?: number;
  /** How long everything continues before that with `/ready` failing, so that a load balancer notices; default 0. */
  readonly drainDelayMs?: number;
  /** For the log. */
  readonly why?: string;
}

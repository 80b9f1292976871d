import type {Clock} from '../model/clock.ts';
import type {Limits} from './limits.ts';
import type {Log} from './log.ts';

export interface ReferenceServerOptions {
  /** The prefix of every path but `/health` and `/ready`, default none. */
  readonly basePath?: string;
  /** Whether a hop in front takes the prefix away: then paths are answered without it, and named to clients with it. */
  readonly stripPrefix?: boolean;
  /** The address to listen on, default 127.0.0.1. */
  readonly host?: string;
  /** Default 8000; 0 takes any free one. */
  readonly port?: number;
  /** How often a comment is sent on every stream, default 15 s; 0 sends none. */
  readonly heartbeatMs?: number;
  /** How often the measuring stream sends an event, default 1 s. */
  readonly cadenceMs?: number;
  /** Those not given are `DEFAULT_LIMITS`. */
  readonly limits?: Partial<Limits>;
  /** Told to MCP clients and by `/api/v1/status`. */
  readonly version?: string;
  readonly clock?: Clock;
  /** Host names that are answered to, besides loopback's; default: on loopback none, elsewhere any. */
  readonly allowedHosts?: readonly string[];
  /** Origins whose pages may ask, besides the server's own host; `*`: all. Default none. */
  readonly allowedOrigins?: readonly string[];
  /** Asked of every request but those for `/health` and `/ready`; default none. */
  readonly bearerToken?: string;
  /** How many hops in front add the address they saw to `X-Forwarded-For` (a load balancer: 1), default 0. */
  readonly forwardedHops?: number;
  /** Headers whose values `/api/v1/echo` and its like may show, besides those that are known to be plain; default none. */
  readonly shownHeaders?: readonly string[];
  /** Ways to misbehave with every request, as NAME or NAME=VALUE. */
  readonly faults?: readonly string[];
  /** Whether a request may ask for faults (`?fault=NAME=VALUE`), default not. */
  readonly allowFaults?: boolean;
  /** The chance that faults take, from 0 up to 1; default `Math.random`. */
  readonly random?: () => number;
  /** Told what happens: streams, sessions, refusals. */
  readonly onLog?: Log;
  /** Told of a bug that ended one exchange; the server goes on. */
  readonly onError?: (error: unknown) => void;
}

export interface StopOptions {
  /** How long streams and open requests may take to finish, default 10 s; what is left then is cut. */
  readonly graceMs?: number;
  /** How long everything goes on before that while `/ready` is red, for a load balancer to see it; default 0. */
  readonly drainDelayMs?: number;
  /** For the log. */
  readonly why?: string;
}

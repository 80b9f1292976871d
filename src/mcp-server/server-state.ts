import type {Places} from './guard/places.ts';
import type {Limits} from './limits.ts';
import type {Log} from './log.ts';
import type {Changes} from './mcp/changes.ts';
import type {OpenStreams} from './streams/open-streams.ts';
import type {ServerClock} from './system-clock.ts';

/** What every route may read about the server that it belongs to. */
export interface ServerState {
  /** `''` or `/jessica-service`: what clients write before every path. */
  readonly basePath: string;
  /** A hop in front takes `basePath` away: requests arrive without it. */
  readonly stripPrefix: boolean;
  /** How often a silent stream is kept alive; 0: never. */
  readonly heartbeatMs: number;
  /** How often the measuring stream sends an event, unless its client asks otherwise. */
  readonly cadenceMs: number;
  readonly version: string;
  /** Tells the instances behind one load balancer apart. */
  readonly instance: string;
  readonly clock: ServerClock;
  /** On the clock's monotonic scale. */
  readonly startedAtMs: number;
  readonly limits: Limits;
  /** Taken by everything that may stay open: streams and WebSockets. */
  readonly places: Places;
  readonly streams: OpenStreams;
  readonly changes: Changes;
  /** How many hops in front add to `X-Forwarded-For`. */
  readonly forwardedHops: number;
  readonly log: Log;
  /** From 0 up to 1: the chance of faults. */
  readonly random: () => number;
  /** Told of a bug that ended one exchange. */
  readonly onError: (error: unknown) => void;
  /** What `/ready` says. */
  isReady: boolean;
  /** It takes nothing new. */
  isStopping: boolean;
}

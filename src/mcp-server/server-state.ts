import type {Clock} from '../model/clock.ts';
import type {OpenStreams} from './open-streams.ts';

/** What every route may read about the server that it belongs to. */
export interface ServerState {
  /** `''` or `/jessica-service`. */
  readonly basePath: string;
  /** How often a silent stream is kept alive; 0: never. */
  readonly heartbeatMs: number;
  /** How often the measuring stream sends an event, unless its client asks otherwise. */
  readonly cadenceMs: number;
  readonly version: string;
  /** Tells the instances behind one load balancer apart. */
  readonly instance: string;
  readonly clock: Clock;
  /** On the clock's monotonic scale. */
  readonly startedAtMs: number;
  readonly streams: OpenStreams;
}

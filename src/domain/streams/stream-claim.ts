import type {BeginningLimits} from './beginning.ts';
import type {LifeLimits} from './life.ts';

/** What is claimed of a stream; times in milliseconds. */
export interface StreamClaim extends BeginningLimits, LifeLimits {
  /** The load balancer's; null where none is named, or it could not be asked. */
  readonly idleTimeoutMs: number | null;
}

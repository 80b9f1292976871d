import {CannotTell} from '../model/errors.ts';
import type {AwsFacts} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import {PAST_IDLE} from '../model/stream-params.ts';
import {idleTimeoutMsOf} from './idle-timeout.ts';

/** How long a connection has to be held. */
interface Hold {
  readonly holdForMs: number;
  /** The load balancer's, where it is known. */
  readonly idleTimeoutMs: number | null;
  /** Why the load balancer could not be asked how long to hold: what was seen to fail stands, a pass would prove nothing. */
  readonly untold: CannotTell | null;
}

/** The default idle timeout of an Application Load Balancer. */
const DEFAULT_IDLE_TIMEOUT_MS = 60_000;

/** As long as it says, or longer than the load balancer allows silence; where that cannot be asked, than by default. */
export async function holdOf(
  {holdFor, alb}: {readonly holdFor: number | typeof PAST_IDLE; readonly alb?: ResourceRef<'loadBalancer'> | undefined},
  aws: Pick<AwsFacts, 'loadBalancerAttributes'>,
): Promise<Hold> {
  const idle = alb === undefined ? null : await askedFor(() => idleTimeoutMsOf(alb, aws));
  const idleTimeoutMs = typeof idle === 'number' ? idle : null;
  const isPastIdle = holdFor === PAST_IDLE;
  return {
    holdForMs: isPastIdle ? pastIdle(idleTimeoutMs ?? DEFAULT_IDLE_TIMEOUT_MS) : holdFor,
    idleTimeoutMs,
    untold: isPastIdle && idle instanceof CannotTell ? idle : null,
  };
}

function pastIdle(idleTimeoutMs: number): number {
  return Math.ceil((idleTimeoutMs * 11) / 10) + 1000;
}

async function askedFor<Value>(ask: () => Promise<Value>): Promise<Value | CannotTell> {
  try {
    return await ask();
  } catch (thrown) {
    if (thrown instanceof CannotTell) return thrown;
    throw thrown;
  }
}

import type {AskedCoding, EndKind} from '../../model/facts/wire/http.ts';
import type {StreamObservation} from '../../model/facts/wire/stream.ts';
import type {BeginningLimits} from './beginning.ts';
import type {LifeLimits} from './life.ts';

/** What is claimed of a stream; times in milliseconds. */
export interface StreamClaim extends BeginningLimits, LifeLimits {
  /** The load balancer's; null where none is named, or it could not be asked. */
  readonly idleTimeoutMs: number | null;
}

/** What is known from the other looks at the same stream, which were made at the same time. */
export interface Beside {
  /** How many there were in all. */
  readonly looks: number;
  /** One of them was broken off. */
  readonly isCut: boolean;
  /** One that accepts no coding got its response headers. */
  readonly isPlainServed: boolean;
}

/** One look, and what it was made with. */
export interface StreamLook {
  readonly coding: AskedCoding;
  readonly observation: StreamObservation;
}

const BROKEN: readonly EndKind[] = ['truncated', 'reset', 'stream-reset', 'goaway'];

export function besideOf(looks: readonly StreamLook[]): Beside {
  const ends = looks.flatMap(({observation: {answer}}) => (answer === null ? [] : [answer.end]));
  const isPlainServed = looks.some(
    ({coding, observation: {answer}}) => coding === 'identity' && answer?.status === 200,
  );
  return {looks: looks.length, isCut: ends.some((end) => BROKEN.includes(end)), isPlainServed};
}

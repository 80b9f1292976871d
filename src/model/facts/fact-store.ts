import type {Json} from '../outcome.ts';

/** How one attempt asks for a fact. */
export interface FactRequest {
  readonly signal: AbortSignal;
  /** A fact fetched before this (monotonic milliseconds) is fetched again. */
  readonly notBefore: number;
}

/**
 * The seam between the probes and the world, at which facts are shared, recorded and replayed. A key names a fact
 * completely: two items that ask with the same key share one request.
 *
 * A fetch goes on while at least one of those who asked still waits. Lasting refusals are remembered like facts,
 * transient ones are not. `load` is called before `get` returns, or not at all: so a caller knows whether the look is its
 * own. Replayed, a key that is missing from the recording rejects with `CannotTell`.
 */
export interface FactStore {
  get<T>(key: string, load: (signal: AbortSignal) => Promise<T>, request: FactRequest): Promise<T>;
}

/** Rises when a fact changes its meaning; a recording of another version is not replayed. */
export const RECORDING_VERSION = 5 as const;

/** What `--record` writes. Values are redacted. */
export interface Recording {
  readonly recordingVersion: typeof RECORDING_VERSION;
  /** ISO 8601: facts, sign-offs and waivers are judged at this time when replayed. */
  readonly recordedAt: string;
  readonly tool: string;
  readonly facts: Readonly<Record<string, RecordedFact>>;
}

export type RecordedFact =
  | {readonly value: Json}
  /** What was thrown instead: rebuilt as the same class when replayed. */
  | {
      readonly thrown: {
        readonly name: 'CannotTell' | 'AwsRefusal' | 'NoAnswer';
        readonly message: string;
        readonly [member: string]: Json;
      };
    };

import {CannotTell, NoAnswer} from '../errors.ts';
import type {SseProbe} from './wire/probes.ts';
import type {StreamObservation, StreamRequest} from './wire/stream.ts';

/** One look at a stream, and who asked for it. */
export interface SeenStream {
  /** Ids, in the order they asked. */
  readonly items: readonly string[];
  readonly request: StreamRequest;
  /** Null: there was no answer, or the look was not over when the run was. */
  readonly observation: StreamObservation | null;
  /** Why there was no answer; null: there was one, or the look was not over. */
  readonly problem: string | null;
}

/** The streams of a run, each once however many items asked for it. */
export class SeenStreams {
  readonly #streams = new Map<string, {request: StreamRequest; items: Set<string>; found: Found | null}>();

  /** The same probe, of which what was seen is noted when it comes. */
  noting(sse: SseProbe, item: string): SseProbe {
    return {
      protocols: (request) => sse.protocols(request),
      // Two connections of a client, which are no stream of one look.
      resume: (request) => sse.resume(request),
      stream: async (request) => {
        const key = JSON.stringify(request);
        const seen = this.#streams.get(key) ?? {request, items: new Set(), found: null};
        this.#streams.set(key, seen);
        seen.items.add(item);
        try {
          const observation = await sse.stream(request);
          // Of several attempts the last one counts.
          seen.found = {observation, problem: null};
          return observation;
        } catch (thrown) {
          // What was only interrupted has seen nothing.
          if (thrown instanceof NoAnswer || thrown instanceof CannotTell) {
            seen.found = {observation: null, problem: thrown.message};
          }
          throw thrown;
        }
      },
    };
  }

  all(): readonly SeenStream[] {
    return [...this.#streams.values()].map(({request, items, found}) => ({
      items: [...items],
      request,
      observation: found?.observation ?? null,
      problem: found?.problem ?? null,
    }));
  }
}

type Found = Pick<SeenStream, 'observation' | 'problem'>;

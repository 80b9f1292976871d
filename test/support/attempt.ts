import type {AttemptContext} from '../../src/model/attempt.ts';
import type {FactStore} from '../../src/model/facts/fact-store.ts';

/** A store that keeps nothing but remembers the requested keys. */
export function passingStore(): FactStore & {readonly keys: string[]} {
  const keys: string[] = [];
  return {
    keys,
    get(key, load, {signal}) {
      keys.push(key);
      return load(signal);
    },
  };
}

/** The context of one attempt, with the waits it declared. */
export function attempt(signal = new AbortController().signal): AttemptContext & {readonly declaredMs: number[]} {
  const declaredMs: number[] = [];
  return {
    declaredMs,
    signal,
    factsNotBefore: Number.NEGATIVE_INFINITY,
    waiting(ms, work) {
      declaredMs.push(ms);
      return work(() => {});
    },
  };
}

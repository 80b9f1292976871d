import type {ServerClock} from '../system-clock.ts';

/** A change that clients can subscribe to. */
export type Change =
  | {readonly kind: 'tools'}
  | {readonly kind: 'prompts'}
  | {readonly kind: 'resources'}
  | {readonly kind: 'resource'; readonly uri: string};

/** Within this time the same change is only sent once, as it goes to every session and subscription. */
const TOGETHER_MS = 20;

/** Sends changes from the tool that makes them to every session and subscription, of any revision. */
export class Changes {
  readonly #clock: ServerClock;
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #waiting = new Set<string>();

  constructor(clock: ServerClock) {
    this.#clock = clock;
  }

  /** Returns a function that ends it. */
  listen(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(change: Change): void {
    const key = JSON.stringify(change);
    if (this.#waiting.has(key)) return;
    this.#waiting.add(key);
    this.#clock.after(TOGETHER_MS, () => {
      this.#waiting.delete(key);
      for (const listener of this.#listeners) listener(change);
    });
  }
}

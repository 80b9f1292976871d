/** The places of items that work: first come, first served, so that nobody who comes back overtakes or starves. */
export class Places {
  #free: number;
  readonly #queue = new Set<() => void>();

  constructor(count: number) {
    this.#free = count;
  }

  /** Resolves when a place is had; rejects with the signal's reason when aborted first. */
  async take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    const {promise, resolve, reject} = Promise.withResolvers<void>();
    const giveUp = () => {
      this.#queue.delete(resolve);
      reject(signal.reason);
    };
    this.#queue.add(resolve);
    signal.addEventListener('abort', giveUp, {once: true});
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  giveBack(): void {
    const [next] = this.#queue;
    if (next === undefined) {
      this.#free++;
    } else {
      this.#queue.delete(next);
      next();
    }
  }
}

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
      // Called up already, it has its place all the same: rejecting then changes nothing.
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

/** One item's place: it has one at most, and none any more once it has left. */
export class Place {
  readonly #places: Places;
  #held = false;
  #left = false;

  constructor(places: Places) {
    this.#places = places;
  }

  async take(signal: AbortSignal): Promise<void> {
    if (this.#held) return;
    await this.#places.take(signal);
    if (this.#held || this.#left) this.#places.giveBack();
    else this.#held = true;
  }

  giveBack(): void {
    if (!this.#held) return;
    this.#held = false;
    this.#places.giveBack();
  }

  leave(): void {
    this.#left = true;
    this.giveBack();
  }
}

/** The concurrency slots of items that work: first come, first served, so that nobody who comes back overtakes or starves. */
export class ConcurrencySlots {
  #free: number;
  readonly #queue = new Set<() => void>();

  constructor(count: number) {
    this.#free = count;
  }

  /** Resolves when a slot is free; rejects with the signal's reason when aborted first. */
  async take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    const {promise, resolve, reject} = Promise.withResolvers<void>();
    const giveUp = () => {
      this.#queue.delete(resolve);
      // Called up already, it has its slot all the same: rejecting then changes nothing.
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

/** One item's slot: it has one at most, and none any more once it has left. */
export class Slot {
  readonly #slots: ConcurrencySlots;
  #held = false;
  #left = false;

  constructor(slots: ConcurrencySlots) {
    this.#slots = slots;
  }

  async take(signal: AbortSignal): Promise<void> {
    if (this.#held) return;
    await this.#slots.take(signal);
    if (this.#held || this.#left) this.#slots.giveBack();
    else this.#held = true;
  }

  giveBack(): void {
    if (!this.#held) return;
    this.#held = false;
    this.#slots.giveBack();
  }

  leave(): void {
    this.#left = true;
    this.giveBack();
  }
}

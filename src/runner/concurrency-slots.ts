/** Concurrency slots for running items: first come, first served, so that no item overtakes another or starves. */
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
      // If its turn has already come it has its slot anyway: rejecting then changes nothing.
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

/** One item's slot: it holds at most one, and none once it has left. */
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

/** Concurrency slots for running items: first come, first served, so that no item overtakes another or starves. */
export class ConcurrencySlots {
  #free: number;
  readonly #queue = new Set<Waiting>();
  readonly #watched = new WeakSet<AbortSignal>();

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
    this.#watch(signal);
    const {promise, resolve, reject} = Promise.withResolvers<void>();
    this.#queue.add({signal, resolve, reject});
    await promise;
  }

  giveBack(): void {
    const [next] = this.#queue;
    if (next === undefined) {
      this.#free++;
    } else {
      this.#queue.delete(next);
      next.resolve();
    }
  }

  /** Once for all who wait with it: a signal looks through its listeners for each that is added. */
  #watch(signal: AbortSignal): void {
    if (this.#watched.has(signal)) return;
    this.#watched.add(signal);
    const giveUp = () => {
      for (const waiting of this.#queue) {
        if (waiting.signal !== signal) continue;
        this.#queue.delete(waiting);
        waiting.reject(signal.reason);
      }
    };
    signal.addEventListener('abort', giveUp, {once: true});
  }
}

interface Waiting {
  readonly signal: AbortSignal;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
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

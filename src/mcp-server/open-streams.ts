const RETRY_MS = {from: 1000, to: 5000};

type End = (retryMs: number) => void;

/** The streams that are open at this moment, so that a stopping server can end each of them in good order. */
export class OpenStreams {
  readonly #ends = new Set<End>();

  get size(): number {
    return this.#ends.size;
  }

  /** Counts a stream until `closed` aborts. `end` tells its client when to come back, and ends it. */
  add(closed: AbortSignal, end: End): void {
    if (closed.aborted) return;
    this.#ends.add(end);
    closed.addEventListener('abort', () => this.#ends.delete(end), {once: true});
  }

  /** Ends all. Clients are told times spread evenly, so that they do not all come back in the same moment. */
  endAll(): void {
    const ends = [...this.#ends];
    const spreadMs = RETRY_MS.to - RETRY_MS.from;
    for (const [index, end] of ends.entries()) end(RETRY_MS.from + Math.floor((spreadMs * index) / ends.length));
  }
}

/** Something that buffers bytes for a client. */
export interface Waiting {
  /** The number of buffered bytes. */
  waitingBytes(): number;
  /** Closes its connection immediately. */
  giveUp(): void;
}

/** Smaller backlogs are not tracked. */
export const NOTED_FROM_BYTES = 16 * 1024;

/** Bytes buffered by all responses for clients that do not read: when it is too much, the largest are dropped. */
export class Backlog {
  readonly #mostBytes: number;
  readonly #waiting = new Map<Waiting, number>();
  #total = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** Called whenever bytes are added. What has been read since is checked when it matters. */
  note(one: Waiting, bytes: number): void {
    if (bytes < NOTED_FROM_BYTES && !this.#waiting.has(one)) return;
    this.#set(one, bytes);
    if (this.#total <= this.#mostBytes) return;
    for (const each of this.#waiting.keys()) this.#set(each, each.waitingBytes());
    if (this.#total <= this.#mostBytes) return;
    for (const [each] of [...this.#waiting].sort(([, a], [, b]) => b - a)) {
      this.forget(each);
      each.giveUp();
      if (this.#total <= this.#mostBytes) return;
    }
  }

  forget(one: Waiting): void {
    this.#set(one, 0);
  }

  #set(one: Waiting, bytes: number): void {
    this.#total += bytes - (this.#waiting.get(one) ?? 0);
    if (bytes < NOTED_FROM_BYTES) {
      this.#total -= bytes;
      this.#waiting.delete(one);
    } else this.#waiting.set(one, bytes);
  }
}

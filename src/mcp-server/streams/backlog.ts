/** Something that keeps bytes for a client. */
export interface Waiting {
  /** How many there are now. */
  waitingBytes(): number;
  /** Its connection is closed as it is. */
  giveUp(): void;
}

/** So little is not worth to be remembered. */
export const NOTED_FROM_BYTES = 16 * 1024;

/** What all responses together keep for clients that do not read: when it is too much, those with the most are given up. */
export class Backlog {
  readonly #mostBytes: number;
  readonly #waiting = new Map<Waiting, number>();
  #total = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** Whenever more was added to it. What has been read since is found out when it matters. */
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

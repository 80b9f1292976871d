/** How many long-lived connections there are, in all and of each address: event streams and WebSockets alike. */
export class Places {
  readonly #ofAddress = new Map<string, number>();
  #taken = 0;

  get taken(): number {
    return this.#taken;
  }

  takenBy(address: string): number {
    return this.#ofAddress.get(address) ?? 0;
  }

  /** Gives the function that leaves the place again; more than once does no harm. */
  take(address: string): () => void {
    this.#taken += 1;
    this.#ofAddress.set(address, this.takenBy(address) + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.#taken -= 1;
      const left = this.takenBy(address) - 1;
      if (left === 0) this.#ofAddress.delete(address);
      else this.#ofAddress.set(address, left);
    };
  }
}

/** How much of something is taken, in all and by each address: connections, streams, sessions, calls, bytes of bodies. */
export class Places {
  readonly #ofAddress = new Map<string, number>();
  #taken = 0;

  get taken(): number {
    return this.#taken;
  }

  takenBy(address: string): number {
    return this.#ofAddress.get(address) ?? 0;
  }

  /** Gives the function that leaves what was taken again; more than once does no harm. */
  take(address: string, amount = 1): () => void {
    this.#add(address, amount);
    let isTaken = true;
    return () => {
      if (isTaken) this.#add(address, -amount);
      isTaken = false;
    };
  }

  #add(address: string, amount: number): void {
    this.#taken += amount;
    const left = this.takenBy(address) + amount;
    if (left === 0) this.#ofAddress.delete(address);
    else this.#ofAddress.set(address, left);
  }
}

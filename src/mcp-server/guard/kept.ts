/**
 * What a request takes of the memory for as long as anything that it began goes on: its stream, its session, a call whose
 * client has left, a resource that is watched. It belongs to all of them, and is let go with the last.
 */
export class Kept {
  readonly #letGo: () => void;
  #holders = 0;

  constructor(letGo: () => void) {
    this.#letGo = letGo;
  }

  /** Gives the function that ends this one's part in it; more than once does no harm. */
  hold(): () => void {
    this.#holders += 1;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#holders -= 1;
      if (this.#holders === 0) this.#letGo();
    };
  }
}

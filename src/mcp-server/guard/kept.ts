/**
 * The memory of a request for as long as anything that it started goes on: its stream, its session, a call whose client
 * has left, a watched resource. They share it, and it is released with the last of them.
 */
export class Kept {
  readonly #letGo: () => void;
  #holders = 0;

  constructor(letGo: () => void) {
    this.#letGo = letGo;
  }

  /** Returns a function that ends this holder's share; calling it again does no harm. */
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

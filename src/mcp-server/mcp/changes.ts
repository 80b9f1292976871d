/** Something a client may have asked to be told of. */
export type Change =
  | {readonly kind: 'tools'}
  | {readonly kind: 'prompts'}
  | {readonly kind: 'resources'}
  | {readonly kind: 'resource'; readonly uri: string};

/** Brings changes from the tool that makes them to every session and subscription, of whichever revision. */
export class Changes {
  readonly #listeners = new Set<(change: Change) => void>();

  /** Gives the function that ends it. */
  listen(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }
}

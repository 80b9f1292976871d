import type {OpenStream, StreamAccount} from './open-stream.ts';

const RETRY_MS = {from: 1000, to: 5000};

export interface StreamWatcher {
  opened(stream: OpenStream): void;
  closed(stream: OpenStream, account: StreamAccount): void;
}

/** The currently open streams, so that a stopping server can end each of them properly. */
export class OpenStreams {
  readonly #streams = new Set<OpenStream>();
  readonly #watcher: StreamWatcher | null;

  constructor(watcher: StreamWatcher | null = null) {
    this.#watcher = watcher;
  }

  get size(): number {
    return this.#streams.size;
  }

  [Symbol.iterator](): IterableIterator<OpenStream> {
    return this.#streams.values();
  }

  add(stream: OpenStream): void {
    this.#streams.add(stream);
    this.#watcher?.opened(stream);
  }

  remove(stream: OpenStream, account: StreamAccount): void {
    if (this.#streams.delete(stream)) this.#watcher?.closed(stream, account);
  }

  /** Ends the endless streams, each once no result is expected on it. */
  drain(): void {
    this.#withRetry(
      ({response}) => !response.endsByItself,
      (stream, retryMs) => stream.drain(retryMs),
    );
  }

  /** Ends all streams, whatever is under way. */
  endAll(): void {
    this.#withRetry(
      () => true,
      (stream, retryMs) => stream.end('drain', retryMs),
    );
  }

  /** Retry times are spread evenly, so that clients do not all reconnect at once. */
  #withRetry(are: (stream: OpenStream) => boolean, end: (stream: OpenStream, retryMs: number) => void): void {
    const streams = [...this.#streams].filter(are);
    const spreadMs = RETRY_MS.to - RETRY_MS.from;
    for (const [index, stream] of streams.entries()) {
      end(stream, RETRY_MS.from + Math.floor((spreadMs * index) / streams.length));
    }
  }
}

interface Asked<T> {
  readonly id: string;
  readonly signal: AbortSignal;
  readonly resolve: (value: T | undefined) => void;
  readonly reject: (thrown: unknown) => void;
}

/** Fetches several at once; an id that is missing in the answer has no entry. */
export type FetchMany<T> = (ids: readonly string[], signal: AbortSignal) => Promise<ReadonlyMap<string, T>>;

/**
 * Joins the requests of one turn of the event loop into calls of at most `size` ids. A call is aborted when all of the
 * requests in it are.
 */
export function createBatch<T>(size: number, fetchMany: FetchMany<T>) {
  let waiting: Asked<T>[] = [];

  const send = async (asked: readonly Asked<T>[]) => {
    const signal = allAborted(asked.map((one) => one.signal));
    try {
      const found = await fetchMany([...new Set(asked.map((one) => one.id))], signal);
      for (const one of asked) one.resolve(found.get(one.id));
    } catch (thrown) {
      for (const one of asked) one.reject(thrown);
    }
  };

  const sendAll = () => {
    const asked = waiting;
    waiting = [];
    for (let from = 0; from < asked.length; from += size) void send(asked.slice(from, from + size));
  };

  return (id: string, signal: AbortSignal): Promise<T | undefined> =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(sendAll);
      waiting.push({id, signal, resolve, reject});
    });
}

function allAborted(signals: readonly AbortSignal[]): AbortSignal {
  const controller = new AbortController();
  const check = () => {
    if (signals.every((signal) => signal.aborted)) controller.abort(signals[0]?.reason);
  };
  for (const signal of signals) signal.addEventListener('abort', check, {once: true});
  check();
  return controller.signal;
}

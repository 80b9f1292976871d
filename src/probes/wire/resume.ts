import {NoAnswer} from '../../model/errors.ts';
import type {ResumedConnection, ResumeRequest, Resumption} from '../../model/facts/wire/resumption.ts';
import type {KnownSecrets} from '../../model/text/secrets/known-secrets.ts';
import type {WireSetup} from './conversation.ts';
import {prepare} from './outgoing.ts';
import {openForClient} from './resumed-connection.ts';

/** The reconnection time of a client that the server says none to: the package's, and Chromium's. */
const DEFAULT_RETRY_MS = 3000;
/** How much longer than its reconnection time a client may take to come back, on a busy machine. */
const LATE_MS = 10_000;

/**
 * Lets a real EventSource client read a stream over our own connections, cuts it, and sees it come back. Ends when the client
 * has come back and seen as many events again, has given up, or when nothing more comes. Rejects with `NoAnswer` when the first
 * connection got no response headers in time.
 */
export async function resumeStream(
  request: ResumeRequest,
  setup: WireSetup,
  secrets: KnownSecrets,
  signal: AbortSignal,
  onHead: () => void,
): Promise<Resumption> {
  const {EventSource} = await import('eventsource');
  signal.throwIfAborted();
  const startedMs = setup.clock.monotonicMs();
  const connections: ResumedConnection[] = [];
  let asked = 0;
  const {promise, resolve, reject} = Promise.withResolvers<string | null>();
  const over = new AbortController();
  const interrupt = () => reject(signal.reason);
  signal.addEventListener('abort', interrupt, {once: true});

  const comesBack = (retryMs: number) => {
    // A server may ask for longer than anybody waits: then it is known that the client does not come back before.
    if (retryMs > request.retryAtMostMs) return resolve(null);
    setup.clock.sleep(retryMs + LATE_MS + request.headersWithinMs, over.signal).then(
      () => asked === 1 && resolve(null),
      () => {},
    );
  };
  const client = new EventSource(request.url, {
    async fetch(_url, init) {
      asked += 1;
      const askedAtMs = setup.clock.monotonicMs() - startedMs;
      const lastEventId = init.headers['Last-Event-ID'] ?? null;
      const opened = openForClient(
        {...request, sent: init.headers},
        setup,
        secrets,
        AbortSignal.any([signal, over.signal]),
        asked === 1 ? onHead : () => {},
      );
      opened.done.then(
        (seen) => {
          connections.push({askedAtMs, lastEventId: textOf(lastEventId), ...seen});
          const {answer} = seen.observation;
          // Without an id there is nothing that a client could come back with.
          if (connections.length === 2 || answer === null || seen.lastId === '') return resolve(null);
          comesBack(answer.framing.retryMs ?? DEFAULT_RETRY_MS);
        },
        (thrown: unknown) => {
          // That it came back to silence is an observation, as the server answered before.
          if (connections.length === 0 || !(thrown instanceof NoAnswer)) reject(thrown);
          else resolve(thrown.message);
        },
      );
      return opened.response;
    },
  });
  let gaveUp: string | null = null;
  client.onerror = ({message}) => {
    if (client.readyState === client.CLOSED) gaveUp = message ?? 'it said no more';
  };
  try {
    const silence = await promise;
    const {shown: url} = prepare({...request, method: 'GET'}, secrets);
    return {url, connections, gaveUp: gaveUp ?? silence};
  } finally {
    signal.removeEventListener('abort', interrupt);
    over.abort();
    client.close();
  }
}

/** As the client had it: it sends the bytes of UTF-8. */
function textOf(header: string | null): string | null {
  return header === null ? null : Buffer.from(header, 'latin1').toString();
}

import type {LookupFunction} from 'node:net';
import {createSecureContext, getCACertificates, type SecureContext} from 'node:tls';
import type {AskControl, AttemptContext} from '../../model/attempt.ts';
import type {Clock} from '../../model/clock.ts';
import type {FactStore} from '../../model/facts/fact-store.ts';
import type {HttpProbe, HttpRequest, SseProbe} from '../../model/facts/wire-facts.ts';
import {redactText} from '../../model/text/redact.ts';
import type {ConnectTo} from './connect-to.ts';
import {CONTROL_WITHIN_MS, createAskControl} from './control.ts';
import {wireFactKey} from './fact-key.ts';
import {requestOnce} from './http.ts';
import {watchStream} from './sse.ts';

export interface WireOptions {
  readonly store: FactStore;
  readonly clock: Clock;
  readonly connectTo: ConnectTo;
  /** PEM certificates to trust beside the system's. */
  readonly ca: string | null;
  /** Values that must not leave the probe. */
  readonly secrets: readonly string[];
  /** How names become addresses; left out: the system's way. */
  readonly lookup?: LookupFunction;
}

export interface Wire {
  http(context: AttemptContext): HttpProbe;
  sse(context: AttemptContext): SseProbe;
  readonly askControl: AskControl;
}

/** RFC 9110, section 9.2.1, of those we share: asking twice is asking once. */
const SHAREABLE = new Set(['GET', 'HEAD']);

export function createWire({store, clock, connectTo, ca, secrets, lookup}: WireOptions): Wire {
  const setup = {clock, connectTo, lookup, secureContext: trusting(ca)};
  const timesAsked = new Map<string, number>();
  const keyOf = (kind: string, url: string, request: object) => wireFactKey(kind, redactText(url, secrets), request);

  function httpKey(request: HttpRequest): string {
    const key = keyOf(request.method, request.url, request);
    if (SHAREABLE.has(request.method)) return key;
    const ordinal = (timesAsked.get(key) ?? 0) + 1;
    timesAsked.set(key, ordinal);
    return `${key}:${ordinal}`;
  }

  return {
    http: ({signal, factsNotBefore: notBefore}) => ({
      request: (request) =>
        store.get(httpKey(request), (stop) => requestOnce(request, setup, secrets, stop), {signal, notBefore}),
    }),
    sse: (context) => ({
      stream: (request) =>
        context.waiting(Math.max(request.holdForMs, request.firstEventWithinMs ?? 0), () =>
          store.get(keyOf('stream', request.url, request), (stop) => watchStream(request, setup, secrets, stop), {
            signal: context.signal,
            notBefore: context.factsNotBefore,
          }),
        ),
    }),
    askControl: createAskControl((url) => {
      const request = {method: 'GET', url, headers: {}, withinMs: CONTROL_WITHIN_MS};
      // Not an item's: its look at the control goes on when the item's own time is up.
      const asked = {signal: new AbortController().signal, notBefore: Number.NEGATIVE_INFINITY};
      return store.get(keyOf('control', url, request), (stop) => requestOnce(request, setup, secrets, stop), asked);
    }),
  };
}

/** Made once, when the first TLS connection needs it: to read all the roots takes a while. */
function trusting(ca: string | null): () => SecureContext | undefined {
  let context: SecureContext | undefined;
  return () => {
    if (ca !== null) context ??= createSecureContext({ca: [...getCACertificates('default'), ca]});
    return context;
  };
}

import type {
  HttpAnswer,
  HttpExchange,
  Refusal,
  StreamAnswer,
  StreamObservation,
} from '../../src/model/facts/wire-facts.ts';
import type {World} from '../../src/model/facts/world.ts';

/** A stream that was held for a minute by a heartbeat every 15 s, but for what the test says. */
export function streamAnswer(differing: Partial<StreamAnswer> = {}): StreamAnswer {
  return {
    status: 200,
    headers: {'content-type': 'text/event-stream; charset=utf-8', 'transfer-encoding': 'chunked'},
    headersAtMs: 20,
    firstByteAtMs: 21,
    firstEventAtMs: 21,
    lastByteAtMs: 60_021,
    bytes: 100,
    events: 1,
    comments: 4,
    isUtf8: true,
    longestSilenceMs: 15_000,
    lines: [{atMs: 21, kind: 'event', type: 'message', id: null, text: 'hello'}],
    sniff: null,
    end: 'held',
    endAtMs: 67_020,
    endMessage: 'closed by us: the time for it was over',
    ...differing,
  };
}

export const STREAM_URL = 'https://mcp.example.com/jessica-service/mcp/sse/stream';

const CONNECTION = {remoteAddress: '127.0.0.1', httpVersion: '1.1', tls: null, connectedTo: null};

export function observed(answer: Partial<StreamAnswer>): StreamObservation {
  return {url: STREAM_URL, connection: CONNECTION, refusal: null, answer: streamAnswer(answer)};
}

export function streamRefused(refusal: Refusal): StreamObservation {
  return {url: STREAM_URL, connection: null, refusal, answer: null};
}

export const HTTP_URL = 'https://mcp.example.com/health';

export function httpAnswer(differing: Partial<HttpAnswer> = {}): HttpAnswer {
  const body = differing.body ?? '{"status":"ok","checks":[{"name":"db","ms":3}]}';
  return {
    status: 200,
    headers: {'content-type': 'application/json; charset=utf-8'},
    headersAtMs: 10,
    body,
    bodyBytes: body.length,
    bodyIsUtf8: true,
    end: 'complete',
    endAtMs: 12,
    ...differing,
  };
}

export function exchanged(answer: Partial<HttpAnswer>): HttpExchange {
  return {url: HTTP_URL, connection: CONNECTION, refusal: null, answer: httpAnswer(answer)};
}

/** A world with only these facts: looking at anything else is a mistake of the check. */
export function worldOf(facts: Partial<World>): World {
  return new Proxy({now: new Date('2026-11-22T12:00:00Z'), ...facts} as World, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (value === undefined && typeof name === 'string') throw new Error(`the check looked at world.${name}`);
      return value;
    },
  });
}

import {NEVER_AWAY} from '../../src/model/facts/observer.ts';
import type {Connection, Protocol, Refusal} from '../../src/model/facts/wire/connection.ts';
import type {Framing} from '../../src/model/facts/wire/framing.ts';
import type {Coding, HttpAnswer, HttpExchange} from '../../src/model/facts/wire/http.ts';
import type {HttpProbe, SseProbe} from '../../src/model/facts/wire/probes.ts';
import type {StreamAnswer, StreamObservation} from '../../src/model/facts/wire/stream.ts';
import {EMPTY_TIMELINE, type Timeline} from '../../src/model/facts/wire/timeline.ts';
import type {World} from '../../src/model/facts/world.ts';

export const PLAIN: Coding = {asked: 'identity', said: null, decoded: 'plain', problem: null, encodedBytes: 100};

export const FRAMING: Framing = {
  dangling: null,
  strayLines: {count: 0, samples: []},
  unknownFields: {count: 0, names: []},
  largestEventBytes: 5,
  largestLineBytes: 11,
  types: {},
  ids: 0,
  retryMs: null,
  bom: false,
  lineEnds: {lf: 6, cr: 0, crlf: 0},
  hasNul: false,
  isUtf8: true,
  serverClock: null,
};

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
    coding: PLAIN,
    framing: FRAMING,
    timeline: EMPTY_TIMELINE,
    longestSilenceMs: 15_000,
    silenceAtLeastMs: differing.longestSilenceMs ?? 15_000,
    silenceAtMostMs: differing.longestSilenceMs ?? 15_000,
    lines: [{atMs: 21, kind: 'event', type: 'message', id: null, text: 'hello'}],
    sniff: null,
    end: 'held',
    endCode: null,
    endAtMs: 67_020,
    endMessage: 'closed by us: the time for it was over',
    ...differing,
  };
}

/** Reads at these times, each of one event. */
export function timelineAt(timesMs: readonly number[]): Timeline {
  const ones = timesMs.map(() => 1);
  return {
    arrivals: {
      fromMs: timesMs,
      toMs: timesMs,
      bytes: timesMs.map(() => 20),
      events: ones,
      comments: timesMs.map(() => 0),
    },
    events: {
      fromMs: timesMs,
      toMs: timesMs,
      count: ones,
      bytes: timesMs.map(() => 5),
      serverMs: timesMs.map(() => null),
      sequence: timesMs.map(() => null),
    },
  };
}

/** A stream that spoke at these times, and was closed by us, but for what the test says. */
export function spokenAt(timesMs: readonly number[], differing: Partial<StreamAnswer> = {}): Partial<StreamAnswer> {
  const lastByteAtMs = timesMs.at(-1) ?? null;
  const endAtMs = differing.endAtMs ?? lastByteAtMs ?? 10_000;
  const moments = [differing.headersAtMs ?? 20, ...timesMs, endAtMs];
  const longestSilenceMs = Math.max(...moments.slice(1).map((atMs, index) => atMs - (moments[index] ?? atMs)));
  return {
    firstByteAtMs: timesMs[0] ?? null,
    firstEventAtMs: timesMs[0] ?? null,
    lastByteAtMs,
    bytes: timesMs.length * 20,
    events: timesMs.length,
    comments: 0,
    longestSilenceMs,
    timeline: timelineAt(timesMs),
    endAtMs,
    ...differing,
  };
}

/** From the first on, so often, until the last. */
export function every(everyMs: number, fromMs: number, untilMs: number): readonly number[] {
  return Array.from({length: Math.floor((untilMs - fromMs) / everyMs) + 1}, (_, index) => fromMs + index * everyMs);
}

export const STREAM_URL = 'https://mcp.example.com/jessica-service/mcp/sse/stream';

const CONNECTION: Connection = {
  remoteAddress: '127.0.0.1',
  protocol: 'http/1.1',
  tls: null,
  connectedTo: null,
  phases: {lookupAtMs: null, connectAtMs: 1, tlsAtMs: null, sentAtMs: 1},
};

export function observed(answer: Partial<StreamAnswer>): StreamObservation {
  return {url: STREAM_URL, connection: CONNECTION, refusal: null, answer: streamAnswer(answer), observer: NEVER_AWAY};
}

export function streamRefused(refusal: Refusal): StreamObservation {
  return {url: STREAM_URL, connection: null, refusal, answer: null, observer: NEVER_AWAY};
}

export const HTTP_URL = 'https://mcp.example.com/health';

export function httpAnswer(differing: Partial<HttpAnswer> = {}): HttpAnswer {
  const body = differing.body ?? '{"status":"ok","checks":[{"name":"db","ms":3}]}';
  return {
    status: 200,
    headers: {'content-type': 'application/json; charset=utf-8'},
    headersAtMs: 10,
    coding: PLAIN,
    body,
    bodyBytes: body.length,
    bodyIsUtf8: true,
    end: 'complete',
    endCode: null,
    endAtMs: 12,
    ...differing,
  };
}

export function exchanged(answer: Partial<HttpAnswer>): HttpExchange {
  return {url: HTTP_URL, connection: CONNECTION, refusal: null, answer: httpAnswer(answer), observer: NEVER_AWAY};
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

/** A server that offers only HTTP/1.1, and answers requests so. */
export function httpProbe(request: HttpProbe['request'], offered: readonly Protocol[] = ['http/1.1']): HttpProbe {
  return {protocols: offering(offered), request};
}

/** A server that offers only HTTP/1.1, and answers requests for streams so. */
export function sseProbe(stream: SseProbe['stream'], offered: readonly Protocol[] = ['http/1.1']): SseProbe {
  return {protocols: offering(offered), stream, resume: notAsked};
}

/** Clients that are cut, of a server that offers only HTTP/1.1. */
export function resumeProbe(resume: SseProbe['resume']): SseProbe {
  return {protocols: offering(['http/1.1']), stream: notAsked, resume};
}

async function notAsked(): Promise<never> {
  throw new Error('the check asked for another look');
}

function offering(offered: readonly Protocol[]): SseProbe['protocols'] {
  return async ({url}) => ({url, connection: CONNECTION, refusal: null, offered});
}

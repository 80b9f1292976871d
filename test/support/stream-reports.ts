import type {Report} from '../../src/model/report.ts';
import type {StreamReport} from '../../src/model/report-stream.ts';
import {CANONICAL} from './canonical-report.ts';

export const STREAM: StreamReport = {
  items: ['stream'],
  url: 'https://mcp.run.georgi.io/jessica-service/mcp/sse/stream',
  address: null,
  remoteAddress: '192.0.2.10',
  protocol: 'h2',
  spoken: 'h2',
  coding: 'identity',
  holdForMs: 67_000,
  lookupAtMs: 4,
  connectAtMs: 16,
  tlsAtMs: 41,
  headersAtMs: 58,
  firstByteAtMs: 58,
  firstEventAtMs: 59,
  lastByteAtMs: 60_062,
  status: 200,
  headers: {'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', date: 'today'},
  bytes: 420,
  events: 3,
  comments: 4,
  longestSilenceMs: 15_004,
  end: 'held',
  endAtMs: 67_058,
  endMessage: 'closed by us: the time for it was over',
  timeline: '58-59 1e 1c, 15061 1c, 30061 1c, 31200 2e, 45062 1c, 60062 b',
};

/** One that a load balancer cut after its idle timeout. */
export const CUT: StreamReport = {
  ...STREAM,
  url: 'https://api.georgi.io/jessica-service/mcp/sse/stream',
  protocol: 'http/1.1',
  spoken: 'http/1.1',
  headers: {...STREAM.headers, 'cache-control': 'no-cache', server: 'awselb/2.0'},
  headersAtMs: 320,
  firstByteAtMs: 320,
  firstEventAtMs: 1400,
  lastByteAtMs: 1400,
  events: 1,
  comments: 1,
  longestSilenceMs: 60_010,
  end: 'truncated',
  endAtMs: 61_410,
  endMessage: 'other side closed',
  timeline: '320 1c, 1400 1e',
};

/** Whatever a server and a file may put there. */
export const HOSTILE: StreamReport = {
  ...CUT,
  url: 'https://x.example/"><script>alert(1)</script>&\u001b[31m負荷分散',
  status: null,
  headersAtMs: null,
  endMessage: `</text><svg onload="x">'&\u0000\ud800\uffff ${'W'.repeat(500)}`,
  timeline: '',
};

export const UNREACHED: StreamReport = {
  ...STREAM,
  coding: 'browser',
  remoteAddress: null,
  spoken: null,
  status: null,
  headers: {},
  headersAtMs: null,
  firstByteAtMs: null,
  firstEventAtMs: null,
  lastByteAtMs: null,
  longestSilenceMs: null,
  bytes: 0,
  events: 0,
  comments: 0,
  end: 'refused',
  endAtMs: null,
  endMessage: 'the connection was refused at 192.0.2.10:443',
  timeline: '',
};

export function reportOf(...streams: readonly StreamReport[]): Report {
  return {...CANONICAL, streams: [...streams]};
}

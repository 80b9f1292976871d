/**
 * The report behind docs/sse.svg: `sse OLD --compare NEW` of a stream that its API Gateway holds back and cuts, and of the
 * same one behind the load balancer.
 */
import type {ItemReport, Report} from '../src/model/report.ts';
import {marksText, type StreamReport} from '../src/model/report-stream.ts';
import {unfinishedReport} from '../src/reports/unfinished.ts';

const OLD = 'https://api.georgi.io/jessica-service/mcp/sse/stream';
const NEW = 'https://mcp.run.georgi.io/jessica-service/mcp/sse/stream';
const HEARTBEAT_MS = 15_000;

const GOOD: StreamReport = {
  items: ['holds-b', 'well-formed-b'],
  url: NEW,
  address: null,
  remoteAddress: '192.0.2.10',
  protocol: 'h2',
  spoken: 'h2',
  coding: 'identity',
  holdForMs: 67_000,
  lookupAtMs: 3,
  connectAtMs: 19,
  tlsAtMs: 41,
  headersAtMs: 63,
  firstByteAtMs: 63,
  firstEventAtMs: 64,
  lastByteAtMs: 60_071,
  status: 200,
  headers: {'content-type': 'text/event-stream; charset=utf-8'},
  bytes: 910,
  events: 7,
  comments: 4,
  longestSilenceMs: 15_001,
  end: 'held',
  endAtMs: 75_070,
  endMessage: 'closed by us: the time for it was over',
  timeline: timelineOf([64, 20_310, 20_900, 21_480, 22_050, 41_200, 41_730]),
};

const CUT: StreamReport = {
  ...GOOD,
  items: ['holds-a', 'well-formed-a'],
  url: OLD,
  remoteAddress: '192.0.2.77',
  tlsAtMs: 52,
  headersAtMs: 236,
  firstByteAtMs: 236,
  firstEventAtMs: 238,
  lastByteAtMs: 21_480,
  events: 4,
  comments: 0,
  longestSilenceMs: 30_020,
  end: 'truncated',
  endAtMs: 51_500,
  endMessage: 'other side closed',
  timeline: marksText(
    [238, 20_310, 20_900, 21_480].map((atMs) => ({fromMs: atMs, toMs: atMs, events: 1, comments: 0})),
  ),
};

/** With a heartbeat each 15 s. */
function timelineOf(events: readonly number[]): string {
  const heartbeats = [1, 2, 3, 4].map((index) => 64 + index * HEARTBEAT_MS);
  const marks = [
    ...events.map((atMs) => ({fromMs: atMs, toMs: atMs, events: 1, comments: 0})),
    ...heartbeats.map((atMs) => ({fromMs: atMs, toMs: atMs, events: 0, comments: 1})),
  ];
  return marksText(marks.toSorted((a, b) => a.fromMs - b.fromMs));
}

function judged(id: string, status: 'pass' | 'fail', summary: string, fix: string | null = null): ItemReport {
  return {
    id,
    path: [id],
    check: 'sse/stream-holds',
    manual: null,
    plan: [],
    tags: [],
    stages: [],
    onFail: 'rollback',
    consequence: 'rollback',
    status,
    summary,
    expected: null,
    actual: null,
    evidence: [],
    fix,
    byHand: null,
    commonCause: null,
    attempts: [],
    confirmed: false,
    flaky: false,
    waiver: null,
    staleWaiver: null,
    blockedBy: null,
    durationMs: 0,
    source: {file: 'sse', line: 1, column: 1},
  };
}

export const PICTURED: Report = {
  ...unfinishedReport({toolVersion: '0', at: new Date('2026-11-20T09:00:00Z')}),
  incomplete: null,
  decision: null,
  checklist: {file: 'sse', title: `sse ${OLD} --compare ${NEW}`, sha256: '0'.repeat(64), environments: [], stages: []},
  streams: [
    CUT,
    {...CUT, coding: 'browser', connectAtMs: 20, endAtMs: 51_530},
    GOOD,
    {...GOOD, coding: 'browser', connectAtMs: 20, endAtMs: 75_080},
  ],
  items: [
    judged(
      'holds-a',
      'fail',
      `${OLD}: broken off 51.3 s after it was opened and 30 s after its last byte, not open for 1 min 7 s`,
      'Let the server send a comment as heartbeat every 15 s; or take the hop with the idle timeout of 30 s out of the way.',
    ),
    judged('holds-b', 'pass', `${NEW}: open for 1 min 15 s, something each 15 s at the latest`),
  ],
};

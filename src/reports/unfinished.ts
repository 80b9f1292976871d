import type {Report} from '../model/report.ts';
import {REPORT_VERSION} from '../model/report-version.ts';
import type {StatusDocument} from '../model/sign-off/status.ts';
import {TRACE_VERSION, type TraceDocument} from '../model/trace.ts';

/** What is put in place before there is anything to say, so that an older document is not taken for this one. */
export interface Begun {
  readonly toolVersion: string;
  readonly at: Date;
}

/** Says nothing but that a run has begun; `decide` holds. */
export function unfinishedReport({toolVersion, at}: Begun): Report {
  const reason = {code: 'incomplete', text: 'the run has not ended', items: []};
  return {
    schemaVersion: REPORT_VERSION,
    mode: 'live',
    overrides: [],
    tool: {name: 'migrate-check', version: toolVersion},
    checklist: {file: 'unknown', title: 'the migration', sha256: '0'.repeat(64), environments: [], stages: []},
    environment: null,
    stage: null,
    stageBegan: null,
    vantage: '',
    rollback: null,
    selection: null,
    startedAt: at.toISOString(),
    finishedAt: at.toISOString(),
    durationMs: 0,
    incomplete: 'unfinished',
    accounts: [],
    git: null,
    values: [],
    calls: {},
    staleWaivers: [],
    summary: NOTHING,
    decision: {verdict: 'hold', reasons: [reason], skipped: []},
    items: [],
  };
}

const NOTHING: Report['summary'] = {
  total: 0,
  pass: 0,
  fail: 0,
  error: 0,
  blocked: 0,
  pending: 0,
  notDue: 0,
  skip: 0,
  waived: 0,
  flaky: 0,
  staleWaiver: 0,
};

/** Says nothing but that a trace has begun. */
export function unfinishedTrace({toolVersion, at}: Begun): TraceDocument {
  return {
    schemaVersion: TRACE_VERSION,
    tool: {name: 'migrate-check', version: toolVersion},
    mode: 'live',
    overrides: [],
    at: at.toISOString(),
    request: {
      method: 'GET',
      url: '',
      scheme: 'https',
      host: '',
      port: 443,
      path: '',
      query: '',
      headers: {},
      sourceIp: null,
    },
    verdict: 'unknown',
    firstBroken: null,
    conclusion: 'incomplete: the trace has not ended',
    hops: [],
    timers: [],
    alsoExposed: [],
    calls: {},
  };
}

/** Says nothing but that a status was asked for, and is not green. */
export function unfinishedStatus({at}: Begun): StatusDocument {
  return {
    checklist: 'unknown',
    title: 'incomplete: the status has not ended',
    environment: null,
    stage: null,
    stageBegan: null,
    at: at.toISOString(),
    // Without any, nobody would owe anything.
    counts: {due: 1, approved: 0, rejected: 0, open: 1},
    openLater: 0,
    owed: [],
    rejected: [],
    waivers: [],
  };
}

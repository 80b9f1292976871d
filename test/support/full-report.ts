import type {ItemReport, Report} from '../../src/model/report.ts';
import type {TraceReport} from '../../src/model/report-trace.ts';
import {row, WAIVED} from '../model/report-of.ts';
import {CANONICAL} from './canonical-report.ts';
import {CUT, HOSTILE, STREAM, UNREACHED} from './stream-reports.ts';

const TRACE: TraceReport = {
  request: {method: 'GET', url: 'https://mcp.run.georgi.io/jessica-service/mcp/sse/stream'},
  at: '2026-11-15T12:00:00.000Z',
  verdict: 'broken',
  firstBroken: 'rules',
  conclusion: 'Broken at the rules: rule 95 comes before rule 190.',
  hops: [
    {
      kind: 'zone',
      status: 'ok',
      summary: 'georgi.io (Z1)',
      lines: [],
      because: null,
      fix: null,
      byHand: 'aws route53 list-hosted-zones',
    },
    {
      kind: 'rules',
      status: 'broken',
      summary: 'rule 95: fixed response 404',
      lines: [
        {mark: 'chosen', text: 'rule 95: host mcp.run.georgi.io'},
        {mark: null, text: 'rule 190: path /jessica-service/mcp/sse*'},
      ],
      because: 'rule 95 comes before rule 190',
      fix: 'Give rule 190 a priority below 95.',
      byHand: null,
    },
    {
      kind: 'tasks',
      status: 'unknown',
      summary: 'could not be determined',
      lines: [{mark: 'unknown', text: 'ecs:ListTasks: access denied'}],
      because: 'access denied',
      fix: null,
      byHand: null,
    },
  ],
};

const SIGN_OFF: ItemReport = {
  ...row('drill', {plan: [228]}),
  check: null,
  manual: {
    ask: 'Was the way back rehearsed?',
    approvers: ['ops'],
    asked: 'd'.repeat(64),
    file: 'signoffs/prod/drill.yaml',
    answerWith: 'migrate-check signoff approve drill --env prod --evidence URL',
  },
  summary: 'approved by mg at 2026-11-14T10:00:00Z',
  evidence: [
    {
      what: 'sign-off by mg',
      value: {
        verdict: 'approved',
        at: '2026-11-14T10:00:00Z',
        evidence: 'https://wiki.example/drill?a=1&b=2',
        comment: null,
      },
      source: 'signoffs/prod/drill.yaml:1:1',
    },
  ],
};

/** With something in each part of the page. */
export const FULL: Report = {
  ...CANONICAL,
  items: [...CANONICAL.items, SIGN_OFF],
  summary: {...CANONICAL.summary, total: 12, pass: 4},
  streams: [STREAM, CUT, UNREACHED],
  traces: [TRACE],
};

/** What a page must show and not obey. */
const HOSTILE_TEXT =
  '</style></script><script>alert(1)</script><img src=x onerror="alert(1)">&"\'\u001b[31m\u0000\ud800\u202e`';
const HOSTILE_ITEM = row(HOSTILE_TEXT, {
  path: [HOSTILE_TEXT, HOSTILE_TEXT],
  status: 'fail',
  summary: HOSTILE_TEXT,
  fix: HOSTILE_TEXT,
  byHand: HOSTILE_TEXT,
  expected: HOSTILE_TEXT,
  actual: HOSTILE_TEXT,
  evidence: [
    {what: HOSTILE_TEXT, value: HOSTILE_TEXT, source: HOSTILE_TEXT},
    {what: HOSTILE_TEXT, value: {[HOSTILE_TEXT]: HOSTILE_TEXT}, source: HOSTILE_TEXT},
    {what: HOSTILE_TEXT, value: [{[HOSTILE_TEXT]: [HOSTILE_TEXT]}], source: HOSTILE_TEXT},
  ],
  candidates: [{cause: HOSTILE_TEXT, because: HOSTILE_TEXT, fix: HOSTILE_TEXT, decidedBy: HOSTILE_TEXT}],
  attempts: [{status: 'fail', summary: HOSTILE_TEXT, startedAt: CANONICAL.startedAt, durationMs: 1}],
  tags: [HOSTILE_TEXT],
  stages: [HOSTILE_TEXT],
  waiver: {...WAIVED, reason: HOSTILE_TEXT, approver: HOSTILE_TEXT, ticket: HOSTILE_TEXT},
  staleWaiver: HOSTILE_TEXT,
  blockedBy: HOSTILE_TEXT,
  wayBack: HOSTILE_TEXT,
  source: {file: HOSTILE_TEXT, line: 1, column: 1},
});
/** With such text in each of its texts. */
export const HOSTILE_REPORT: Report = {
  ...CANONICAL,
  mode: 'overridden',
  overrides: [HOSTILE_TEXT],
  checklist: {...CANONICAL.checklist, title: HOSTILE_TEXT, file: HOSTILE_TEXT, stages: [HOSTILE_TEXT]},
  environment: HOSTILE_TEXT,
  stage: HOSTILE_TEXT,
  vantage: HOSTILE_TEXT,
  startedBy: HOSTILE_TEXT,
  tool: {name: 'migrate-check', version: HOSTILE_TEXT},
  accounts: [{name: HOSTILE_TEXT, id: HOSTILE_TEXT, caller: HOSTILE_TEXT, region: HOSTILE_TEXT}],
  git: {commit: HOSTILE_TEXT, dirty: true},
  values: [{name: HOSTILE_TEXT, value: {[HOSTILE_TEXT]: HOSTILE_TEXT}, source: HOSTILE_TEXT}],
  calls: {[HOSTILE_TEXT]: 1},
  staleWaivers: [{item: HOSTILE_TEXT, reason: HOSTILE_TEXT}],
  selection: {only: [HOSTILE_TEXT], skip: [HOSTILE_TEXT], tags: [HOSTILE_TEXT], due: 2, notRun: 1},
  decision: {
    verdict: 'rollback',
    reasons: [{code: HOSTILE_TEXT, text: HOSTILE_TEXT, items: [HOSTILE_TEXT]}],
    skipped: [{item: HOSTILE_TEXT, because: HOSTILE_TEXT}],
  },
  rollback: {
    decider: HOSTILE_TEXT,
    steps: [{do: HOSTILE_TEXT, by: HOSTILE_TEXT, takes: HOSTILE_TEXT, command: HOSTILE_TEXT}],
  },
  items: [
    HOSTILE_ITEM,
    {
      ...SIGN_OFF,
      manual: {
        ask: HOSTILE_TEXT,
        approvers: [HOSTILE_TEXT],
        asked: HOSTILE_TEXT,
        file: HOSTILE_TEXT,
        answerWith: HOSTILE_TEXT,
      },
    },
  ],
  streams: [{...HOSTILE, items: [HOSTILE_TEXT]}],
  traces: [
    {
      ...TRACE,
      request: {method: HOSTILE_TEXT, url: HOSTILE_TEXT},
      conclusion: HOSTILE_TEXT,
      hops: [
        {
          kind: 'zone',
          status: 'broken',
          summary: HOSTILE_TEXT,
          lines: [{mark: 'chosen', text: HOSTILE_TEXT}],
          because: HOSTILE_TEXT,
          fix: HOSTILE_TEXT,
          byHand: HOSTILE_TEXT,
        },
      ],
    },
  ],
};

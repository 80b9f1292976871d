import type {ItemReport, Report} from '../../src/model/report.ts';
import {row, WAIVED} from '../model/report-of.ts';

const ATTEMPT = {
  status: 'fail',
  summary: 'cut after 3 s',
  startedAt: '2026-11-15T11:59:00.000Z',
  durationMs: 3004,
} as const;

/** One item of every status and mark, with text that a terminal must not obey. */
const ITEMS: ItemReport[] = [
  row('dns-record', {
    path: ['DNS', 'mcp.run.georgi.io is an alias of the load balancer'],
    summary: 'mcp.run.georgi.io: alias A of central-alb',
    expected: 'alias of central-alb',
    actual: 'alias of central-alb',
    evidence: [{what: 'A', value: {alias: 'central-alb'}, source: 'route53:ListResourceRecordSets Z1'}],
    attempts: [{...ATTEMPT, status: 'pass', summary: 'alias'}],
    durationMs: 12,
  }),
  row('stream', {
    path: ['Streams', 'Direct path', 'an idle stream outlives the timeout'],
    status: 'fail',
    onFail: 'rollback',
    consequence: 'rollback',
    confirmed: true,
    summary: 'https://mcp.run.georgi.io/s: cut 3 s after the last byte, not held for 4.3 s \u001b[31m(red)\u001b[0m',
    expected: 'open for 4.3 s',
    actual: 'truncated after 3 s of silence',
    evidence: [{what: 'end of the stream', value: 'truncated', source: 'https://mcp.run.georgi.io/s'}],
    fix: 'Send a comment at least every 1.5 s.',
    candidates: [
      {
        cause: 'the idle timeout of the load balancer (3 s)',
        because: '3 s of silence before the end',
        fix: 'Send a comment at least every 1.5 s.',
        decidedBy: 'the same stream with a heartbeat every second',
      },
    ],
    byHand:
      'curl -N https://mcp.run.georgi.io/s --max-time 5 --silent --show-error --output - --write-out "%{time_total}"',
    attempts: [ATTEMPT, ATTEMPT, ATTEMPT],
    durationMs: 9012,
    source: {file: 'checklist.yaml', line: 41, column: 9},
  }),
  row('rules', {
    status: 'error',
    summary: 'elasticloadbalancing:DescribeRules: access denied',
    fix: 'Grant elasticloadbalancing:DescribeRules.',
    attempts: [{...ATTEMPT, status: 'error', summary: 'access denied'}],
  }),
  row('client', {status: 'blocked', blockedBy: 'stream', summary: 'blocked by stream'}),
  row('diagrams', {
    check: null,
    manual: {
      ask: 'Are the diagrams current?',
      approvers: ['ops'],
      asked: 'b'.repeat(64),
      file: 'signoffs/prod/diagrams.yaml',
      answerWith: 'migrate-check signoff approve diagrams --env prod --evidence URL',
    },
    status: 'pending',
    summary: 'waits for an approval by ops (mg, jd): there is no sign-off yet',
  }),
  row('old-group', {status: 'not-due', summary: 'not due before cleanup'}),
  row('websocket', {status: 'skip', summary: 'when: vars.hasWebsocket is false'}),
  row('readme', {status: 'fail', waiver: WAIVED, summary: 'no heading "Streams"'}),
  row('health', {
    flaky: true,
    attempts: [
      {...ATTEMPT, status: 'error'},
      {...ATTEMPT, status: 'pass'},
    ],
  }),
  row('alarms', {staleWaiver: 'it passes now'}),
  row('docs', {status: 'fail', consequence: 'note', onFail: 'note', summary: 'no heading "MCP"'}),
];

export const CANONICAL: Report = {
  schemaVersion: 2,
  mode: 'overridden',
  overrides: ['--connect-to mcp.run.georgi.io:443:127.0.0.1:8443'],
  tool: {name: 'migrate-check', version: '0.0.0'},
  checklist: {
    file: 'checklist.yaml',
    title: 'Move jessica',
    sha256: 'a'.repeat(64),
    environments: ['staging', 'prod'],
    stages: ['analysis', 'prepare', 'ready', 'cutover', 'soak', 'cleanup'],
  },
  environment: 'prod',
  stage: 'cutover',
  stageBegan: null,
  vantage: 'ci',
  selection: null,
  startedAt: '2026-11-15T11:59:00.000Z',
  finishedAt: '2026-11-15T12:00:00.000Z',
  durationMs: 60_000,
  incomplete: null,
  accounts: [
    {
      name: 'platform',
      id: '444444444444',
      caller: 'arn:aws:iam::444444444444:role/migrate-check',
      region: 'eu-central-1',
    },
  ],
  git: {commit: 'c'.repeat(40), dirty: false},
  values: [{name: 'vars.host', value: 'mcp.run.georgi.io', source: 'checklist.yaml:7:9'}],
  calls: {elasticloadbalancing: 4, route53: 2},
  staleWaivers: [],
  summary: {
    total: 11,
    pass: 3,
    fail: 3,
    error: 1,
    blocked: 1,
    pending: 1,
    notDue: 1,
    skip: 1,
    waived: 1,
    flaky: 1,
    staleWaiver: 1,
  },
  rollback: {
    decider: 'ops',
    steps: [
      {do: "turn the front end's stream flag off", by: 'jd', takes: '2m', command: null},
      {
        do: 'take the listener rule away',
        by: 'mg',
        takes: '5m',
        command: 'terraform -chdir=jessica apply -var sse=false \u001b[31m',
      },
    ],
  },
  decision: {
    verdict: 'hold',
    wouldBe: 'rollback',
    reasons: [{code: 'failed-rollback', text: 'stream failed, 3 times out of 3', items: ['stream']}],
    skipped: [{item: 'websocket', because: 'when: vars.hasWebsocket is false'}],
  },
  items: ITEMS,
};

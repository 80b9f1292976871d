import type {ItemReport, Report} from '../src/model/report.ts';
import {row} from '../test/model/report-of.ts';
import {CANONICAL} from '../test/support/canonical-report.ts';

const GROUP = 40;

/** Items with evidence: a third failed, some are questions to people, and some in no group. */
export function largeReport(count: number): Report {
  const items = Array.from({length: count}, (_, index) => itemAt(index));
  const failed = items.filter(({status}) => status === 'fail').map(({id}) => id);
  const reasons = [{code: 'failed', text: `${failed.length} items failed`, items: failed}];
  return {...CANONICAL, items, decision: {verdict: 'hold', reasons, skipped: []}};
}

function itemAt(index: number): ItemReport {
  const group = Math.floor(index / GROUP);
  const title = `service ${index} answers through the new load balancer`;
  const path = index % 50 === 49 ? [title] : [`Area ${group % 10}`, `Service ${group}`, title];
  const common = {path, plan: [1 + (index % 400)], tags: [`team-${index % 12}`], durationMs: 40 + (index % 300)};
  if (index % 16 === 15) return row(`item-${index}`, {...common, ...question(index)});
  if (index % 16 === 7) return row(`item-${index}`, {...common, ...question(index), ...UNANSWERED});
  return row(`item-${index}`, {...common, ...(index % 3 === 0 ? failure(index) : success(index))});
}

function evidence(index: number): ItemReport['evidence'] {
  const arn = `arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/service-${index}/6d0ecf831eec9f09`;
  const health = Array.from({length: 3}, (_, target) => ({
    target: {id: `10.0.${index % 256}.${target}`, port: 8080},
    state: index % 3 === 0 ? 'unhealthy' : 'healthy',
    reason: index % 3 === 0 ? 'Target.ResponseCodeMismatch' : null,
  }));
  return [
    {what: 'rule', value: {priority: 100 + (index % 900), host: `s${index}.example.com`, forwardsTo: arn}, source: arn},
    {what: 'targets', value: health, source: `elasticloadbalancing:DescribeTargetHealth ${arn}`},
    {what: 'answer', value: {status: 200, server: 'nginx', took: '41 ms'}, source: `https://s${index}.example.com/`},
  ];
}

function attempts(index: number, statuses: readonly ('pass' | 'fail')[]): ItemReport['attempts'] {
  return statuses.map((status, attempt) => ({
    status,
    summary: `answered ${status === 'pass' ? 200 : 503} after ${40 + attempt} ms`,
    startedAt: new Date(Date.parse(CANONICAL.startedAt) + index + attempt * 5000).toISOString(),
    durationMs: 40 + attempt,
  }));
}

function success(index: number): Partial<ItemReport> {
  return {
    summary: `https://s${index}.example.com/ answers 200 from 3 of 3 healthy targets`,
    expected: 'status 200, at least 2 healthy targets',
    actual: 'status 200, 3 healthy targets',
    evidence: evidence(index),
    byHand: `curl -sS -o /dev/null -w '%{http_code}' https://s${index}.example.com/`,
    attempts: attempts(index, ['pass']),
  };
}

function failure(index: number): Partial<ItemReport> {
  return {
    ...success(index),
    status: 'fail',
    summary: `https://s${index}.example.com/ answers 503: none of 3 targets is healthy`,
    actual: 'status 503, no healthy target',
    fix: `Give target group service-${index} a health check that answers 200, and wait for 2 healthy targets.`,
    attempts: attempts(index, ['fail', 'fail', 'fail']),
    confirmed: true,
  };
}

function question(index: number): Partial<ItemReport> {
  return {
    check: null,
    summary: 'approved by mg at 2026-11-14T10:00:00Z',
    manual: {
      ask: `Has the owner of service ${index} agreed to its window?`,
      approvers: ['ops', 'mg'],
      asked: 'd'.repeat(64),
      file: `signoffs/prod/item-${index}.yaml`,
      answerWith: `migrate-check signoff approve item-${index} --env prod --evidence URL`,
    },
    evidence: [
      {
        what: 'sign-off by mg',
        value: {verdict: 'approved', at: '2026-11-14T10:00:00Z', evidence: `https://wiki.example/${index}`},
        source: `signoffs/prod/item-${index}.yaml:1:1`,
      },
    ],
  };
}

const UNANSWERED: Partial<ItemReport> = {status: 'pending', summary: 'nobody has answered', evidence: []};

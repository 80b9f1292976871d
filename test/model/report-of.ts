import {DEFAULT_STAGES} from '../../src/model/checklist.ts';
import type {Decidable} from '../../src/model/decision/looks.ts';
import type {ItemReport} from '../../src/model/report.ts';

/** Literal reports for what reads them. */

export function row(id: string, more: Partial<ItemReport> = {}): ItemReport {
  return {
    id,
    path: ['Group', `title of ${id}`],
    check: 'http/responds',
    manual: null,
    plan: [],
    tags: [],
    stages: [...DEFAULT_STAGES],
    onFail: 'hold',
    consequence: 'hold',
    status: 'pass',
    summary: 'it holds',
    expected: null,
    actual: null,
    evidence: [],
    fix: null,
    byHand: null,
    commonCause: null,
    attempts: [],
    confirmed: false,
    flaky: false,
    waiver: null,
    staleWaiver: null,
    blockedBy: null,
    durationMs: 0,
    source: {file: 'checklist.yaml', line: 1, column: 1},
    ...more,
  };
}

export const WAIVED = {reason: 'known', approver: 'mg', expires: '2026-12-01', ticket: null};

export function reportOf(items: ItemReport[], more: Partial<Decidable> = {}): Decidable {
  return {
    mode: 'live',
    overrides: [],
    checklist: {
      file: 'checklist.yaml',
      title: 'Move the stream',
      sha256: 'a'.repeat(64),
      environments: ['staging', 'prod'],
      stages: [...DEFAULT_STAGES],
    },
    environment: 'prod',
    stage: 'cutover',
    vantage: 'laptop',
    selection: null,
    finishedAt: '2026-11-15T12:00:00.000Z',
    incomplete: null,
    accounts: [],
    values: [],
    rollback: null,
    summary: {total: items.length},
    items,
    ...more,
  };
}

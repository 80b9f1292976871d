import type {ItemReport, Report} from '../model/report.ts';
import {formatDuration} from '../model/text/duration.ts';

/**
 * How a reader of test results is told of an item: those formats know passed, failed, could not run and skipped. A failure
 * that is waived, or only noted, changes no exit code, so that it must not make a build red either.
 */
export type TestResult =
  | {readonly kind: 'passed'}
  | {readonly kind: 'failed' | 'error'; readonly message: string}
  | {readonly kind: 'skipped'; readonly message: string};

export function testResult(item: ItemReport): TestResult {
  const {status, summary, waiver, consequence} = item;
  switch (status) {
    case 'pass':
      return {kind: 'passed'};
    case 'fail':
      if (waiver !== null) {
        const {reason, approver, expires} = waiver;
        return {kind: 'skipped', message: `waived until ${expires} by ${approver} (${reason}): ${summary}`};
      }
      return consequence === 'note'
        ? {kind: 'skipped', message: `noted only: ${summary}`}
        : {kind: 'failed', message: summary};
    case 'error':
      return consequence === 'note'
        ? {kind: 'skipped', message: `noted only: ${summary}`}
        : {kind: 'error', message: summary};
    case 'pending':
      return {kind: 'skipped', message: `pending: ${summary}`};
    default:
      return {kind: 'skipped', message: summary};
  }
}

/** What is known of an item beside its summary, as labelled texts in the order of reading. */
export function itemFacts(item: ItemReport): (readonly [label: string, text: string])[] {
  const {expected, actual, evidence, fix, byHand, attempts, plan, source, candidates = []} = item;
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return [
    ...optional('expected', expected),
    ...optional('actual', actual),
    ...evidence.map(({what, value, source: from}) => ['read', `${what}: ${text(value)} (${from})`] as const),
    ...candidates.map(({cause, because, fix: mend}) => ['perhaps', `${cause}, as ${because}: ${mend}`] as const),
    ...optional('to do', fix),
    ...optional('by hand', byHand),
    ...(attempts.length > 1
      ? [
          [
            'attempts',
            attempts.map(({status, durationMs}) => `${status} after ${formatDuration(durationMs)}`).join(', '),
          ] as const,
        ]
      : []),
    ...(item.flaky ? [['flaky', 'its attempts disagree'] as const] : []),
    ...optional('stale waiver', item.staleWaiver),
    ...(plan.length > 0 ? [['plan', `line${plan.length === 1 ? '' : 's'} ${plan.join(', ')}`] as const] : []),
    ...optional('seen from', item.vantage ?? null),
    ['at', `${source.file}:${source.line}:${source.column}`],
  ];
}

/** Of a run that was not live: how so. */
export function notLiveText({mode, overrides}: Report): string {
  return `${mode.toUpperCase()}: ${overrides.join('; ') || 'not a real account'}`;
}

/** Where the item is in a file; null for one of a command by hand, which is in none. */
export function placeOf({source}: ItemReport, {decision}: Report): ItemReport['source'] | null {
  return decision === null ? null : source;
}

function optional(label: string, text: string | null): (readonly [string, string])[] {
  return text === null ? [] : [[label, text]];
}

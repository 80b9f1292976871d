import type {Item} from '../model/checklist.ts';
import type {PlannedItem} from '../model/planned-item.ts';
import {formatDuration} from '../model/text/duration.ts';
import {plainText} from '../model/text/plain-text.ts';
import {rowLines} from './item-text.ts';
import type {Paint} from './style.ts';

/** What `explain` says about an item of a checklist: where it is, when it is due, what it asks, what hangs on it. */
export function plannedItemText({item, onFail, byHand}: PlannedItem, paint: Paint, width: number): string {
  const {file, line, column} = item.source;
  const rows: [string, string][] = [
    ['item', `${file}:${line}:${column}`],
    ['within', item.path.slice(0, -1).join(' › ')],
    ...(item.check === null ? [] : rowsOfCheck(item.check)),
    ...(item.manual === null ? [] : rowsOfQuestion(item.manual)),
    ['due', item.stages.join(', ')],
    ['skipped', item.skipReason ?? ''],
    ['failure', onFail],
    ['needs', item.needs.join(', ')],
    ['tags', item.tags.join(', ')],
    ['plan', item.plan.length === 0 ? '' : `line ${item.plan.join(', ')}`],
    ['repeats', repeats(item)],
    ['by hand', byHand ?? ''],
  ];
  const shown = rows
    .filter(([, text]) => text !== '')
    .flatMap(([name, text]) => rowLines(name, plainText(text, Number.POSITIVE_INFINITY), paint, width));
  return [`${paint('bold', item.id)}\n${plainText(item.title)}`, '', ...shown].join('\n');
}

function rowsOfCheck({id, written}: NonNullable<Item['check']>): [string, string][] {
  const params = Object.entries(written).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return [
    ['check', id],
    ['with', params.join(', ')],
  ];
}

function rowsOfQuestion({ask, approvers, evidence, validForMs}: NonNullable<Item['manual']>): [string, string][] {
  return [
    ['question', ask],
    ['approvers', approvers.join(', ')],
    ['evidence', evidence],
    ['valid for', validForMs === null ? '' : formatDuration(validForMs)],
  ];
}

function repeats({retry, poll, confirm}: Item): string {
  return [
    ...(retry.attempts > 1 ? [`${retry.attempts} attempts where it could not tell`] : []),
    ...(poll === null
      ? []
      : [`every ${formatDuration(poll.everyMs)} for ${formatDuration(poll.forMs)} until it holds`]),
    ...(confirm.failures > 1
      ? [`a failure that would mean rollback is confirmed by ${confirm.failures} in a row`]
      : []),
  ].join('; ');
}

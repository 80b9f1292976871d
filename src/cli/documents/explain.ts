import {existsSync} from 'node:fs';
import {plannedItem} from '../../app/planned-item.ts';
import {CHECKS} from '../../checks/index.ts';
import type {AnyCheck} from '../../model/check.ts';
import {UsageError} from '../../model/errors.ts';
import type {ItemReport} from '../../model/report.ts';
import {didYouMean} from '../../model/text/did-you-mean.ts';
import {checkText} from '../../render/check-text.ts';
import {itemBlock} from '../../render/item-text.ts';
import {plannedItemText} from '../../render/planned-item-text.ts';
import {createPaint, type Paint} from '../../render/style.ts';
import {checklistFile} from '../run/checklist-file.ts';
import {loadFromFlags} from '../run/load-from-flags.ts';
import {sound} from '../run/problems.ts';
import type {ChecklistFlags} from '../run/run-flags.ts';
import {readReport} from './report-file.ts';

export interface ExplainOptions {
  /** A check's id, or an item's of the report or the checklist. */
  readonly id: string;
  readonly reportPath: string | null;
  /** As named; by default the one in this folder, where there is one. */
  readonly checklist: string | undefined;
  readonly checklistFlags: ChecklistFlags;
  readonly color: boolean;
  readonly width: number;
}

/** The explanation of a check, or of one item of a report or a checklist and of the check behind it. */
export async function explain(options: ExplainOptions): Promise<string> {
  const {id, reportPath, color, width} = options;
  const paint = createPaint(color);
  const check = CHECKS.find((candidate) => candidate.id === id);
  if (reportPath === null && check !== undefined && options.checklist === undefined)
    return checkText(check, paint, width);
  if (reportPath === null) return explainPlanned(options, paint);
  const report = await readReport(reportPath);
  const {items} = report;
  const item = items.find((candidate) => candidate.id === id);
  if (item === undefined) {
    const hint = didYouMean(
      id,
      items.map((candidate) => candidate.id),
    );
    throw new UsageError(`is not an item of ${reportPath}.${hint}`, {code: 'unknown-item', where: id});
  }
  const parts = [itemBlock(item, report, {paint, width}), behind(item, (check) => checkText(check, paint, width))];
  return parts.filter((part) => part !== '').join('\n\n');
}

async function explainPlanned({id, checklist: named, checklistFlags, width}: ExplainOptions, paint: Paint) {
  const {file} = await checklistFile(named);
  const ids = CHECKS.map((candidate) => candidate.id);
  if (named === undefined && !existsSync(file)) {
    const elsewhere = 'To explain an item, name its checklist: --checklist FILE.';
    const message = `is not a check.${didYouMean(id, ids)} See \`migrate-check list\`. ${elsewhere}`;
    throw new UsageError(message, {code: 'unknown-check', where: id});
  }
  const {checklist} = await sound(await loadFromFlags(named, checklistFlags, 'none'), {quiet: true});
  const item = checklist.items.find((candidate) => candidate.id === id);
  if (item === undefined) {
    const items = checklist.items.map((candidate) => candidate.id);
    const message = `is neither a check nor an item of ${checklist.file}.${didYouMean(id, [...ids, ...items])}`;
    throw new UsageError(message, {code: 'unknown-item', where: id});
  }
  const check = CHECKS.find((candidate) => candidate.id === item.check?.id) ?? null;
  const parts = [plannedItemText(plannedItem(item, check, checklist), paint, width)];
  if (check !== null) parts.push(checkText(check, paint, width));
  return parts.join('\n\n');
}

function checkOf(id: string): AnyCheck {
  const check = CHECKS.find((candidate) => candidate.id === id);
  if (check !== undefined) return check;
  throw new UsageError('is not a check of this version. See `migrate-check list`.', {code: 'unknown-check', where: id});
}

function behind(item: ItemReport, text: (check: AnyCheck) => string): string {
  return item.check === null ? (item.manual?.ask ?? '') : text(checkOf(item.check));
}

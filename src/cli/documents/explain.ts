import {CHECKS} from '../../checks/index.ts';
import type {AnyCheck} from '../../model/check.ts';
import {UsageError} from '../../model/errors.ts';
import type {ItemReport} from '../../model/report.ts';
import {didYouMean} from '../../model/text/did-you-mean.ts';
import {checkText} from '../../render/check-text.ts';
import {itemBlock} from '../../render/item-text.ts';
import {createPaint} from '../../render/style.ts';
import {readReport} from './report-file.ts';

export interface ExplainOptions {
  /** A check's id, or an item's where there is a report. */
  readonly id: string;
  readonly reportPath: string | null;
  readonly color: boolean;
  readonly width: number;
}

/** The explanation of a check, or of one item of a report and the check behind it. */
export async function explain({id, reportPath, color, width}: ExplainOptions): Promise<string> {
  const paint = createPaint(color);
  if (reportPath === null) return checkText(checkOf(id), paint, width);
  const {items} = await readReport(reportPath);
  const item = items.find((candidate) => candidate.id === id);
  if (item === undefined) {
    const hint = didYouMean(
      id,
      items.map((candidate) => candidate.id),
    );
    throw new UsageError(`is not an item of ${reportPath}.${hint}`, {code: 'unknown-item', where: id});
  }
  const parts = [itemBlock(item, paint, width), behind(item, (check) => checkText(check, paint, width))];
  return parts.filter((part) => part !== '').join('\n\n');
}

function checkOf(id: string): AnyCheck {
  const check = CHECKS.find((candidate) => candidate.id === id);
  if (check !== undefined) return check;
  const hint = didYouMean(
    id,
    CHECKS.map((candidate) => candidate.id),
  );
  throw new UsageError(`is not a check.${hint} See \`migrate-check list\`.`, {code: 'unknown-check', where: id});
}

function behind(item: ItemReport, text: (check: AnyCheck) => string): string {
  return item.check === null ? (item.manual?.ask ?? '') : text(checkOf(item.check));
}

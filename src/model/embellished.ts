import {ROLLBACK_STAGE} from './checklist.ts';
import {HARMLESS_VARIABLES, variableOverride} from './harmless-overrides.ts';
import type {ItemReport, Report} from './report.ts';

const HARMLESS: ReadonlySet<string> = new Set(HARMLESS_VARIABLES.map(variableOverride));

/** Of statuses that are in nobody's way. */
const GREEN: readonly ItemReport['status'][] = ['pass', 'skip', 'not-due'];

/** Where a report is greener than what it says of the same run elsewhere, so that it was changed since; else null. */
export function embellishmentIn({
  items,
  mode,
  overrides,
  checklist: {stages},
}: Pick<Report, 'items' | 'mode' | 'overrides' | 'checklist'>): string | null {
  const twice = stages.find((stage, i) => stages.indexOf(stage) !== i);
  if (twice !== undefined) return `its checklist has the stage ${twice} twice`;
  for (const item of items) {
    const what = embellished(item, [...stages, ROLLBACK_STAGE]);
    if (what !== null) return `the item ${item.id} ${what}`;
  }
  const overriding = overrides.find((text) => !HARMLESS.has(text));
  return mode === 'live' && overriding !== undefined ? `it is live, and overridden by ${overriding}` : null;
}

function embellished({status, attempts, stages}: ItemReport, known: readonly string[]): string | null {
  const last = attempts.at(-1)?.status ?? 'pass';
  if (GREEN.includes(status) && last !== 'pass') return `is ${status}, and its last attempt ${last}`;
  if (stages.length === 0) return 'is due at no stage';
  const unknown = stages.find((stage) => !known.includes(stage));
  return unknown === undefined ? null : `is due at the stage ${unknown}, which its checklist does not have`;
}

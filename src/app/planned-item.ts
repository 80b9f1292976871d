import type {AnyCheck} from '../model/check.ts';
import type {Checklist, Item} from '../model/checklist.ts';
import type {PlannedItem} from '../model/planned-item.ts';
import {fillByHand} from '../runner/by-hand.ts';
import {onFailOf} from '../runner/consequence.ts';

/** @param check the one behind the item; null for a question. */
export function plannedItem(item: Item, check: AnyCheck | null, checklist: Checklist): PlannedItem {
  const written = item.check?.written;
  return {
    item,
    onFail: onFailOf(item, check?.touches ?? 'people'),
    byHand: check === null || written === undefined ? null : fillByHand(check, written, checklist),
  };
}

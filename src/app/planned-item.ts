import type {AnyCheck} from '../model/check.ts';
import type {Checklist, Item} from '../model/checklist.ts';
import type {Json} from '../model/outcome.ts';
import type {PlannedItem} from '../model/planned-item.ts';
import {KnownSecrets} from '../model/text/secrets/known-secrets.ts';
import {withoutOutsideSecrets} from '../model/text/secrets/outside-words.ts';
import {fillByHand} from '../runner/by-hand.ts';
import {onFailOf} from '../runner/consequence.ts';

/** @param check the one behind the item; null for a question. */
export function plannedItem(item: Item, check: AnyCheck | null, checklist: Checklist): PlannedItem {
  const secrets = new KnownSecrets(checklist.secretValues);
  // Under `value`, keys and numbers are from outside as well.
  const {value: written} = withoutOutsideSecrets({value: item.check?.written ?? {}}, null, secrets) as {
    value: Record<string, Json>;
  };
  return {
    item: item.check === null ? item : {...item, check: {...item.check, written}},
    onFail: onFailOf(item, check?.touches ?? 'people', check?.holdsBecause),
    byHand: check === null ? null : fillByHand(check, written, checklist),
  };
}

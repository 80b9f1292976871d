import type {Item} from '../model/checklist.ts';
import type {Touches} from '../model/facts/world.ts';
import type {Consequence} from '../model/outcome.ts';

/** Items answered by people touch nothing that a machine can see. */
export type ItemTouches = Touches | 'people';

const DEFAULT_ON_FAIL: Readonly<Record<ItemTouches, Consequence>> = {
  wire: 'rollback',
  aws: 'hold',
  repo: 'hold',
  people: 'hold',
};

/**
 * As written, or the check's own default, or that for what the item touches. A failure that no user notices is not rollback by
 * default.
 */
export function onFailOf(item: Item, touches: ItemTouches, holdsBecause?: string): Consequence {
  const onFail = item.onFail ?? (holdsBecause === undefined ? DEFAULT_ON_FAIL[touches] : 'hold');
  return onFail === 'rollback' && (touches === 'repo' || touches === 'people') ? 'hold' : onFail;
}

/** The consequence of a failure at the run's stage. */
export function consequenceOf(onFail: Consequence, rollbackPossible: boolean): Consequence {
  return onFail === 'rollback' && !rollbackPossible ? 'hold' : onFail;
}

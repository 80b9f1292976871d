import type {Item} from './checklist.ts';
import type {Consequence} from './outcome.ts';

/** An item of a checklist before anything was looked at. */
export interface PlannedItem {
  readonly item: Item;
  /** What its failure is worth from the cutover on. */
  readonly onFail: Consequence;
  /** The command that shows it, with the names that the checklist knows; null for a question. */
  readonly byHand: string | null;
}

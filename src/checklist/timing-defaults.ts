import type {z} from 'zod';
import type {Item} from '../model/checklist.ts';
import type {checkItemSchema} from './schema/items.ts';
import type {rootSchema} from './schema/root.ts';

type Timing = Pick<Item, 'timeoutMs' | 'control' | 'retry' | 'poll' | 'confirm'>;
type CheckItem = z.output<typeof checkItemSchema>;

/** How long and how often an item is tried when nothing else is configured. */
export const TIMING_DEFAULTS: Timing = {
  timeoutMs: 20_000,
  control: null,
  retry: {attempts: 1, delayMs: 0},
  poll: null,
  confirm: {failures: 3, everyMs: 20_000},
};

/** What an item says of it, then `defaults:`, then {@link TIMING_DEFAULTS}. */
export function timingOf(
  item: Pick<CheckItem, 'timeout' | 'control' | 'retry' | 'poll' | 'confirm'>,
  defaults: z.output<typeof rootSchema>['defaults'],
): Timing {
  const {poll} = item;
  const retry = item.retry ?? defaults?.retry;
  const confirm = item.confirm ?? defaults?.confirm;
  return {
    timeoutMs: item.timeout ?? defaults?.timeout ?? TIMING_DEFAULTS.timeoutMs,
    control: item.control ?? defaults?.control ?? null,
    retry: retry ? {attempts: retry.attempts, delayMs: retry.delay} : TIMING_DEFAULTS.retry,
    poll: poll ? {everyMs: poll.every, forMs: poll.for, stableForMs: poll.stableFor} : null,
    confirm: confirm ? {failures: confirm.failures, everyMs: confirm.every} : TIMING_DEFAULTS.confirm,
  };
}

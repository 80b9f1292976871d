import type {LookProgress} from './look-progress.ts';
import type {ItemReport, Report} from './report.ts';

/** What the runner says while it runs; the terminal and any log are drawn from these alone. */
export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly title: string;
      readonly mode: Report['mode'];
      readonly overrides: readonly string[];
      readonly items: readonly PlannedItem[];
    }
  | {readonly type: 'item-started'; readonly id: string}
  /** It holds, polls or waits before another attempt. */
  | {readonly type: 'item-waiting'; readonly id: string; readonly why: string; readonly forMs: number}
  /** Of a look that is under way: only in a run that is watched. */
  | {readonly type: 'look-progressed'; readonly id: string; readonly look: LookProgress}
  | {readonly type: 'item-finished'; readonly item: ItemReport}
  | {readonly type: 'run-finished'; readonly report: Report};

export interface PlannedItem {
  readonly id: string;
  /** Titles of the groups above it, outermost first, and its own last. */
  readonly path: readonly string[];
}

export type Emit = (event: RunEvent) => void;

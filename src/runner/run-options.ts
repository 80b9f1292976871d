import type {AskControl, Look} from '../model/attempt.ts';
import type {Checklist, SignOff, Waiver} from '../model/checklist.ts';
import type {Clock} from '../model/clock.ts';
import type {Emit} from '../model/event.ts';
import type {Presence} from '../model/facts/observer.ts';
import type {SeenFacts} from '../model/facts/seen-facts.ts';
import type {Report} from '../model/report.ts';
import type {KnownCheck} from './item-report.ts';
import type {Selection} from './selection.ts';

/** Waits between attempts, and tells how much time has passed. */
export type Pace = Pick<Clock, 'sleep' | 'monotonicMs'>;

export interface RunOptions {
  readonly checklist: Checklist;
  /** Null: none was named. */
  readonly stage: string | null;
  /** What answers to `fresh` questions must not be older than; absent: not known, so that none of them counts. */
  readonly stageBegan?: Date | undefined;
  readonly selection: Selection;
  readonly waivers: readonly Waiver[];
  readonly signOffs: readonly SignOff[];
  /** By id. */
  readonly checks: ReadonlyMap<string, KnownCheck>;
  readonly look: Look;
  /** A text from outside as it may be shown; default: as it is. What `look` says may be shown already. */
  readonly show?: (outside: string) => string;
  /** What facts have shown so far about the checklist's resources, for commands by hand. */
  readonly seen?: SeenFacts;
  readonly askControl: AskControl;
  /** Real time: deadlines, durations and timestamps. */
  readonly clock: Clock;
  /** Whether this process was scheduled, on the same clock. */
  readonly presence: Presence;
  /** Waits between attempts; the clock, unless waiting is shortened (lab) or skipped (replay). */
  readonly pace?: Pace;
  /** The day on which waivers and sign-offs are judged: a recording's own when replayed. */
  readonly judgedAt: Date;
  /** How many items may run at once. */
  readonly concurrency: number;
  /** False: the report of a command about one thing says neither proceed nor hold nor rollback. Default: true. */
  readonly decides?: boolean;
  /** Start nothing after the first failure. */
  readonly bail: boolean;
  /**
   * Ends the run early. Aborted without a reason, it is an interruption; an `Error` as the reason is a bug, wherever it
   * was thrown.
   */
  readonly signal: AbortSignal;
  readonly emit: Emit;
  /** Whether to say how looks at streams get on, too. Default: false, as it takes time away from them. */
  readonly watchesLooks?: boolean;
  /** Requests made so far, by AWS service: read at the end. */
  readonly calls: () => Readonly<Record<string, number>>;
  readonly context: RunContext;
}

/** What the report says of the circumstances. */
export interface RunContext extends Pick<Report, 'mode' | 'overrides' | 'vantage'> {
  /** What made a live run `overridden` on the way: read at the end. Default: nothing. */
  readonly overriddenLater?: () => readonly string[];
  /** Awaited at the end only. */
  readonly git: Report['git'] | Promise<Report['git']>;
  readonly toolVersion: string;
  /** Null: nobody says. Default: null. */
  readonly startedBy?: string | null;
  /** Read at the end, when callers are known. */
  readonly accounts: () => Report['accounts'];
  /** Follows requests for the report: awaited once the items are done; null: it was interrupted. Default: none. */
  readonly traces?: () => Promise<NonNullable<Report['traces']> | null>;
  /** The streams looked at: read at the end. Default: none. */
  readonly streams?: () => NonNullable<Report['streams']>;
  /** What DNS servers said: read at the end. Default: nothing. */
  readonly names?: () => NonNullable<Report['names']>;
}

import type {Look} from './looks.ts';
import {isValidUntil} from './waiver-expiry.ts';

const SHORT_MAX_AGE_MS = 15 * 60_000;
const MAX_AGE_MS = 24 * 3_600_000;
/** How far two machines' clocks may differ before a look counts as one from the future. */
const CLOCK_SKEW_MS = 60_000;
/** Where people act on what was seen just now. */
const SHORT_LIVED: ReadonlySet<string | null> = new Set(['cutover', 'soak', 'rollback']);

/** What one look is worth at the time of the decision. */
export class Judgement {
  readonly nowMs: number;
  readonly maxAgeMs: number;
  readonly #now: Date;

  constructor(now: Date, maxAgeMs: number | null, stage: string | null) {
    this.#now = now;
    this.nowMs = now.getTime();
    this.maxAgeMs = maxAgeMs ?? (SHORT_LIVED.has(stage) ? SHORT_MAX_AGE_MS : MAX_AGE_MS);
  }

  /** A waiver covers a failure and nothing else, until it expires. */
  isWaived({item: {status, waiver}}: Look): boolean {
    return status === 'fail' && waiver !== null && isValidUntil(waiver.expires, this.#now);
  }

  /** Whether it bears on the decision: not when it is a mere note, or a waived failure. */
  counts(look: Look): boolean {
    return look.item.consequence !== 'note' && !this.isWaived(look);
  }

  isTooOld({atMs}: Look): boolean {
    return this.nowMs - atMs > this.maxAgeMs;
  }

  isFromTheFuture({atMs}: Look): boolean {
    return this.maxAgeMs !== Number.POSITIVE_INFINITY && atMs - this.nowMs > CLOCK_SKEW_MS;
  }

  /** A failure that is beyond doubt and recent enough to act on. */
  isCertainFailure(look: Look): boolean {
    const {status, confirmed, flaky} = look.item;
    return status === 'fail' && confirmed && !flaky && this.counts(look) && !this.isTooOld(look);
  }
}

import type {Incomplete} from '../model/report.ts';

/** Why a run ends before its items do, and whether that kept anything from being run. */
export class Stop {
  /** Aborted when running items have to end. */
  readonly interrupt: AbortSignal;
  /** Aborted when no more items may start. */
  readonly start: AbortSignal;
  readonly #bail = new AbortController();
  #firstFailure: string | null = null;
  #effect: Incomplete = null;

  constructor(interrupt: AbortSignal) {
    this.interrupt = interrupt;
    this.start = AbortSignal.any([interrupt, this.#bail.signal]);
  }

  bail(firstFailure: string): void {
    this.#firstFailure ??= firstFailure;
    this.#bail.abort();
  }

  /** Null while the run goes on normally. */
  get effect(): Incomplete {
    return this.#effect;
  }

  /** Call this when an item could not be run, or not completely, because of the stop. Says why. */
  takesEffect(): string {
    if (this.interrupt.aborted) {
      this.#effect = 'interrupted';
      return 'not run: interrupted';
    }
    this.#effect ??= 'bail';
    return `not run: stopped by --bail after ${this.#firstFailure} failed`;
  }

  /** An interruption with a reason is a crash elsewhere in the process. */
  bugs(): unknown[] {
    const {aborted, reason} = this.interrupt;
    return aborted && reason instanceof Error && reason.name !== 'AbortError' ? [reason] : [];
  }
}

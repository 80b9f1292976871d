/** Loaded with `--import`: the process believes that it is five years later. Timers are left alone. */
const FIVE_YEARS_MS = 5 * 365.25 * 24 * 3_600_000;
const RealDate = Date;

class LaterDate extends RealDate {
  constructor(...args: []) {
    super(...(args.length === 0 ? ([LaterDate.now()] as unknown as []) : args));
  }

  static override now(): number {
    return RealDate.now() + FIVE_YEARS_MS;
  }
}

globalThis.Date = LaterDate as DateConstructor;

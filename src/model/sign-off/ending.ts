import {endOfWaiver} from '../decision/waiver-expiry.ts';

const SOON_MS = 7 * 86_400_000;

/** Whether an answer that counts is about to end: within a week, or the last quarter of a shorter validity. */
export function answerEndsSoon(until: Date, validForMs: number, now: Date): boolean {
  return endsWithin(until, now, Math.min(SOON_MS, validForMs / 4));
}

/** Whether a waiver that counts is about to end: its last day (`YYYY-MM-DD`, UTC) is over within a week. */
export function waiverEndsSoon(expires: string, now: Date): boolean {
  return endsWithin(endOfWaiver(expires), now, SOON_MS);
}

function endsWithin(until: Date, now: Date, ms: number): boolean {
  const leftMs = until.getTime() - now.getTime();
  return leftMs >= 0 && leftMs <= ms;
}

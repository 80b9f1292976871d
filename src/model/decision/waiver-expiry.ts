const DAY_MS = 86_400_000;

/** When a waiver with this last day (`YYYY-MM-DD`) ends: with that day in UTC. Of an unreadable day: an invalid date. */
export function endOfWaiver(expires: string): Date {
  return new Date(Date.parse(`${expires}T00:00:00Z`) + DAY_MS);
}

/** Whether a waiver with this last day is valid at a time. */
export function isValidUntil(expires: string, at: Date): boolean {
  // An unreadable date covers nothing.
  return at.getTime() < endOfWaiver(expires).getTime();
}

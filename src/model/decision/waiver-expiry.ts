/** Whether a waiver with this last day (`YYYY-MM-DD`) is valid at a time: to the end of that day in UTC. */
export function isValidUntil(expires: string, at: Date): boolean {
  const end = new Date(`${expires}T00:00:00Z`);
  end.setUTCDate(end.getUTCDate() + 1);
  // An unreadable date covers nothing.
  return at.getTime() < end.getTime();
}

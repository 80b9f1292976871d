/** What is said after a semicolon, of those parts that there are; null when there are none. */
export function clauses(...parts: readonly (string | null)[]): string | null {
  return parts.filter((part) => part !== null).join('; ') || null;
}

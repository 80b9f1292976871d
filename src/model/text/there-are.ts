const MOST_NAMED = 10;

/** `There are: a, b.`, ten at most. */
export function thereAre(names: readonly string[]): string {
  if (names.length === 0) return 'There are none.';
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  return `There are: ${names.slice(0, MOST_NAMED).join(', ')}${more}.`;
}

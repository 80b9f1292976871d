/** The first three, and how many more there are: `a, b, c and 2 more`. */
export function someOf(names: readonly string[]): string {
  return names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
}

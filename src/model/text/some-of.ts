/** The first of them, and how many more there are: `a, b, c and 2 more`. */
export function someOf(names: readonly string[], most = 3): string {
  return names.slice(0, most).join(', ') + (names.length > most ? ` and ${names.length - most} more` : '');
}

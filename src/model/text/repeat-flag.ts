/** ` To give several, repeat the flag: --only a --only b.` for a text that looks like a list, or nothing. */
export function repeatFlag(flag: string, text: string): string {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length < 2 || parts.includes('')) return '';
  return ` To give several, repeat the flag: ${parts.map((part) => `${flag} ${part}`).join(' ')}`;
}

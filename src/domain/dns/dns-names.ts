/** DNS names compared as names: case and a trailing dot mean nothing. */

export function foldName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/** Whether `name` is `suffix` or is below it, label by label: `notgeorgi.io` is not below `georgi.io`. */
export function isAtOrBelow(name: string, suffix: string): boolean {
  const folded = foldName(name);
  return folded === foldName(suffix) || isBelow(folded, suffix);
}

export function isBelow(name: string, suffix: string): boolean {
  return foldName(name).endsWith(`.${foldName(suffix)}`);
}

/** The name without its first label; null for a name of one label. */
export function parentOf(name: string): string | null {
  const dot = name.indexOf('.');
  return dot === -1 ? null : name.slice(dot + 1);
}

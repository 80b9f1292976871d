/** Whether a person wrote a pattern rather than an id. Ids are kebab-case, so neither character can be in one. */
export function isGlob(pattern: string): boolean {
  return /[*?]/.test(pattern);
}

/** Matches a whole id: `*` is any run of characters, also none; `?` is exactly one. Without either it is equality. */
export function matchesGlob(pattern: string, id: string): boolean {
  // One star at a time is enough: the last star can always take over from those before it, so this never explodes.
  let [at, inId, star, retryFrom] = [0, 0, -1, 0];
  while (inId < id.length) {
    if (pattern[at] === '*') {
      star = at++;
      retryFrom = inId;
    } else if (pattern[at] === '?' || pattern[at] === id[inId]) {
      at++;
      inId++;
    } else if (star >= 0) {
      at = star + 1;
      inId = ++retryFrom;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

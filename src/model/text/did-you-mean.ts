/**
 * The candidate a person most likely meant, or null. Case is ignored; at most a third of the letters may differ, or the
 * word may be the beginning of a candidate, which also wins where as many letters differ.
 */
export function closestTo(word: string, candidates: Iterable<string>): string | null {
  const wanted = word.toLowerCase();
  // It is gone through twice, and the keys of a map can be only once.
  const all = [...candidates];
  // With one or two letters everything would match.
  if (wanted.length < 3) return null;
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of all) {
    const distance = editDistance(wanted, candidate.toLowerCase(), bestDistance + 1);
    const wins = best !== null && distance === bestDistance && begins(wanted, candidate) && !begins(wanted, best);
    if (distance < bestDistance || wins) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best ?? begunBy(wanted, all);
}

function begunBy(wanted: string, candidates: readonly string[]): string | null {
  return candidates.find((candidate) => begins(wanted, candidate)) ?? null;
}

function begins(wanted: string, candidate: string): boolean {
  return candidate.toLowerCase().startsWith(wanted);
}

/** ` Did you mean "x"?`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const closest = closestTo(word, candidates);
  return closest === null ? '' : ` Did you mean "${closest}"?`;
}

/** Optimal string alignment: insert, delete, replace, and swap of two neighbours cost one each. Gives up at `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforePrevious: number[] = [];
  let previous = Array.from({length: b.length + 1}, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(replace, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforePrevious[j - 2] ?? 0) + 1);
      }
      current.push(cost);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length] ?? limit;
}

import {createHash} from 'node:crypto';

/**
 * Identifies a request completely without its secrets: a readable part, and a digest of everything. Identical requests
 * have the same key, so their fact is shared and found again in a recording.
 */
export function wireFactKey(kind: string, shownUrl: string, request: object): string {
  const digest = createHash('sha256').update(canonical(request)).digest('hex').slice(0, 16);
  return `wire:${kind}:${shownUrl}:${digest}`;
}

/** JSON with sorted keys, as the order in which a request is written does not matter. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) =>
    entry !== null && typeof entry === 'object' && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)))
      : entry,
  );
}

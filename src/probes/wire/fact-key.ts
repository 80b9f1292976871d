import {createHash} from 'node:crypto';

/**
 * Names a request completely without holding its secrets: what a person may read, and a digest of all of it. Identical
 * requests have the same key, so their fact is shared and found again in a recording.
 */
export function wireFactKey(kind: string, shownUrl: string, request: object): string {
  const digest = createHash('sha256').update(canonical(request)).digest('hex').slice(0, 16);
  return `wire:${kind}:${shownUrl}:${digest}`;
}

/** JSON with sorted keys: the same request written in another order is the same request. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) =>
    entry !== null && typeof entry === 'object' && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)))
      : entry,
  );
}

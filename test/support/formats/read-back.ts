/** A document as a parser of its format reads it, one that none of us wrote wherever there is one. */
export interface ReadBack {
  /** Every text in it, in its order. */
  readonly texts: readonly string[];
  /** What it is made of beside its texts: the same whatever these say. */
  readonly shape: unknown;
}

/** @throws for what is not a document of the format. */
export type Reader = (document: string) => ReadBack | Promise<ReadBack>;

/** Reads JSON that is valid by a schema. `open` are keys below which the data has keys of its own. */
export function readJson(value: unknown, open: ReadonlySet<string> = new Set()): ReadBack {
  const texts: string[] = [];
  const shapeOf = (part: unknown, key: string): unknown => {
    if (typeof part === 'string') {
      texts.push(part);
      return 'text';
    }
    if (Array.isArray(part)) return part.map((member) => shapeOf(member, key));
    if (typeof part !== 'object' || part === null) return part;
    const entries = Object.entries(part).map(([name, member]) => [name, shapeOf(member, name)] as const);
    if (!open.has(key)) return Object.fromEntries(entries);
    texts.push(...entries.map(([name]) => name));
    return entries.map(([, member]) => member);
  };
  return {shape: shapeOf(value, ''), texts};
}

/**
 * A YAML document with its aliases followed, as the rest of the reader sees it: values that know their position.
 * Offsets are UTF-16 units into the file's text.
 */
export type Node = ScalarNode | ListNode | MappingNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly start: number;
  readonly value: string | number | boolean | null;
  /** As written, without quotes. */
  readonly source: string;
}

export interface ListNode {
  readonly kind: 'list';
  readonly start: number;
  readonly items: readonly Node[];
}

export interface MappingNode {
  readonly kind: 'mapping';
  readonly start: number;
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  readonly keyStart: number;
  readonly value: Node;
}

export type Path = readonly (string | number)[];

export function entryOf(node: Node | undefined, key: string): Entry | undefined {
  return node?.kind === 'mapping' ? node.entries.get(key) : undefined;
}

export function childOf(node: Node | undefined, key: string | number): Node | undefined {
  if (node?.kind === 'list') return node.items[Number(key)];
  return entryOf(node, String(key))?.value;
}

export interface Spot {
  /** The node at the end of the path, or the last one on the way that exists. */
  readonly node: Node;
  /** Where its key begins; its own start when it has none. */
  readonly keyStart: number;
  /** Everything passed on the way, the node itself last. */
  readonly trail: readonly Node[];
  /** Whether the path goes on where the file does not. */
  readonly missing: boolean;
}

export function follow(root: Node, path: Path): Spot {
  let node = root;
  let keyStart = root.start;
  const trail = [root];
  for (const key of path) {
    const next = childOf(node, key);
    if (next === undefined) return {node, keyStart, trail, missing: true};
    keyStart = entryOf(node, String(key))?.keyStart ?? next.start;
    node = next;
    trail.push(node);
  }
  return {node, keyStart, trail, missing: false};
}

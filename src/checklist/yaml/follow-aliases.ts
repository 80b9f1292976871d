import {type Document, isAlias, isMap, isScalar, isSeq, type Pair, type YAMLMap} from 'yaml';
import {quote} from '../phrases.ts';
import type {Entry, Node, ScalarNode} from './node.ts';
import type {ProblemLog} from './problem-log.ts';

/**
 * How many values all aliases of a file together may stand for: far more than any real file uses, far less than an
 * alias bomb.
 */
const MAX_ALIASED_NODES = 20_000;

type YamlNode = Document.Parsed['contents'] | unknown;

/**
 * The values of a document that parsed, aliases followed; reports aliases that are impossible, duplicate keys and
 * traps.
 */
export function nodesOf(document: Document.Parsed, text: string, log: ProblemLog, maxDepth: number): Node {
  return new Follower(text, log, maxDepth).node(document.contents, 0);
}

/** Keys whose values a person writes as they speak. */
const FREE_TEXT: ReadonlySet<string> = new Set(['title', 'ask', 'do', 'command']);

class Follower {
  readonly #text: string;
  readonly #log: ProblemLog;
  readonly #maxDepth: number;
  readonly #anchors = new Map<string, {readonly node: Node; readonly size: number}>();
  readonly #open = new Set<string>();
  #size = 0;
  #aliased = 0;
  #gaveUp = false;

  constructor(text: string, log: ProblemLog, maxDepth: number) {
    this.#text = text;
    this.#log = log;
    this.#maxDepth = maxDepth;
  }

  node(yaml: YamlNode, depth: number): Node {
    const start = startOf(yaml);
    if (depth > this.#maxDepth) {
      if (!this.#gaveUp) this.#log.error(start, `nested deeper than ${this.#maxDepth} levels`);
      this.#gaveUp = true;
      return nothing(start);
    }
    if (isAlias(yaml)) return this.#aliasTarget(yaml.source, start);
    const anchor = isMap(yaml) || isSeq(yaml) || isScalar(yaml) ? yaml.anchor : undefined;
    if (anchor === undefined) return this.#value(yaml, start, depth);
    const sizeBefore = this.#size;
    this.#open.add(anchor);
    const node = this.#value(yaml, start, depth);
    this.#open.delete(anchor);
    this.#anchors.set(anchor, {node, size: this.#size - sizeBefore});
    return node;
  }

  #value(yaml: YamlNode, start: number, depth: number): Node {
    this.#size++;
    if (isMap(yaml)) return this.#mapping(yaml, start, depth);
    if (isSeq(yaml)) return {kind: 'list', start, items: yaml.items.map((item) => this.node(item, depth + 1))};
    return isScalar(yaml) ? scalar(yaml.value, yaml.source, start) : nothing(start);
  }

  #aliasTarget(name: string, start: number): Node {
    if (this.#open.has(name)) {
      this.#log.error(start, `*${name} is inside what it stands for, without end`);
      return nothing(start);
    }
    const target = this.#anchors.get(name);
    if (target === undefined) {
      this.#log.error(start, `no anchor &${name} before this alias; quote the value if it is text that begins with *`);
      return nothing(start);
    }
    this.#size += target.size;
    this.#aliased += target.size;
    if (this.#aliased <= MAX_ALIASED_NODES) return target.node;
    if (!this.#gaveUp) this.#log.error(start, `aliases stand for more than ${MAX_ALIASED_NODES} values up to here`);
    this.#gaveUp = true;
    return nothing(start);
  }

  #mapping(map: YAMLMap, start: number, depth: number): Node {
    const entries = new Map<string, Entry>();
    for (const pair of map.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      const keyStart = startOf(pair.key);
      const earlier = entries.get(key);
      if (earlier === undefined) {
        this.#findTraps(map, pair, key, keyStart);
        entries.set(key, {keyStart, value: pair.value === null ? nothing(keyStart) : this.node(pair.value, depth + 1)});
      } else {
        const {line} = this.#log.position(earlier.keyStart);
        this.#log.error(keyStart, `duplicate key ${quote(key)}: line ${line} has it already`);
      }
    }
    return {kind: 'mapping', start, entries};
  }

  /** What YAML accepts but reads differently from how it looks. */
  #findTraps(map: YAMLMap, pair: Pair, key: string, keyStart: number): void {
    if (map.flow === true && pair.value === null) {
      const after = map.items[0] === pair ? 'needs a value' : 'comes after a comma and has no value';
      this.#log.error(keyStart, `${quote(key)} ${after}; inside {…} a comma ends a value: quote a text that holds one`);
    }
    const value = pair.value;
    if (!isScalar(value) || value.type !== 'PLAIN' || !FREE_TEXT.has(key)) return;
    const end = value.range?.[1] ?? 0;
    const gap = /^[ \t]+#/.exec(this.#text.slice(end, end + 80));
    if (gap !== null) {
      this.#log.warn(
        end + gap[0].length - 1,
        `" #" begins a comment, so ${key} ends before it; quote it if it is text`,
      );
    }
  }
}

function startOf(yaml: unknown): number {
  return isScalar(yaml) || isMap(yaml) || isSeq(yaml) || isAlias(yaml) ? (yaml.range?.[0] ?? 0) : 0;
}

function nothing(start: number): ScalarNode {
  return {kind: 'scalar', start, value: null, source: ''};
}

function scalar(value: unknown, source: string | undefined, start: number): ScalarNode {
  const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
  return {kind: 'scalar', start, value: plain, source: source ?? ''};
}

import type {z} from 'zod';
import type {AnyCheck} from '../model/check.ts';
import type {Item} from '../model/checklist.ts';
import type {Consequence, Json} from '../model/outcome.ts';
import {closestTo} from '../model/text/did-you-mean.ts';
import {either} from '../model/text/either.ts';
import {type CheckIndex, type KnownResources, type ParamsReading, readParams} from './check-params.ts';
import {controlUnderTest} from './control.ts';
import {type Interpolator, isInterpolated, literalValue} from './interpolate.ts';
import {type NamedFile, namedFiles} from './named-files.ts';
import {checkNeeds, type Planned, resolveNeeds} from './needs.ts';
import {describe, quote, withDidYouMean} from './phrases.ts';
import {checkItemSchema, groupSchema, LITERAL_ITEM_KEYS, manualItemSchema} from './schema/items.ts';
import type {rootSchema} from './schema/root.ts';
import {type Parts, validateParts} from './schema/validate.ts';
import {questionHash} from './side-files/question-hash.ts';
import {type Holds, stagesOf} from './stages.ts';
import {timingOf} from './timing-defaults.ts';
import {childOf, entryOf, type MappingNode, type Node} from './yaml/node.ts';
import type {ProblemLog} from './yaml/problem-log.ts';
import {valueLocation} from './yaml/value-location.ts';

const KINDS = ['items', 'check', 'manual'] as const;

/** What items refer to. */
export interface ItemContext {
  readonly log: ProblemLog;
  readonly from: Interpolator;
  readonly checks: CheckIndex;
  readonly stages: readonly string[];
  readonly resources: KnownResources;
  /** Names under `people:`. */
  readonly groups: readonly string[];
  readonly environment: string | null;
  readonly defaults: z.output<typeof rootSchema>['defaults'];
  /** Takes the files that items name, to be judged once all are read. */
  readonly files: NamedFile[];
}

/** Where in the tree an item is. */
interface Above {
  readonly titles: readonly string[];
  readonly groups: readonly string[];
  readonly stages: readonly string[];
}

/** When an item is looked at. */
interface Applies {
  readonly stages: readonly string[];
  /** `when:` said false: the text to give as the reason. */
  readonly skipReason: string | null;
}

type CheckItem = z.output<typeof checkItemSchema>;
type Leaf = CheckItem | z.output<typeof manualItemSchema>;

/** The leaves of the tree in the file's order. What is wrong with it is in the log. */
export function readItems(items: Node, context: ItemContext): readonly Item[] {
  const reader = new ItemReader(context);
  reader.readList(items, {titles: [], groups: [], stages: context.stages});
  for (const duplicate of reader.duplicates) checkNeeds(duplicate, reader.planned, context.log);
  const needs = resolveNeeds(reader.planned, context.log);
  return reader.items.map((item) => ({...item, needs: needs.get(item.id) ?? []}));
}

class ItemReader {
  readonly items: Item[] = [];
  readonly planned = new Map<string, Planned>();
  /** Those whose id is already taken by an earlier one. */
  readonly duplicates: Planned[] = [];
  readonly #starts = new Map<string, number>();
  readonly #context: ItemContext;

  constructor(context: ItemContext) {
    this.#context = context;
  }

  readList(list: Node, above: Above): void {
    if (list.kind !== 'list') return;
    for (const node of list.items) this.#read(node, above);
  }

  #read(node: Node, above: Above): void {
    const {log} = this.#context;
    if (node.kind !== 'mapping') {
      log.error(node.start, `an item is ${describe(literalValue(node))}, not a mapping with an id and a title`);
      return;
    }
    const id = childOf(node, 'id');
    if (id?.kind === 'scalar' && typeof id.value === 'string') this.#register(id.value, id.start, node, above);
    const kind = this.#kindOf(node);
    if (kind === 'items') this.#readGroup(node, above);
    else if (kind === 'check') this.#readCheck(node, above);
    else if (kind === 'manual') this.#readManual(node, above);
  }

  /** Also where the rest of the item is wrong: to need it is not a second mistake. */
  #register(id: string, start: number, node: MappingNode, above: Above): void {
    const needsNode = childOf(node, 'needs');
    const planned = {
      id,
      groups: above.groups,
      isGroup: node.entries.has('items'),
      needs: textsOf(needsNode),
      needsNode,
    };
    const earlier = this.#starts.get(id);
    if (earlier !== undefined) {
      const {line} = this.#context.log.position(earlier);
      this.#context.log.error(start, `duplicate id ${quote(id)}: the item on line ${line} has it already`);
      this.duplicates.push(planned);
      return;
    }
    this.#starts.set(id, start);
    this.planned.set(id, planned);
  }

  #kindOf(node: MappingNode): (typeof KINDS)[number] | null {
    const {log} = this.#context;
    const [kind, second] = KINDS.filter((key) => node.entries.has(key));
    if (second !== undefined) {
      const start = Math.max(...KINDS.map((key) => entryOf(node, key)?.keyStart ?? 0));
      log.error(start, `an item has one of ${either(KINDS)}; this one has ${kind} and ${second}`);
      return null;
    }
    if (kind !== undefined) return kind;
    const misspelt = [...node.entries].filter(([key]) => closestTo(key, KINDS) !== null);
    for (const [key, {keyStart}] of misspelt) {
      log.error(keyStart, withDidYouMean(`unknown key ${quote(key)} in this item`, key, KINDS));
    }
    if (misspelt.length === 0) log.error(node.start, `an item has one of ${either(KINDS)}; this one has none of them`);
    return null;
  }

  #validated<S extends z.ZodObject>(schema: S, node: MappingNode, name: string): Parts<S> {
    const {log, from} = this.#context;
    const value = from.evaluate(withoutItems(node), log, LITERAL_ITEM_KEYS);
    return validateParts(schema, value, valueLocation(node, node.start, name, log, from));
  }

  #readGroup(node: MappingNode, above: Above): void {
    const {parts} = this.#validated(groupSchema, node, 'this group');
    this.readList(childOf(node, 'items') ?? node, {
      titles: [...above.titles, parts.title ?? ''],
      groups: [...above.groups, ...idOf(node)],
      stages: this.#stages(parts.holds, node, above),
    });
  }

  #readCheck(node: MappingNode, above: Above): void {
    const {checks, log, defaults} = this.#context;
    const {whole, parts} = this.#validated(checkItemSchema, node, 'this item');
    const applies = this.#applies(parts, node, above);
    const check = parts.check === undefined ? undefined : checks.get(parts.check);
    if (check === undefined) {
      if (parts.check !== undefined)
        log.error(childOf(node, 'check')?.start ?? node.start, checks.unknown(parts.check));
      return;
    }
    if (check.touches === 'repo') this.#refuseRollback(node, parts.onFail, 'what is in the repository');
    const params = this.#params(check, node, parts.with as Readonly<Record<string, Json>> | undefined);
    const clash = controlUnderTest(parts.control ?? defaults?.control ?? null, (parts.with?.url ?? null) as Json);
    const at = childOf(node, 'control') ?? childOf(childOf(node, 'with'), 'url') ?? node;
    if (clash !== null) log.error(at.start, clash);
    if (whole !== undefined && params !== undefined) {
      this.items.push({
        ...this.#leaf(whole, node, above, applies),
        ...timingOf(whole, defaults),
        check: params.check,
        manual: null,
        accounts: params.accounts,
      });
    }
  }

  #params(
    check: AnyCheck,
    node: MappingNode,
    value: Readonly<Record<string, Json>> | undefined,
  ): ParamsReading | undefined {
    const {checks, log, from, resources} = this.#context;
    const entry = entryOf(node, 'with');
    if (entry === undefined) {
      const where = valueLocation(node, childOf(node, 'check')?.start ?? node.start, 'with', log, from);
      return readParams(check, {}, where, checks, resources);
    }
    if (value === undefined) return undefined;
    const where = valueLocation(entry.value, entry.keyStart, 'with', log, from);
    this.#context.files.push(...namedFiles(checks.fileParams(check), value, where));
    return readParams(check, value, where, checks, resources);
  }

  #readManual(node: MappingNode, above: Above): void {
    const {log, from} = this.#context;
    const {whole, parts} = this.#validated(manualItemSchema, node, 'this item');
    const applies = this.#applies(parts, node, above);
    this.#refuseRollback(node, parts.onFail, "a person's answer");
    const manual = childOf(node, 'manual');
    const groups = parts.manual?.approvers;
    this.#checkApprovers(Array.isArray(groups) ? groups : plainTextsOf(childOf(manual, 'approvers')), manual);
    if (whole === undefined || manual === undefined) return;
    const {ask, approvers, evidence, validFor, fresh} = whole.manual;
    const {environment} = this.#context;
    const asked = questionHash({id: whole.id, title: whole.title, manual: from.evaluate(manual, log), environment});
    this.items.push({
      ...this.#leaf(whole, node, above, applies),
      ...timingOf({}, undefined),
      check: null,
      manual: {ask, approvers, evidence, validForMs: validFor ?? null, fresh, asked},
      accounts: [],
    });
  }

  #refuseRollback(node: MappingNode, onFail: Consequence | undefined, what: string): void {
    if (onFail !== 'rollback') return;
    const start = childOf(node, 'onFail')?.start ?? node.start;
    this.#context.log.error(start, `onFail: rollback is not for ${what}; use hold or note`);
  }

  #checkApprovers(approvers: readonly string[], manual: Node | undefined): void {
    const {log, from, groups} = this.#context;
    approvers.forEach((group, index) => {
      const node = childOf(childOf(manual, 'approvers'), index);
      if (group === '' || groups.includes(group) || (node !== undefined && from.isUnset(node))) return;
      log.error(
        node?.start ?? manual?.start ?? 0,
        withDidYouMean(`unknown group ${quote(group)}; it must be listed under people:`, group, groups),
      );
    });
  }

  #stages(holds: Holds | undefined, node: MappingNode, above: Above): readonly string[] {
    const at = childOf(node, 'holds');
    if (holds === undefined || at === undefined) return above.stages;
    return stagesOf(holds, at, this.#context.stages, this.#context.log);
  }

  #applies(parts: Partial<Leaf>, node: MappingNode, above: Above): Applies {
    return {stages: this.#stages(parts.holds, node, above), skipReason: this.#skipReason(parts, node)};
  }

  /** Whoever decides reads it: a variable's name says what it hangs on, a `false` that is written out says nothing. */
  #skipReason({when, because}: Partial<Leaf>, node: MappingNode): string | null {
    const {log} = this.#context;
    const [whenEntry, becauseEntry] = [entryOf(node, 'when'), entryOf(node, 'because')];
    if (whenEntry === undefined && becauseEntry !== undefined) {
      log.error(becauseEntry.keyStart, '"because" gives the reason of a `when:`, and this item has none');
    }
    if (when !== false || whenEntry === undefined) return null;
    const {value: written} = whenEntry;
    const isByVariable = written.kind === 'scalar' && isInterpolated(written);
    if (!isByVariable && because === undefined) {
      log.error(whenEntry.keyStart, 'when: false leaves the item out of every run; say why with `because:` beside it');
    }
    const text = isByVariable ? `when: ${written.value} is false` : 'when: false';
    return because === undefined ? text : `${text}: ${because}`;
  }

  #leaf(leaf: Leaf, node: MappingNode, above: Above, {stages, skipReason}: Applies) {
    return {
      id: leaf.id,
      title: leaf.title,
      path: [...above.titles, leaf.title],
      groups: above.groups,
      plan: leaf.plan ?? [],
      tags: leaf.tags ?? [],
      needs: [],
      stages,
      onFail: leaf.onFail ?? null,
      skipReason,
      source: this.#context.log.position(node.start),
    };
  }
}

function idOf(node: Node): string[] {
  const id = childOf(node, 'id');
  return id?.kind === 'scalar' && typeof id.value === 'string' ? [id.value] : [];
}

/** Empty in place of what is not a text, which is reported already. */
function textsOf(list: Node | undefined): string[] {
  if (list?.kind !== 'list') return [];
  return list.items.map((item) => (item.kind === 'scalar' && typeof item.value === 'string' ? item.value : ''));
}

/** As {@link textsOf}, empty also in the place of what is known only after interpolation. */
function plainTextsOf(list: Node | undefined): string[] {
  return textsOf(list).map((text) => (text.includes('${') ? '' : text));
}

/** The node with its items emptied: they are read one by one, and not once more for each group around them. */
export function withoutItems(node: MappingNode): MappingNode {
  const items = node.entries.get('items');
  if (items?.value.kind !== 'list') return node;
  const empty = {kind: 'scalar', start: items.value.start, value: null, source: ''} as const;
  const emptied = {...items.value, items: items.value.items.map(() => empty)};
  return {...node, entries: new Map(node.entries).set('items', {...items, value: emptied})};
}

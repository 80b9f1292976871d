import {quote} from './phrases.ts';
import {childOf, type Node} from './yaml/node.ts';
import type {ProblemLog} from './yaml/problem-log.ts';

/** An id of the file, and what its `needs:` say. Groups need nothing themselves; they stand for what is in them. */
export interface Planned {
  readonly id: string;
  /** Ids of the groups above it, outermost first. */
  readonly groups: readonly string[];
  readonly isGroup: boolean;
  readonly needs: readonly string[];
  readonly needsNode: Node | undefined;
}

/** The ids that each leaf needs, those of groups as they are. What cannot be needed, and circles, are reported. */
export function resolveNeeds(
  all: ReadonlyMap<string, Planned>,
  log: ProblemLog,
): ReadonlyMap<string, readonly string[]> {
  const sound = new Map<string, readonly string[]>();
  for (const planned of all.values()) sound.set(planned.id, [...new Set(checkNeeds(planned, all, log))]);
  reportCircles(all, sound, log);
  return log.hasErrors ? new Map() : sound;
}

/** The needs that can be needed; the others are reported, except those that are not text. */
export function checkNeeds(planned: Planned, all: ReadonlyMap<string, Planned>, log: ProblemLog): readonly string[] {
  return planned.needs.filter((need, index) => {
    if (need === '') return false;
    const start = childOf(planned.needsNode, index)?.start ?? 0;
    const wrong =
      need === planned.id
        ? 'an item cannot need itself'
        : planned.groups.includes(need)
          ? `an item cannot need the group it is in, ${quote(need)}`
          : all.has(need)
            ? null
            : `unknown id ${quote(need)} in needs`;
    if (wrong !== null) log.error(start, wrong, {word: need, among: all.has(need) ? [] : all.keys()});
    return wrong === null;
  });
}

/** Depth first with a stack of its own: a chain of needs may be as long as the file. */
function reportCircles(
  all: ReadonlyMap<string, Planned>,
  needs: ReadonlyMap<string, readonly string[]>,
  log: ProblemLog,
): void {
  const done = new Set<string>();
  const children = Map.groupBy(all.values(), ({groups}) => groups.at(-1));
  const below = (id: string) =>
    [...(children.get(id) ?? []).map((child) => child.id), ...(needs.get(id) ?? [])].values();
  for (const start of all.keys()) {
    if (done.has(start)) continue;
    const way = new Map([[start, below(start)]]);
    const stack = [start];
    while (stack.length > 0) {
      const id = stack.at(-1) ?? start;
      const next = way.get(id)?.next();
      if (next === undefined || next.done) {
        done.add(id);
        way.delete(id);
        stack.pop();
      } else if (way.has(next.value)) {
        reportCircle(stack.slice(stack.indexOf(next.value)), all, log);
      } else if (!done.has(next.value)) {
        way.set(next.value, below(next.value));
        stack.push(next.value);
      }
    }
  }
}

function reportCircle(circle: readonly string[], all: ReadonlyMap<string, Planned>, log: ProblemLog): void {
  // A group is never to blame: some item in the circle says `needs`.
  const first = circle.findIndex((id) => all.get(id)?.isGroup === false);
  const turned = [...circle.slice(first), ...circle.slice(0, first)];
  const planned = all.get(turned[0] ?? '');
  const next = turned[1] ?? turned[0] ?? '';
  const node = childOf(planned?.needsNode, planned?.needs.indexOf(next) ?? 0) ?? planned?.needsNode;
  const between = turned.length <= MOST_NAMED ? turned : [...turned.slice(0, MOST_NAMED), '…'];
  log.error(node?.start ?? 0, `these need each other in a circle: ${[...between, turned[0]].join(' -> ')}`);
}

/** Of a circle. */
const MOST_NAMED = 20;

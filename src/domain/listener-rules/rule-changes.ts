import type {RulesSnapshot, SnapshotRule} from '../../model/rules-snapshot.ts';

/** How the rules of a listener differ from a snapshot: by what they ask for and do, and by their order, not by their ARNs. */
export interface RuleChanges {
  readonly added: readonly SnapshotRule[];
  readonly removed: readonly SnapshotRule[];
  /** Of one priority, with what differs: `conditions`, `actions`, `transforms`. */
  readonly changed: readonly {
    readonly rule: SnapshotRule;
    readonly was: SnapshotRule;
    readonly what: readonly string[];
  }[];
  /** Two rules that came in the other order. */
  readonly reordered: readonly {readonly first: SnapshotRule; readonly second: SnapshotRule}[];
  /** With another number, in the same order: nothing that a request would notice. */
  readonly renumbered: readonly {readonly rule: SnapshotRule; readonly was: SnapshotRule}[];
}

const PARTS = ['conditions', 'actions', 'transforms'] as const;

export function ruleChanges(before: RulesSnapshot['rules'], now: RulesSnapshot['rules']): RuleChanges {
  const same: {was: SnapshotRule; rule: SnapshotRule}[] = [];
  const left = new Set(now);
  const take = (was: SnapshotRule, isIt: (rule: SnapshotRule) => boolean) => {
    const rule = [...left].find(isIt);
    if (rule === undefined) return false;
    left.delete(rule);
    same.push({was, rule});
    return true;
  };
  const key = (rule: SnapshotRule) => JSON.stringify(contentOf(rule));
  const moved = before.filter((was) => !take(was, (rule) => rule.priority === was.priority && key(rule) === key(was)));
  const lost = moved.filter((was) => !take(was, (rule) => key(rule) === key(was)));
  const changed = lost.flatMap((was) => {
    const rule = [...left].find(({priority}) => priority === was.priority);
    if (rule === undefined) return [];
    left.delete(rule);
    const what = PARTS.filter((part) => contentOf(rule)[part] !== contentOf(was)[part]);
    return [{rule, was, what}];
  });
  const kept = [...same, ...changed].toSorted((a, b) => before.indexOf(a.was) - before.indexOf(b.was));
  const places = kept.map(({rule}) => now.indexOf(rule));
  return {
    added: [...left],
    removed: lost.filter((was) => !changed.some((one) => one.was === was)),
    changed,
    reordered: kept.flatMap((first, i) => {
      const second = kept[i + 1];
      return second !== undefined && (places[i] ?? 0) > (places[i + 1] ?? 0)
        ? [{first: first.rule, second: second.rule}]
        : [];
    }),
    renumbered: same.filter(({was, rule}) => was.priority !== rule.priority),
  };
}

/** What a request would notice: conditions are all asked for and their values are alternatives, in whatever order they are listed. */
function contentOf({conditions, actions, transforms}: SnapshotRule): Readonly<Record<(typeof PARTS)[number], string>> {
  return {
    conditions: unordered(conditions.map(listedInAnyOrder)),
    actions: JSON.stringify(actions.map(listedInAnyOrder)),
    transforms: JSON.stringify(transforms),
  };
}

/** Lists within a condition, and the target groups that an action forwards to. */
function listedInAnyOrder(part: object): string {
  return JSON.stringify(
    Object.entries(part).map(([name, value]) => [name, Array.isArray(value) ? unordered(value) : value]),
  );
}

function unordered(list: readonly unknown[]): string {
  return JSON.stringify(list.map((one) => JSON.stringify(one)).toSorted());
}

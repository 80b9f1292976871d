import type {Checklist, Item} from '../model/checklist.ts';
import {isDue} from '../model/decision/stage.ts';
import {UsageError} from '../model/errors.ts';
import type {Selection as ReportedSelection, Shard} from '../model/report.ts';
import {didYouMean} from '../model/text/did-you-mean.ts';
import {isGlob, matchesGlob} from '../model/text/glob.ts';
import {repeatFlag} from '../model/text/repeat-flag.ts';
import {leavesOfGroups} from './needs.ts';
import {leaveToOtherShards} from './shards.ts';

/** What a run should look at. Empty lists select everything. */
export interface Selection {
  /** Ids and globs of items and groups; a group stands for its leaves. */
  readonly only: readonly string[];
  /** Like `only`; wins over it, and over what is needed. */
  readonly skip: readonly string[];
  /** Items with at least one of them. */
  readonly tags: readonly string[];
  /** Whether items needed by the selected ones are run too. */
  readonly withNeeds: boolean;
  /** Of what these select: this shard. Left out: all. */
  readonly shard?: Shard | undefined;
}

export interface Selected {
  /** In the file's order. */
  readonly items: readonly Item[];
  /** Null when nothing was left out. */
  readonly reported: ReportedSelection | null;
}

/**
 * Throws `UsageError` for an id or tag that the checklist does not have, and when nothing is left to run. A shard may be
 * without items, where there are fewer of them than shards.
 */
export function select(checklist: Checklist, selection: Selection, stage: string | null): Selected {
  const {only, skip, tags} = selection;
  const skipped = leavesOf(checklist, '--skip', skip);
  const wanted = only.length === 0 ? null : leavesOf(checklist, '--only', only);
  refuseUnknownTags(checklist, tags);

  const chosen = new Set<string>();
  for (const item of checklist.items) {
    if (wanted !== null && !wanted.has(item.id)) continue;
    if (tags.length > 0 && !tags.some((tag) => item.tags.includes(tag))) continue;
    if (!skipped.has(item.id)) chosen.add(item.id);
  }
  if (chosen.size === 0) throw nothingSelected(checklist, selection);
  if (selection.withNeeds) addNeeds(checklist, chosen, skipped, stage);

  const {shard} = selection;
  if (shard !== undefined) leaveToOtherShards(checklist.items, chosen, shard);

  const items = checklist.items.filter(({id}) => chosen.has(id));
  if (only.length + skip.length + tags.length === 0 && shard === undefined) return {items, reported: null};
  const due = checklist.items.filter((item) => isDue(item.stages, stage));
  return {
    items,
    reported: {
      only: [...only],
      skip: [...skip],
      tags: [...tags],
      due: due.length,
      notRun: due.filter(({id}) => !chosen.has(id)).length,
      ...(shard === undefined ? {} : {shard: {...shard}}),
    },
  };
}

function leavesOf(checklist: Checklist, flag: string, patterns: readonly string[]): Set<string> {
  const leaves = new Set<string>();
  for (const pattern of patterns) {
    const found = checklist.items.filter((item) => [item.id, ...item.groups].some((id) => matchesGlob(pattern, id)));
    if (found.length === 0) {
      const ids = new Set(checklist.items.flatMap((item) => [item.id, ...item.groups]));
      const near = isGlob(pattern) ? '' : didYouMean(pattern, ids);
      const hint = repeatFlag(flag, pattern) || near;
      throw new UsageError(`${flag} ${pattern}: ${checklist.file} has no item or group of this id.${hint}`, {
        code: 'unknown-item',
        where: flag,
      });
    }
    for (const {id} of found) leaves.add(id);
  }
  return leaves;
}

function refuseUnknownTags(checklist: Checklist, tags: readonly string[]): void {
  const known = new Set(checklist.items.flatMap((item) => item.tags));
  for (const tag of tags) {
    if (known.has(tag)) continue;
    const choice = known.size === 0 ? 'it has no tags' : `its tags are ${[...known].toSorted().join(', ')}`;
    throw new UsageError(
      `--tag ${tag}: no item of ${checklist.file} has this tag; ${choice}.${repeatFlag('--tag', tag) || didYouMean(tag, known)}`,
      {code: 'unknown-tag', where: '--tag'},
    );
  }
}

function addNeeds(checklist: Checklist, chosen: Set<string>, skipped: ReadonlySet<string>, stage: string | null): void {
  const byId = new Map(checklist.items.map((item) => [item.id, item]));
  const leaves = leavesOfGroups(checklist.items);
  const expanded = new Set<string>();
  const queue = [...chosen];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const item = byId.get(id);
    // An item that is not looked at needs nothing.
    if (item === undefined || item.skipReason !== null || !isDue(item.stages, stage)) continue;
    for (const need of item.needs) {
      if (expanded.has(need)) continue;
      expanded.add(need);
      for (const leaf of leaves.get(need) ?? [need]) {
        if (chosen.has(leaf) || skipped.has(leaf)) continue;
        chosen.add(leaf);
        queue.push(leaf);
      }
    }
  }
}

function nothingSelected(checklist: Checklist, {only, skip, tags}: Selection): UsageError {
  if (checklist.items.length === 0) {
    return new UsageError(`${checklist.file}: there are no items; write at least one`, {code: 'nothing-selected'});
  }
  const flags = [
    ...only.map((pattern) => `--only ${pattern}`),
    ...tags.map((tag) => `--tag ${tag}`),
    ...skip.map((pattern) => `--skip ${pattern}`),
  ];
  return new UsageError(
    `${checklist.file}: ${flags.join(' ')} leaves none of its ${checklist.items.length} items; leave less out`,
    {code: 'nothing-selected'},
  );
}

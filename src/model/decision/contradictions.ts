import {ROLLBACK_STAGE} from '../checklist.ts';
import {UsageError} from '../errors.ts';
import type {Decidable} from './looks.ts';
import {isDue} from './stage.ts';

/** What is wrong with reports as such, so that nothing can be decided from them. */

/** Why a report cannot be what a run wrote; null when nothing speaks against it. */
export function contradictionIn({items, stage, checklist, summary, selection}: Decidable): string | null {
  const shard = selection?.shard;
  if (shard !== undefined && shard.index > shard.of) return `it is shard ${shard.index} of ${shard.of}`;
  if (stage !== null && stage !== ROLLBACK_STAGE && !checklist.stages.includes(stage)) {
    return `it is of stage ${stage}, which its checklist does not have (${checklist.stages.join(', ')})`;
  }
  const ids = new Set<string>();
  for (const {id, stages, status} of items) {
    if (ids.has(id)) return `it has the item ${id} twice`;
    ids.add(id);
    if (isDue(stages, stage) === (status === 'not-due')) {
      const when = stage === null ? 'in a run without a stage' : `at stage ${stage}`;
      return `the item ${id} is ${status}, which its own stages (${stages.join(', ')}) exclude ${when}`;
    }
  }
  if (items.length !== summary.total) {
    return `it counts ${summary.total} items in all and has ${items.length}: some were taken out or added`;
  }
  return null;
}

/**
 * Throws `UsageError` for reports that contradict themselves or each other, and for none. One that is unfinished does not
 * say what it is of, and so cannot differ.
 */
export function refuseContradictions(reports: readonly Decidable[]): Decidable {
  for (const report of reports) {
    const contradiction = contradictionIn(report);
    if (contradiction !== null) {
      throw new UsageError(
        `the report of ${report.vantage} at ${report.finishedAt} contradicts itself: ${contradiction}; run again`,
        {code: 'contradiction'},
      );
    }
  }
  const ended = reports.filter(({incomplete}) => incomplete !== 'unfinished');
  const [first, ...others] = ended.length > 0 ? ended : reports.slice(0, 1);
  if (first === undefined) throw new UsageError('no report was given; name at least one', {code: 'no-report'});
  for (const other of others) {
    const difference = differenceBetween(first, other);
    if (difference === null) continue;
    throw new UsageError(`the reports differ in their ${difference}; decide them one by one`, {code: 'reports-differ'});
  }
  refuseOtherShards(ended);
  return first;
}

/** Only shards of as many fit together: of others nobody knows which items none of them has. */
function refuseOtherShards(reports: readonly Decidable[]): void {
  const shards = reports.flatMap(({selection}) => selection?.shard ?? []);
  const [first, ...others] = shards;
  const other = others.find(({of}) => of !== first?.of);
  if (first === undefined || other === undefined) return;
  const both = [first, other].map(({index, of}) => `${index}/${of}`).join(' and ');
  throw new UsageError(`the reports differ in their shards: ${both}; name those of one run`, {code: 'reports-differ'});
}

function differenceBetween(one: Decidable, other: Decidable): string | null {
  const texts = [
    ['checklist', one.checklist.sha256.slice(0, 12), other.checklist.sha256.slice(0, 12)],
    ['environment', one.environment ?? 'none', other.environment ?? 'none'],
    ['stage', one.stage ?? 'none', other.stage ?? 'none'],
    ['stages', one.checklist.stages.join(', '), other.checklist.stages.join(', ')],
  ] as const;
  for (const [what, here, there] of texts) if (here !== there) return `${what}: ${here} and ${there}`;
  const [here, there] = [valuesOf(one), valuesOf(other)];
  for (const name of new Set([...here.keys(), ...there.keys()])) {
    const [value = 'not set', another = 'not set'] = [here.get(name), there.get(name)];
    if (value !== another) return `values: ${name} is ${value} and ${another}`;
  }
  return null;
}

/** As JSON: `"1"` is another value than `1`. */
function valuesOf({values}: Decidable): ReadonlyMap<string, string> {
  return new Map(values.map(({name, value}) => [name, JSON.stringify(value)]));
}

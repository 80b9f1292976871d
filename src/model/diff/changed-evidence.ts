import type {Json} from '../outcome.ts';
import type {ItemReport} from '../report.ts';
import {isObject, type Runs, sameButVolatile, withoutTokens} from './volatile.ts';

/** One value that a verdict rests on, then and now. */
export interface ChangedValue {
  /** What was looked at, with the member of it that differs: `headers.server`. */
  readonly what: string;
  readonly source: string;
  /** Absent: it was not, or is no longer, looked at. */
  readonly old?: Json | undefined;
  readonly new?: Json | undefined;
}

type Evidence = ItemReport['evidence'][number];

/** What two looks at one item read otherwise, and how many values differ only in what is another in each run. */
export function changedEvidence(
  old: ItemReport,
  now: ItemReport,
  runs: Runs,
): {readonly values: readonly ChangedValue[]; readonly volatile: number} {
  const values: ChangedValue[] = [];
  let volatile = 0;
  const left = Map.groupBy(old.evidence, keyOf);
  for (const evidence of now.evidence) {
    // What is read several times under one name is compared in its order.
    const before = left.get(keyOf(evidence))?.shift();
    if (before === undefined) {
      values.push({...placeOf(evidence), new: evidence.value as Json});
    } else if (sameButVolatile(before.value as Json, evidence.value as Json, runs)) {
      volatile += Number(JSON.stringify(before.value) !== JSON.stringify(evidence.value));
    } else {
      values.push(...changedParts(placeOf(evidence), before.value as Json, evidence.value as Json, runs));
    }
  }
  for (const evidence of [...left.values()].flat()) values.push({...placeOf(evidence), old: evidence.value as Json});
  // The words for it matter where no value shows what has changed.
  if (values.length === 0 && old.status === now.status && !sameButVolatile(old.summary, now.summary, runs)) {
    values.push({what: 'found', source: now.check ?? now.id, old: old.summary, new: now.summary});
  }
  return {values, volatile};
}

/** The same of both looks, although times and ports may be part of what was looked at, and of where. */
function keyOf({what, source}: Evidence): string {
  return withoutTokens(`${what}\n${source}`);
}

function placeOf({what, source}: Evidence) {
  return {what, source};
}

/** The members that differ; of other values, the value. */
function changedParts(
  place: {readonly what: string; readonly source: string},
  old: Json,
  now: Json,
  runs: Runs,
): ChangedValue[] {
  if (!isObject(old) || !isObject(now)) return [{...place, old, new: now}];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((key): ChangedValue[] => {
    const [was, is] = [memberOf(old, key), memberOf(now, key)];
    const member = {...place, what: `${place.what}.${key}`};
    if (was === undefined || is === undefined) {
      return [{...member, ...(was === undefined ? {} : {old: was}), ...(is === undefined ? {} : {new: is})}];
    }
    return sameButVolatile(was, is, runs, key) ? [] : changedParts(member, was, is, runs);
  });
}

function memberOf(value: Readonly<Record<string, Json>>, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

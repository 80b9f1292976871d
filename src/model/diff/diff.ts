import {effectiveVerdict} from '../decision/points.ts';
import {isValidUntil} from '../decision/waiver-expiry.ts';
import type {Json} from '../outcome.ts';
import type {Decision, DecisionVerdict, ItemReport, Report} from '../report.ts';
import {type ChangedValue, changedEvidence} from './changed-evidence.ts';
import type {RunTime} from './volatile.ts';
import {isWorse, levelOf} from './worse.ts';

/** What one report says that another does not. `--json` of `diff` prints it. */
export interface ReportDiff {
  /** Whether every item has the verdict that it had, and so has the whole; it may rest on other values. */
  readonly same: boolean;
  readonly worse: boolean;
  /** What is worse of the run as a whole, as sentences. */
  readonly because: readonly string[];
  readonly old: Side;
  readonly new: Side;
  /** What else the reports are of: `stage: ready → cutover`. */
  readonly circumstances: readonly {readonly what: string; readonly old: Json; readonly new: Json}[];
  /** In the order of the new report; what is gone comes last. Without those in which nothing differs. */
  readonly items: readonly ItemDiff[];
  /** Values that differ only in times, measured durations, ports and the ids of requests: they are not listed. */
  readonly volatileValues: number;
}

interface Side {
  readonly finishedAt: string;
  readonly vantage: string;
  readonly verdict: DecisionVerdict | null;
  readonly wouldBe?: DecisionVerdict | undefined;
}

export interface ItemDiff {
  readonly id: string;
  readonly title: string;
  /** `verdict`: another status or mark; `evidence`: the same, on other values. */
  readonly change: 'verdict' | 'new' | 'gone' | 'evidence';
  readonly worse: boolean;
  /** The status and its marks; null: the item is not there. */
  readonly old: string | null;
  readonly new: string | null;
  /** What was found, where the item is there. */
  readonly summary: string;
  readonly values: readonly ChangedValue[];
}

const VERDICT_ORDER: readonly DecisionVerdict[] = ['proceed', 'hold', 'rollback'];

export function diffReports(old: Report, now: Report): ReportDiff {
  const sameStage = old.stage === now.stage;
  const before = new Map(old.items.map((item) => [item.id, item]));
  const after = new Map(now.items.map((item) => [item.id, item]));
  const runs = {old: timeOf(old), now: timeOf(now)};
  let volatileValues = 0;
  const compared = (item: ItemReport | null, other: ItemReport | null): ItemDiff[] => {
    const shown = other ?? item;
    if (shown === null) return [];
    const {values, volatile} = item === null || other === null ? NO_VALUES : changedEvidence(item, other, runs);
    volatileValues += volatile;
    const [was, is] = [item && wordOf(item, old), other && wordOf(other, now)];
    const change = item === null ? 'new' : other === null ? 'gone' : was === is ? 'evidence' : 'verdict';
    if (change === 'evidence' && values.length === 0) return [];
    const [oldLevel, newLevel] = [
      item === null ? undefined : levelOf(item, old),
      other === null ? undefined : levelOf(other, now),
    ];
    const worse = isWorse(oldLevel, newLevel, sameStage);
    return [
      {
        id: shown.id,
        title: shown.path.at(-1) ?? shown.id,
        change,
        worse,
        old: was,
        new: is,
        summary: shown.summary,
        values,
      },
    ];
  };
  const items = [
    ...now.items.flatMap((item) => compared(before.get(item.id) ?? null, item)),
    ...old.items.filter(({id}) => !after.has(id)).flatMap((item) => compared(item, null)),
  ];
  const because = worseAsAWhole(old, now);
  const circumstances = circumstancesOf(old, now);
  const verdictsDiffer = JSON.stringify(verdictsOf(old.decision)) !== JSON.stringify(verdictsOf(now.decision));
  return {
    same: items.every(({change}) => change === 'evidence') && because.length === 0 && !verdictsDiffer,
    worse: because.length > 0 || items.some(({worse}) => worse),
    because,
    old: sideOf(old),
    new: sideOf(now),
    circumstances,
    items,
    volatileValues,
  };
}

const NO_VALUES = {values: [], volatile: 0} as const;

function timeOf({startedAt, finishedAt}: Report): RunTime {
  return {fromMs: Date.parse(startedAt), toMs: Date.parse(finishedAt)};
}

function sideOf({finishedAt, vantage, decision}: Report): Side {
  return {finishedAt, vantage, ...verdictsOf(decision)};
}

function verdictsOf(decision: Decision | null): Pick<Side, 'verdict' | 'wouldBe'> {
  if (decision === null) return {verdict: null};
  return {verdict: decision.verdict, ...(decision.wouldBe === undefined ? {} : {wouldBe: decision.wouldBe})};
}

function vantagesOf({vantage, parts = []}: Report): string[] {
  return parts.length === 0 ? [vantage] : [...new Set(parts.map((part) => part.vantage))];
}

function worseAsAWhole(old: Report, now: Report): string[] {
  const because: string[] = [];
  if (now.incomplete !== null)
    because.push(`the new report is incomplete (${now.incomplete}): what it has not seen may be worse`);
  // The name of a single vantage may be that of a machine, which is another each time.
  const [before, after] = [vantagesOf(old), vantagesOf(now)];
  const lost = before.length > 1 ? before.filter((vantage) => !after.includes(vantage)) : [];
  if (lost.length > 0) because.push(`not looked at from ${lost.join(', ')} any more`);
  if (old.decision === null || now.decision === null) return because;
  const pairs = [
    ['the decision', old.decision.verdict, now.decision.verdict],
    ['the decision on a live run', effectiveVerdict(old.decision), effectiveVerdict(now.decision)],
  ] as const;
  const rises = pairs.find(([, was, is]) => VERDICT_ORDER.indexOf(is) > VERDICT_ORDER.indexOf(was));
  if (rises !== undefined) because.push(`${rises[0]}: ${rises[1]} → ${rises[2]}`);
  return because;
}

/** A status with its marks, so that whatever makes an item worse is said: `fail, waived`. */
function wordOf({status, waiver, flaky, consequence, confirmed}: ItemReport, {finishedAt}: Report): string {
  const isFailure = status === 'fail';
  const marks = [
    ...(waiver === null ? [] : [isValidUntil(waiver.expires, new Date(finishedAt)) ? 'waived' : 'its waiver expired']),
    ...(flaky ? ['flaky'] : []),
    ...(isFailure && consequence === 'note' ? ['a note'] : []),
    ...(isFailure && consequence === 'rollback' ? [confirmed ? 'which means rollback' : 'not confirmed'] : []),
  ];
  return [status, ...marks].join(', ');
}

function circumstancesOf(old: Report, now: Report): ReportDiff['circumstances'] {
  const values = ({values: all}: Report) => new Map(all.map(({name, value}) => [name, value as Json]));
  const [oldValues, newValues] = [values(old), values(now)];
  const pairs: [string, Json, Json][] = [
    ['checklist', old.checklist.sha256.slice(0, 12), now.checklist.sha256.slice(0, 12)],
    ['environment', old.environment, now.environment],
    ['stage', old.stage, now.stage],
    ['vantage', old.vantage, now.vantage],
    ['mode', old.mode, now.mode],
    ...[...new Set([...oldValues.keys(), ...newValues.keys()])].map((name): [string, Json, Json] => [
      `value ${name}`,
      oldValues.get(name) ?? null,
      newValues.get(name) ?? null,
    ]),
  ];
  return pairs.flatMap(([what, was, is]) =>
    JSON.stringify(was) === JSON.stringify(is) ? [] : [{what, old: was, new: is}],
  );
}

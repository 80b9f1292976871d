import type {AskControl, Look} from '../model/attempt.ts';
import {type Checklist, ROLLBACK_STAGE, type SignOff, type Waiver} from '../model/checklist.ts';
import type {Clock} from '../model/clock.ts';
import {decide} from '../model/decision.ts';
import {UsageError} from '../model/errors.ts';
import type {Emit, RunEvent} from '../model/event.ts';
import {didYouMean} from '../model/near-miss.ts';
import type {ItemReport, Report} from '../model/report.ts';
import type {KnownCheck} from './item-report.ts';
import {ItemRunner, type Pace} from './item-runner.ts';
import {type Selection, select} from './selection.ts';
import {Stop} from './stop.ts';
import {summarize} from './summary.ts';
import {Waivers} from './waivers.ts';

export type {Pace, Selection};

export interface RunOptions {
  readonly checklist: Checklist;
  /** Null: none was named. */
  readonly stage: string | null;
  readonly selection: Selection;
  readonly waivers: readonly Waiver[];
  readonly signOffs: readonly SignOff[];
  /** By id. */
  readonly checks: ReadonlyMap<string, KnownCheck>;
  readonly look: Look;
  readonly askControl: AskControl;
  /** True time: deadlines, durations and timestamps. */
  readonly clock: Clock;
  /** Passes the time between attempts; the clock, unless such time is shortened (lab) or skipped (replay). */
  readonly pace?: Pace;
  /** The day on which waivers and sign-offs are judged: a recording's own when replayed. */
  readonly judgedAt: Date;
  /** How many items may work at once. */
  readonly concurrency: number;
  /** Start nothing after the first failure. */
  readonly bail: boolean;
  /**
   * Ends the run early. Aborted without a reason it is an interruption; with an `Error` as the reason that is a bug,
   * from wherever it was thrown.
   */
  readonly signal: AbortSignal;
  readonly emit: Emit;
  /** Requests made so far, by AWS service: asked for at the end. */
  readonly calls: () => Readonly<Record<string, number>>;
  readonly context: RunContext;
}

/** What the report says of the circumstances. */
export interface RunContext extends Pick<Report, 'mode' | 'overrides' | 'vantage' | 'git'> {
  readonly toolVersion: string;
  /** Asked for at the end, when callers are known. */
  readonly accounts: () => Report['accounts'];
}

export interface RunResult {
  readonly report: Report;
  /** What was thrown although nothing should be; not empty means exit 70. */
  readonly bugs: readonly unknown[];
}

/** Runs a checklist and reports on it. Throws `UsageError` before anything is looked at; afterwards it never rejects. */
export async function runItems(options: RunOptions): Promise<RunResult> {
  const {checklist, stage, clock, context} = options;
  refuseUnknownStage(checklist, stage);
  const {items, reported} = select(checklist, options.selection, stage);
  const bugs: unknown[] = [];
  const emit = guarded(options.emit, bugs);
  const startedAt = clock.now();
  const startedMs = clock.monotonicMs();
  const waivers = new Waivers(options.waivers, checklist.environment, options.judgedAt);
  const stop = new Stop(options.signal);
  const runner = new ItemRunner({...options, emit, items, waivers, stop, onBug: (thrown) => bugs.push(thrown)});

  emit({
    type: 'run-started',
    title: checklist.title,
    mode: context.mode,
    overrides: context.overrides,
    items: items.map(({id, path}) => ({id, path})),
  });
  const settled = await Promise.all(items.map((item) => runner.run(item)));
  bugs.push(...stop.bugs());

  const rows = settled.map((item): ItemReport => ({...item, staleWaiver: waivers.staleFor(item, settled)}));
  const staleWaivers = waivers.matchingNothing(checklist);
  const finishedAt = clock.now();
  const undecided = {
    schemaVersion: 1 as const,
    mode: context.mode,
    overrides: context.overrides,
    tool: {name: 'migrate-check' as const, version: context.toolVersion},
    checklist: {
      file: checklist.file,
      title: checklist.title,
      sha256: checklist.sha256,
      environments: [...checklist.environments],
      stages: [...checklist.stages],
    },
    environment: checklist.environment,
    stage,
    vantage: context.vantage,
    selection: reported,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt.toISOString(),
    durationMs: Math.max(0, clock.monotonicMs() - startedMs),
    incomplete: bugs.length > 0 ? ('bug' as const) : stop.effect,
    accounts: context.accounts(),
    git: context.git,
    values: checklist.values.map(({name, value, source}) => ({name, value: value as never, source})),
    calls: {...options.calls()},
    staleWaivers,
    summary: summarize(rows, staleWaivers),
    items: rows,
  };
  const report: Report = {...undecided, decision: decide([undecided], {now: finishedAt})};
  emit({type: 'run-finished', report});
  return {report, bugs};
}

function refuseUnknownStage(checklist: Checklist, stage: string | null): void {
  const known = [...checklist.stages, ROLLBACK_STAGE];
  if (stage === null || known.includes(stage)) return;
  throw new UsageError(
    `--stage ${stage}: ${checklist.file} has the stages ${known.join(', ')}.${didYouMean(stage, known)}`,
    {code: 'unknown-stage', where: '--stage'},
  );
}

/** A screen that throws must not take the run with it: that is a bug, told once. */
function guarded(emit: Emit, bugs: unknown[]): Emit {
  let broken = false;
  return (event: RunEvent) => {
    if (broken) return;
    try {
      emit(event);
    } catch (thrown) {
      broken = true;
      bugs.push(thrown);
    }
  };
}

import {type Checklist, ROLLBACK_STAGE} from '../model/checklist.ts';
import {elapsedMs} from '../model/clock.ts';
import {decide} from '../model/decision/decision.ts';
import {UsageError} from '../model/errors.ts';
import type {Emit, RunEvent} from '../model/event.ts';
import type {ItemReport, Report} from '../model/report.ts';
import {REPORT_VERSION} from '../model/report-version.ts';
import {summarize} from '../model/summary.ts';
import {didYouMean} from '../model/text/did-you-mean.ts';
import {ItemRunner} from './item-runner.ts';
import type {Pace, RunOptions} from './run-options.ts';
import {type Selection, select} from './selection.ts';
import {Stop} from './stop.ts';
import {Waivers} from './waivers.ts';

export type {Pace, RunOptions, Selection};

export interface RunResult {
  readonly report: Report;
  /** Exceptions that should never have been thrown; not empty means exit 70. */
  readonly bugs: readonly unknown[];
}

/** Runs a checklist and reports on it. Throws `UsageError` before anything is looked at; later it never rejects. */
export async function runItems(options: RunOptions): Promise<RunResult> {
  const {checklist, stage, clock, context} = options;
  refuseUnknownStage(checklist, stage);
  const {items, reported} = select(checklist, options.selection, stage);
  const bugs: unknown[] = [];
  const emit = guarded(options.emit, bugs);
  const startedAt = clock.now();
  const startedMs = clock.monotonicMs();
  const waivers = new Waivers(options.waivers, checklist, options.judgedAt);
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
  const traces = await tracesOf(options, bugs);
  bugs.push(...stop.bugs());

  const rows = settled.map((item): ItemReport => ({...item, staleWaiver: waivers.staleFor(item, settled)}));
  const staleWaivers = waivers.matchingNothing(checklist);
  const finishedAt = clock.now();
  const streams = context.streams?.() ?? [];
  const names = context.names?.() ?? [];
  const later = context.overriddenLater?.() ?? [];
  const contents = {
    items: rows,
    ...(streams.length === 0 ? {} : {streams}),
    ...(names.length === 0 ? {} : {names}),
    ...(traces === null || traces.length === 0 ? {} : {traces}),
  };
  // In the order of the schema, so that a report that is read and written again has the same bytes, and the same hash.
  const circumstances = {
    schemaVersion: REPORT_VERSION,
    mode: context.mode === 'live' && later.length > 0 ? ('overridden' as const) : context.mode,
    overrides: [...context.overrides, ...later],
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
    stageBegan: options.stageBegan?.toISOString() ?? null,
    vantage: context.vantage,
    ...(context.startedBy == null ? {} : {startedBy: context.startedBy}),
    selection: reported,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt.toISOString(),
    durationMs: elapsedMs(clock, startedMs),
    incomplete: bugs.length > 0 ? ('bug' as const) : traces === null ? ('interrupted' as const) : stop.effect,
    accounts: context.accounts(),
    git: await context.git,
    values: checklist.values.map(({name, value, source}) => ({name, value: value as never, source})),
    calls: {...options.calls()},
    staleWaivers,
    summary: summarize(rows, staleWaivers),
    rollback: rollbackReport(checklist.rollback),
    ...(checklist.plan === null ? {} : {plan: planReport(checklist.plan, checklist.items)}),
  };
  // Of its own run every look is recent enough, and waivers are judged as they were for the items.
  const decision =
    options.decides === false
      ? null
      : decide([{...circumstances, ...contents}], {now: options.judgedAt, maxAgeMs: Number.POSITIVE_INFINITY});
  const report: Report = {...circumstances, decision, ...contents};
  emit({type: 'run-finished', report});
  return {report, bugs};
}

/** Null: interrupted. Before the report is made, so that its times, calls and decision are of all that was done. */
async function tracesOf({context}: RunOptions, bugs: unknown[]): Promise<NonNullable<Report['traces']> | null> {
  try {
    return context.traces === undefined ? [] : await context.traces();
  } catch (thrown) {
    bugs.push(thrown);
    return [];
  }
}

/** The schema's type lacks `readonly`, but nothing changes it. */
function rollbackReport(rollback: Checklist['rollback']): Report['rollback'] {
  return rollback && {decider: rollback.decider, steps: rollback.steps.map((step) => ({...step}))};
}

/** Of the whole checklist, whatever was selected or due. */
function planReport(
  {file, linesWithText}: NonNullable<Checklist['plan']>,
  items: Checklist['items'],
): NonNullable<Report['plan']> {
  const named = new Set(items.flatMap(({plan}) => plan));
  return {file, linesWithoutItem: linesWithText.filter((line) => !named.has(line))};
}

function refuseUnknownStage(checklist: Checklist, stage: string | null): void {
  const known = [...checklist.stages, ROLLBACK_STAGE];
  if (stage === null || known.includes(stage)) return;
  throw new UsageError(
    `--stage ${stage}: ${checklist.file} has the stages ${known.join(', ')}.${didYouMean(stage, known)}`,
    {code: 'unknown-stage', where: '--stage'},
  );
}

/** A screen that throws must not end the run: it is a bug, reported once. */
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

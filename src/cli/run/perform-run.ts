import {type RunOutcome, type RunSettings, runChecklist} from '../../app/run-checklist.ts';
import {DECISION_EXIT, EXIT, exitCodeOf} from '../../model/decision/exit-code.ts';
import type {RunEvent} from '../../model/event.ts';
import type {Report} from '../../model/report.ts';
import {plainText} from '../../model/text/plain-text.ts';
import type {NamesShown, StreamsShown} from '../../render/screen.ts';
import {type Destinations, openDestinations} from '../../reports/destinations.ts';
import {timelineLines} from '../../reports/timeline-lines.ts';
import {onCrash} from '../crash.ts';
import {reportBug} from '../failure.ts';
import {type OnSignal, takeSignals} from '../signals.ts';
import {columnsOf, isWatched, sizeOf, usesColor, writeStdout} from '../terminal.ts';
import {begun} from '../unfinished-reports.ts';
import {openGithubFiles} from './github-files.ts';
import {type Compared, readBaseline} from './read-baseline.ts';
import {runReports} from './run-reports.ts';
import {startedBy} from './started-by.ts';

/** How a run is shown and what its exit code means. */
export interface Presentation {
  /** As `--reporter` has them; one without a path goes to stdout. */
  readonly reporters: readonly string[];
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly noColor: boolean;
  /** `note` and `flaky` count as failures. */
  readonly strict: boolean;
  /** Nothing looked at is no reason for another exit code. */
  readonly allowEmpty: boolean;
  /** The exit code is the decision's. */
  readonly decide: boolean;
  /** Where to write the facts that were used. */
  readonly recordTo: string | null;
  /** Of a run that is about streams; left out: it is not. */
  readonly streams?: StreamsShown | null;
  /** Of a run that is about a name; left out: it is not. */
  readonly names?: NamesShown | null;
  /** Where to write what came when; left out: nowhere. */
  readonly saveTo?: string | null;
  /** The file of the earlier report that `sarif` compares with; left out: none. */
  readonly baseline?: string | null;
}

/** A run without the outputs that only the command line adds. */
export type RunRequest = Omit<RunSettings, 'emit' | 'signal' | 'record' | 'watchesLooks' | 'startedBy'>;

/**
 * One run from the command line: everything that will be written is opened first, then comes the run, then the reports
 * whatever happened in between, then the exit code.
 */
export async function performRun(request: RunRequest, presentation: Presentation): Promise<void> {
  const outputs = await openOutputs(presentation, request.checklist);
  const github = await openGithubFiles(presentation.reporters, process.env, (text) =>
    process.stderr.write(`${plainText(text)}\n`),
  );
  const screen = await createScreenOf(presentation);
  const stop = listenForTheEnd();
  try {
    const outcome = await runChecklist({
      ...request,
      startedBy: startedBy(process.env),
      record: presentation.recordTo !== null,
      watchesLooks: presentation.streams != null && screen !== null && isWatched(process.stderr),
      signal: stop.signal,
      emit(event: RunEvent) {
        outputs.emit(event, new Date().toISOString());
        screen?.emit(event);
      },
    });
    await screen?.finish();
    for (const bug of outcome.bugs) if (bug !== stop.crashed()) reportBug(bug);
    process.exitCode = stop.exitCode() ?? exitCodeFor(outcome, presentation);
    for (const failure of await outputs.write(outcome.report, outcome.recording, savedLooks(outcome)))
      reportBug(failure);
    for (const failure of github?.write(outcome.report, process.exitCode) ?? []) reportBug(failure);
  } finally {
    // Errors are printed once the terminal has been restored.
    await screen?.finish();
    stop.release();
  }
}

function exitCodeFor({report, bugs}: RunOutcome, {strict, allowEmpty, decide}: Presentation): number {
  if (bugs.length > 0) return EXIT.bug;
  const {decision, items} = report;
  return decide && decision !== null ? DECISION_EXIT[decision.verdict] : exitCodeOf(items, {strict, allowEmpty});
}

function savedLooks({report, streams}: RunOutcome): string {
  const looks = (report.streams ?? []).map((stream, index) => ({
    stream,
    timeline: streams[index]?.observation?.answer?.timeline ?? null,
  }));
  return timelineLines(looks);
}

async function openOutputs(presentation: Presentation, checklist: Compared): Promise<Destinations<Report>> {
  const {reporters, recordTo, saveTo = null, verbose, streams = null, names = null} = presentation;
  const {strict, allowEmpty, decide} = presentation;
  const baseline = await readBaseline(presentation.baseline ?? null, reporters, checklist);
  const kind = await runReports({
    ...{reporters, baseline, strictness: {strict: strict && !decide, allowEmpty, decide}},
    layout: {verbose, streams, names},
  });
  return await openDestinations(kind, {reporters, otherwise: null, recordTo, saveTo, begun: begun(), writeStdout});
}

async function createScreenOf({quiet, verbose, noColor, streams = null, names = null}: Presentation) {
  if (quiet) return null;
  // Measuring text takes 25 ms to load, which a run that shows nothing does not need.
  const {createScreen} = await import('../../render/create-screen.ts');
  const terminal = process.stderr;
  return await createScreen({
    terminal,
    color: usesColor(terminal, noColor),
    live: isWatched(terminal),
    size: () => sizeOf(terminal),
    width: () => columnsOf(terminal),
    nowMs: () => performance.now(),
    verbose,
    streams,
    names,
  });
}

/**
 * Ctrl+C and SIGTERM end the run early, and so does a crash anywhere in the process; what is known is still written. A
 * second signal ends the process at once.
 */
function listenForTheEnd() {
  const controller = new AbortController();
  const finished = Promise.withResolvers<void>();
  let exitCode: number | null = null;
  let crash: unknown = null;
  const onSignal: OnSignal = (code) => {
    if (exitCode !== null) process.exit(code);
    exitCode = code;
    controller.abort();
  };
  const forget = onCrash(async (error) => {
    crash = error;
    exitCode = EXIT.bug;
    controller.abort(error instanceof Error ? error : new Error(`not an Error was thrown: ${error}`));
    await finished.promise;
  });
  const giveBack = takeSignals(onSignal);
  return {
    signal: controller.signal,
    /** The code to exit with when the run did not end by itself. */
    exitCode: () => exitCode,
    /** What was thrown elsewhere, and has been reported there. */
    crashed: () => crash,
    release() {
      giveBack();
      forget();
      finished.resolve();
    },
  };
}

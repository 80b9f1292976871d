import {type LoadedChecklist, loadChecklist as load} from '../checklist/load.ts';
import {CHECKS} from '../checks/index.ts';
import type {AnyCheck} from '../model/check.ts';
import {UsageError} from '../model/errors.ts';
import type {Emit} from '../model/event.ts';
import type {Report} from '../model/report.ts';

/** How a program reads a checklist. */
export interface LoadSettings {
  /** The checks that items may name; default: the built-in ones, `CHECKS`, which can be extended. */
  readonly checks?: readonly AnyCheck[];
  /** As `--env`. */
  readonly environment?: string;
  /** As `--var`: other than for inputs of the checklist, a run with them is `overridden`. */
  readonly vars?: Readonly<Record<string, string>>;
  /** As `--var-file`, of which the same holds; a later one beats an earlier one. */
  readonly varFiles?: readonly string[];
}

/** How a program runs a checklist. Defaults are those of the command line. */
export interface RunChecklistSettings {
  /** The ones it was loaded with. */
  readonly checks?: readonly AnyCheck[];
  /** As `--stage`. Without one the decision cannot be better than hold. */
  readonly stage?: string;
  /** As `--stage-began`. Without it no answer to a question that is `fresh: true` counts. */
  readonly stageBegan?: Date;
  /** Ids and globs of items and groups; whatever they need is run too. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly tags?: readonly string[];
  /** How many items may run at once. */
  readonly concurrency?: number;
  /** Start nothing after the first failure. */
  readonly bail?: boolean;
  /** For accounts that do not name one. */
  readonly region?: string;
  readonly profile?: string;
  /** Called with each event as it happens. */
  readonly emit?: Emit;
  /** Ends the run early: what is known is reported, and the report says that it is incomplete. */
  readonly signal?: AbortSignal;
}

/** What came of a run. */
export interface ChecklistRun {
  readonly report: Report;
  /** Exceptions that are not verdicts: bugs of a check, or ours. The item is `error` in the report. */
  readonly bugs: readonly unknown[];
}

/** Reads a checklist with its waivers and sign-offs. Never rejects because of what is wrong with them: see `problems`. */
export function loadChecklist(file: string, settings: LoadSettings = {}): Promise<LoadedChecklist> {
  const {checks = CHECKS, environment = null, vars = {}, varFiles = []} = settings;
  return load({file, checks, environment, vars, varFiles, processEnv: process.env});
}

/**
 * Runs a checklist that was loaded, against the real world; AWS is asked with the credentials of the environment.
 *
 * @throws UsageError when the checklist has errors, or there is no such stage, item or tag: before anything is looked at.
 */
export async function runChecklist(
  loaded: LoadedChecklist,
  settings: RunChecklistSettings = {},
): Promise<ChecklistRun> {
  const {checklist, problems, waivers, signOffs} = loaded;
  if (checklist === null) {
    const errors = problems.filter(({severity}) => severity === 'error');
    const text = errors.map(({file, line, column, message}) => `${file}:${line}:${column}: ${message}`).join('\n');
    throw new UsageError(text, {code: 'invalid-checklist'});
  }
  // Loaded here because reading a report does not need AWS clients.
  const {runChecklist: run} = await import('./run-checklist.ts');
  const {report, bugs} = await run({
    checklist,
    waivers,
    signOffs,
    checks: settings.checks ?? CHECKS,
    source: {
      mode: 'live',
      overrides: {endpointUrl: null, resolve: [], connectTo: [], caFile: null, dnsServer: []},
      ca: null,
    },
    stage: settings.stage ?? null,
    stageBegan: settings.stageBegan,
    selection: {
      only: settings.only ?? [],
      skip: settings.skip ?? [],
      tags: settings.tags ?? [],
      withNeeds: true,
    },
    concurrency: settings.concurrency ?? 16,
    bail: settings.bail ?? false,
    region: settings.region ?? null,
    profile: settings.profile ?? null,
    vantage: null,
    record: false,
    emit: settings.emit ?? (() => {}),
    signal: settings.signal ?? new AbortController().signal,
  });
  return {report, bugs};
}

import {openFactSource} from '../../app/fact-source.ts';
import {adHocChecklist} from '../../checklist/ad-hoc.ts';
import {CHECKS} from '../../checks/index.ts';
import {messageOf, UsageError} from '../../model/errors.ts';
import type {Json} from '../../model/outcome.ts';
import {withTraceSetup} from '../trace/accounts-and-regions.ts';
import {tracesWanted} from '../trace/traces-wanted.ts';
import {loadFromFlags} from './load-from-flags.ts';
import {type Presentation, performRun} from './perform-run.ts';
import {sound} from './problems.ts';
import {
  type CheckFlags,
  type ChecklistFlags,
  type OutputFlags,
  type PacingFlags,
  type RecordingFlags,
  readPairs,
  type SelectionFlags,
  type VerdictFlags,
  type WhereFlags,
} from './run-flags.ts';
import {runModeOf} from './run-mode-from-flags.ts';
import {readShard} from './shard.ts';
import {writeSnapshot} from './write-snapshot.ts';

type RunFlags = OutputFlags &
  VerdictFlags &
  SelectionFlags &
  ChecklistFlags &
  PacingFlags &
  WhereFlags &
  RecordingFlags;

/** `run [FILE]`. */
export async function runFile(named: string | undefined, flags: RunFlags): Promise<void> {
  const loaded = await sound(await loadFromFlags(named, flags), flags);
  const source = await runModeOf(flags);
  const traces = tracesWanted(loaded.checklist, flags);
  const request = {...loaded, source, traces, ...circumstances(flags), ...selectionOf(flags)};
  await performRun(request, presentationOf(flags));
}

/** `check ID`: an ad hoc checklist of one item. */
export async function runCheck(id: string, flags: CheckFlags): Promise<void> {
  const given = {...readPairs('--with', flags.with), ...readObject('--with-json', flags['with-json'])};
  if (flags.write !== undefined && id !== 'alb/rules-unchanged') {
    throw new UsageError(`--write: check ${id} has no snapshot that could be written`, {where: '--write'});
  }
  const written = flags.write === undefined ? given : {...given, snapshot: flags.write};
  await withTraceSetup(flags, async ({checklist: lender, runMode, scope, secretValues}) => {
    const {checklist, problems} = adHocChecklist({
      checks: CHECKS,
      command: `check ${id}`,
      title: null,
      items: [{id: id.replaceAll('/', '-'), check: id, with: written, needs: []}],
      place: '--with',
      flagOf: () => '--with',
      region: flags.region ?? null,
      profile: flags.profile ?? null,
      control: flags.control ?? null,
      timeoutMs: flags.timeout ?? null,
      lender,
      found: {},
    });
    const loaded = await sound({checklist, problems, moreProblems: 0, waivers: [], signOffs: []}, flags);
    const isRecorded = flags.record !== undefined;
    const source =
      flags.write === undefined ? runMode : openFactSource(runMode, {secrets: secretValues, record: isRecorded});
    if (flags.write !== undefined && 'store' in source)
      await writeSnapshot(flags.write, loaded.checklist, scope, source);
    await performRun({...loaded, source, ...unpaced(flags)}, presentationOf(flags));
  });
}

/** How a checklist runs that was made on the spot: all of it, at no stage, to decide nothing. */
export function unpaced(flags: WhereFlags) {
  const whole = {stage: null, selection: {only: [], skip: [], tags: [], withNeeds: true}};
  return {...circumstances({...flags, concurrency: 16, bail: false}), ...whole, decides: false};
}

export function selectionOf({only = [], skip = [], tag = [], needs, ...flags}: SelectionFlags) {
  const when = {stage: flags.stage ?? null, stageBegan: flags['stage-began']};
  const shard = flags.shard === undefined ? undefined : readShard(flags.shard, process.env);
  return {...when, selection: {only, skip, tags: tag, withNeeds: needs, shard}};
}

export function circumstances(flags: PacingFlags & Partial<WhereFlags>) {
  const {concurrency, bail} = flags;
  const [region, profile, vantage] = [flags.region ?? null, flags.profile ?? null, flags.vantage ?? null];
  return {concurrency, bail, region, profile, vantage};
}

export function presentationOf(flags: OutputFlags & Partial<VerdictFlags & RecordingFlags>): Presentation {
  const {reporter = [], json, quiet, verbose, strict, decide = false} = flags;
  return {
    reporters: json ? [...reporter, 'json'] : reporter,
    quiet,
    verbose,
    noColor: flags['no-color'],
    strict,
    allowEmpty: flags['allow-empty'] ?? false,
    decide,
    recordTo: flags.record ?? null,
    baseline: flags.baseline ?? null,
  };
}

function readObject(flag: string, text: string | undefined): Record<string, Json> {
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, Json>;
  } catch (error) {
    throw new UsageError(`${flag}: is not JSON (${messageOf(error)})`, {where: flag, cause: error});
  }
  throw new UsageError(`${flag}: is not a JSON object such as {"host": "mcp.example.com"}`, {where: flag});
}

import {openFactSource} from '../../app/fact-source.ts';
import {type AdHocItem, adHocChecklist, type FoundIn} from '../../checklist/ad-hoc.ts';
import {CHECKS} from '../../checks/index.ts';
import {type Presentation, performRun} from '../run/perform-run.ts';
import {sound} from '../run/problems.ts';
import {presentationOf, unpaced} from '../run/run-from-flags.ts';
import {withTraceSetup} from '../trace/accounts-and-regions.ts';
import type {Place} from './find-subject.ts';
import type {OperatorFlags} from './operator-flags.ts';

const DEFAULT_TIMEOUT_MS = 20_000;

/** Works out where an operator command looks; the built-in world, if that is used, runs until `use` is done. */
export async function inPlace(flags: OperatorFlags, use: (place: Place) => Promise<void>): Promise<void> {
  await withTraceSetup(flags, async ({scope, runMode, secretValues, checklist: lender}) => {
    const factSource = openFactSource(runMode, {secrets: secretValues, record: flags.record !== undefined});
    await use({factSource, scope, lender, flags, timeoutMs: flags.timeout ?? DEFAULT_TIMEOUT_MS});
  });
}

export interface AdHocRun {
  readonly command: string;
  readonly title: string;
  readonly items: readonly AdHocItem[];
  readonly found: Readonly<Record<string, FoundIn>>;
  /** Beside what the flags of every operator command say. */
  readonly presentation?: Pick<Presentation, 'streams' | 'names' | 'saveTo'>;
}

/** Runs a checklist made on the spot. */
export async function runAdHoc(
  {command, title, items, found, presentation = {}}: AdHocRun,
  {factSource, lender, flags}: Place,
): Promise<void> {
  const [first, ...others] = items;
  if (first === undefined) throw new Error(`${command}: no check fits`);
  const {checklist, problems} = adHocChecklist({
    checks: CHECKS,
    command,
    title,
    items: [first, ...others],
    place: command,
    flagOf: (param) => FLAGS[param] ?? command,
    region: flags.region ?? null,
    profile: flags.profile ?? null,
    control: null,
    timeoutMs: flags.timeout ?? null,
    lender,
    found,
    nameServers: flags['name-server'] ?? [],
  });
  const loaded = await sound({checklist, problems, moreProblems: 0, waivers: [], signOffs: []}, flags);
  await performRun({...loaded, source: factSource, ...unpaced(flags)}, {...presentationOf(flags), ...presentation});
}

/** The flags that stand for params; the rest comes from the argument. */
const FLAGS: Readonly<Record<string, string>> = {
  alb: '--alb',
  zone: '--zone',
  nameServers: '--name-server',
  targetGroup: '--target-group',
  holdFor: '--hold',
  expect: '--expect',
  headers: '--header',
  era: '--era',
  basePath: '--base-path',
};

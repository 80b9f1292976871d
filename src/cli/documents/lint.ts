import {dirname, join, sep} from 'node:path';
import {firstOf, type ShownProblems} from '../../checklist/shown-problems.ts';
import {environmentsWithSignOffs} from '../../checklist/side-files/sign-offs.ts';
import {judgeSignOffFiles, judgeWaivers, type SideFilesJudged} from '../../checklist/side-files/uncounted.ts';
import {warningWithout} from '../../checklist/yaml/problem-log.ts';
import type {Item, Problem, SignOff} from '../../model/checklist.ts';
import {EXIT} from '../../model/decision/exit-code.ts';
import {type LoadedFile, loadFromFlags} from '../run/load-from-flags.ts';
import {problemsText} from '../run/problems.ts';
import type {ChecklistFlags} from '../run/run-flags.ts';

export interface Lint {
  readonly exitCode: number;
  readonly document: {
    readonly file: string;
    /** The first hundred. */
    readonly problems: readonly Problem[];
    readonly moreProblems: number;
    readonly items: number;
    /** Inputs that are used and have no value: a run needs one for each. */
    readonly unsetInputs: readonly string[];
    /** The question hash that a sign-off of each question is bound to; without those that wait for an input. */
    readonly manual: readonly {readonly id: string; readonly ask: string; readonly asked: string}[];
  };
  readonly text: string;
}

type LintFlags = ChecklistFlags & {readonly strict?: boolean};

/** Everything that is wrong with a checklist and its side files, and the question hash (`asked`) of every question. */
export async function lint(named: string | undefined, flags: LintFlags): Promise<Lint> {
  const loaded = await loadFromFlags(named, flags, 'none');
  const {file, checklist, unset} = loaded;
  const judged = await judgedIn(named, flags, loaded);
  const {problems, moreProblems} = shownOf(loaded, judged);
  const known = (checklist?.items ?? []).filter(({id}) => !unset.items.includes(id));
  const manual = known.flatMap(questionOf);
  const count = checklist?.items.length ?? 0;
  const hasErrors = checklist === null || problems.some(({severity}) => severity === 'error');
  const lines = problems.length > 0 ? [await problemsText({problems, moreProblems})] : [];
  if (checklist !== null) {
    if (manual.length > 0) {
      lines.push('question hashes (asked):', ...manual.map(({id, asked}) => `  ${asked}  ${id}`));
    }
    if (unset.inputs.length > 0) lines.push(`a run needs ${unset.inputs.map((name) => `--var ${name}=…`).join(' ')}`);
    if (!hasErrors) lines.push(`${file}: sound, ${count} item${count === 1 ? '' : 's'}`);
  }
  // What is not shown might be of a sign-off.
  const isUncounted =
    judged.uncounted.length > 0 ||
    loaded.moreProblems > 0 ||
    loaded.problems.some((problem) => isOfSideFile(problem, file));
  return {
    exitCode: hasErrors ? EXIT.usage : flags.strict && isUncounted ? EXIT.fail : EXIT.ok,
    document: {file, problems, moreProblems, items: count, unsetInputs: unset.inputs, manual},
    text: `${lines.join('\n')}\n`,
  };
}

function shownOf(loaded: ShownProblems, {uncounted, ending}: SideFilesJudged): ShownProblems {
  const {problems, moreProblems} = firstOf([...loaded.problems, ...uncounted, ...ending]);
  return {problems, moreProblems: moreProblems + loaded.moreProblems};
}

/** Sign-offs and waivers as they are judged now: those of the environment, or else of each that has any. */
async function judgedIn(named: string | undefined, flags: LintFlags, loaded: LoadedFile): Promise<SideFilesJudged> {
  const {checklist, waivers} = loaded;
  if (checklist === null) return {uncounted: [], ending: []};
  const now = new Date();
  const judged: SideFilesJudged[] = [
    judgeSignOffFiles(checklist, judgeable(loaded), now),
    judgeWaivers(checklist, waivers, now),
  ];
  // Stdin can be read once.
  const isOpen = flags.env === undefined && named !== '-';
  const others = isOpen ? await environmentsWithSignOffs(checklist.folder, checklist.environments) : [];
  for (const env of others) judged.push(await judgedInEnvironment(named, {...flags, env}, env, now));
  return {
    uncounted: judged.flatMap(({uncounted}) => uncounted),
    ending: judged.flatMap(({ending}) => ending),
  };
}

/** Without answers to questions that wait for an input: what was asked is not known. */
function judgeable({signOffs, unset}: LoadedFile): readonly SignOff[] {
  return signOffs.filter(({item}) => !unset.items.includes(item));
}

async function judgedInEnvironment(
  named: string | undefined,
  flags: LintFlags,
  env: string,
  now: Date,
): Promise<SideFilesJudged> {
  const loaded = await loadFromFlags(named, flags, 'none');
  const {file, checklist, problems} = loaded;
  const folder = join(dirname(file), 'signoffs', env);
  const ofFolder = problems.filter((problem) => problem.file.startsWith(folder + sep));
  if (checklist !== null) {
    const {uncounted, ending} = judgeSignOffFiles(checklist, judgeable(loaded), now);
    return {uncounted: [...ofFolder, ...uncounted], ending};
  }
  if (ofFolder.some(({severity}) => severity === 'error')) return {uncounted: ofFolder, ending: []};
  const message = `cannot be judged: the checklist has errors there, see \`lint --env ${env}\``;
  return {uncounted: [...ofFolder, warningWithout(folder, message)], ending: []};
}

/** A warning of load about a sign-off or a waiver is one of something that does not count. */
function isOfSideFile(problem: Problem, checklistFile: string): boolean {
  const folder = dirname(checklistFile);
  return problem.file === join(folder, 'waivers.yaml') || problem.file.startsWith(join(folder, 'signoffs') + sep);
}

function questionOf({id, manual}: Item) {
  return manual === null ? [] : [{id, ask: manual.ask, asked: manual.asked}];
}

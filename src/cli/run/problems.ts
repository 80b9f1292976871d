import type {LoadedChecklist} from '../../checklist/load.ts';
import type {ShownProblems} from '../../checklist/shown-problems.ts';
import type {Checklist, Problem} from '../../model/checklist.ts';
import {UsageError} from '../../model/errors.ts';

type Loaded = Omit<LoadedChecklist, 'unset'>;
export type SoundChecklist = Loaded & {readonly checklist: Checklist};

/**
 * A checklist that can be run. Warnings go to stderr, except under `--quiet`.
 * @throws UsageError with everything that is wrong with it, at once.
 */
export async function sound(loaded: Loaded, {quiet}: {readonly quiet: boolean}): Promise<SoundChecklist> {
  const {checklist, problems} = loaded;
  if (checklist === null) {
    const where = problems.filter(({severity}) => severity === 'error').map(placeOf)[0] ?? '';
    throw new UsageError(await problemsText(loaded), {code: 'invalid-checklist', where});
  }
  if (problems.length > 0 && !quiet) process.stderr.write(`${await problemsText(loaded)}\n\n`);
  return {...loaded, checklist};
}

/** All problems, each with its line and caret, and their counts. */
export async function problemsText({problems, moreProblems}: ShownProblems): Promise<string> {
  // Measuring text takes 25 ms to load, and most checklists have no problems.
  const {problemText} = await import('../../render/problem-text.ts');
  const errors = problems.filter(({severity}) => severity === 'error').length;
  const counts = [count(errors, 'error'), count(problems.length - errors, 'warning')].filter((text) => text !== '');
  if (moreProblems > 0) counts.push(`${moreProblems} more of either`);
  return [...problems.map(problemText), counts.join(', ')].join('\n');
}

/** The way the problem's own text begins. */
function placeOf({file, line, column, excerpt}: Problem): string {
  return excerpt === null ? file : `${file}:${line}:${column}`;
}

function count(number: number, word: string): string {
  return number === 0 ? '' : `${number} ${word}${number === 1 ? '' : 's'}`;
}

import type {Item, Problem} from '../../model/checklist.ts';
import {loadFromFlags} from '../run/load-from-flags.ts';
import {problemsText} from '../run/problems.ts';
import type {ChecklistFlags} from '../run/run-flags.ts';

export interface Lint {
  readonly ok: boolean;
  readonly document: {
    readonly file: string;
    /** The first hundred. */
    readonly problems: readonly Problem[];
    readonly moreProblems: number;
    readonly items: number;
    /** The question hash that a sign-off of each question is bound to. */
    readonly manual: readonly {readonly id: string; readonly ask: string; readonly asked: string}[];
  };
  readonly text: string;
}

/** Everything that is wrong with a checklist and its side files, and the question hash (`asked`) of every question. */
export async function lint(named: string | undefined, flags: ChecklistFlags): Promise<Lint> {
  const {file, checklist, problems, moreProblems} = await loadFromFlags(named, flags);
  const items = checklist?.items ?? [];
  const manual = items.flatMap(questionOf);
  const lines = problems.length > 0 ? [await problemsText({problems, moreProblems})] : [];
  if (checklist !== null) {
    if (manual.length > 0) lines.push('asked:', ...manual.map(({id, asked}) => `  ${asked}  ${id}`));
    lines.push(`${file}: sound, ${items.length} item${items.length === 1 ? '' : 's'}`);
  }
  return {
    ok: checklist !== null,
    document: {file, problems, moreProblems, items: items.length, manual},
    text: `${lines.join('\n')}\n`,
  };
}

function questionOf({id, manual}: Item) {
  return manual === null ? [] : [{id, ask: manual.ask, asked: manual.asked}];
}

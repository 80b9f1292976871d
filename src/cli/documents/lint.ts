import type {Item, Problem} from '../../model/checklist.ts';
import {loadFromFlags} from '../run/load-from-flags.ts';
import {problemsText} from '../run/problems.ts';
import type {ChecklistFlags} from '../run/run-flags.ts';

export interface Lint {
  readonly ok: boolean;
  readonly document: {
    readonly file: string;
    readonly problems: readonly Problem[];
    readonly items: number;
    /** Inputs that are used and have no value: a run needs one for each. */
    readonly unsetInputs: readonly string[];
    /** The question hash that a sign-off of each question is bound to; without those that wait for an input. */
    readonly manual: readonly {readonly id: string; readonly ask: string; readonly asked: string}[];
  };
  readonly text: string;
}

/** Everything that is wrong with a checklist and its side files, and the question hash (`asked`) of every question. */
export async function lint(named: string | undefined, flags: ChecklistFlags): Promise<Lint> {
  const {file, checklist, problems, unset} = await loadFromFlags(named, flags, 'none');
  const items = checklist?.items ?? [];
  const manual = items.filter(({id}) => !unset.items.includes(id)).flatMap(questionOf);
  const lines = problems.length > 0 ? [await problemsText(problems)] : [];
  if (checklist !== null) {
    if (manual.length > 0) lines.push('asked:', ...manual.map(({id, asked}) => `  ${asked}  ${id}`));
    if (unset.inputs.length > 0) lines.push(`a run needs ${unset.inputs.map((name) => `--var ${name}=…`).join(' ')}`);
    lines.push(`${file}: sound, ${items.length} item${items.length === 1 ? '' : 's'}`);
  }
  return {
    ok: checklist !== null,
    document: {file, problems, items: items.length, unsetInputs: unset.inputs, manual},
    text: `${lines.join('\n')}\n`,
  };
}

function questionOf({id, manual}: Item) {
  return manual === null ? [] : [{id, ask: manual.ask, asked: manual.asked}];
}

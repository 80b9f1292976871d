import {loadChecklist} from '../checklist/load.ts';
import {CHECKS} from '../checks/index.ts';
import type {Item, Problem} from '../model/checklist.ts';
import {problemsText} from './problems.ts';
import {readPairs} from './run-flags.ts';

interface LintFlags {
  readonly env?: string | undefined;
  readonly var?: readonly string[] | undefined;
  readonly 'var-file'?: readonly string[] | undefined;
}

export interface Lint {
  readonly ok: boolean;
  readonly document: {
    readonly file: string;
    readonly problems: readonly Problem[];
    readonly items: number;
    /** What a sign-off of each question is bound to. */
    readonly manual: readonly {readonly id: string; readonly ask: string; readonly asked: string}[];
  };
  readonly text: string;
}

/** Everything that is wrong with a checklist and the files beside it, and the `asked` hash of every question. */
export async function lint(file: string, flags: LintFlags): Promise<Lint> {
  const {checklist, problems} = await loadChecklist({
    file,
    checks: CHECKS,
    environment: flags.env ?? null,
    vars: readPairs('--var', flags.var),
    varFiles: flags['var-file'] ?? [],
    processEnv: process.env,
  });
  const items = checklist?.items ?? [];
  const manual = items.flatMap(questionOf);
  const lines = problems.length > 0 ? [problemsText(problems)] : [];
  if (checklist !== null) {
    if (manual.length > 0) lines.push('asked:', ...manual.map(({id, asked}) => `  ${asked}  ${id}`));
    lines.push(`${file}: sound, ${items.length} items`);
  }
  return {
    ok: checklist !== null,
    document: {file, problems, items: items.length, manual},
    text: `${lines.join('\n')}\n`,
  };
}

function questionOf({id, manual}: Item) {
  return manual === null ? [] : [{id, ask: manual.ask, asked: manual.asked}];
}

import type {SaidOfRepository} from '../test/checks/repo/failures/said.ts';
import {cell} from './table-cell.ts';

/** The part of `docs/failures.md` that is about files: what was in them, and what the tool said of it. */
export function repositoryFailures(rows: readonly SaidOfRepository[]): readonly string[] {
  return [
    '## In the repository',
    '',
    `${rows.length} ways in which files are not what a plan says, or do not tell: \`test/checks/repo/failures.test.ts\` writes them and holds the`,
    'tool to verdict, message and advice. What Terraform itself makes of code is compared by `test/e2e/terraform-code.test.ts`.',
    '',
    '| what is so | noticed by | it says | to do |',
    '|---|---|---|---|',
    ...rows.map(({what, check, status, says, toDo}) => {
      const unsure = status === 'error' ? ' (could not tell)' : '';
      return `| ${cell(what)} | ${check}${unsure} | ${cell(says)} | ${cell(toDo)} |`;
    }),
    '',
  ];
}

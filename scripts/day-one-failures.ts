import type {SaidOfPlan} from '../test/lab/day-one/said.ts';
import {cell} from './table-cell.ts';

/** The part of `docs/failures.md` that is about the plan: what the shipped checklist says of it before anything is built. */
export function dayOneFailures(rows: readonly SaidOfPlan[]): readonly string[] {
  return [
    '## In the plan itself, on the first day',
    '',
    `${rows.length} things that are wrong, or have to be known, before anything is built: \`test/lab/day-one.world.test.ts\` runs the shipped checklist with`,
    '`--stage analysis` in a world in which nothing of the migration is there.',
    '',
    '| what is so | noticed by | it says | to do |',
    '|---|---|---|---|',
    ...rows.map(({what, item, check, status, says, toDo}) => {
      const verdict = status === 'pass' ? ' (passes)' : '';
      return `| ${cell(what)} | \`${item}\`, ${check}${verdict} | ${cell(says)} | ${cell(toDo)} |`;
    }),
    '',
  ];
}

import type {SaidOfRow} from '../test/e2e/wire/said.ts';
import {cell} from './table-cell.ts';

/** The part of `docs/failures.md` that is about MCP below a base path: what was set up for real, and what the tool said of it. */
export function basePathFailures(rows: readonly SaidOfRow[]): readonly string[] {
  const isHealthy = ({said}: SaidOfRow) => said.every(({status}) => status === 'pass');
  const healthy = rows.filter(isHealthy);
  const failing = rows.filter((row, index) => !isHealthy(row) && !rows.slice(0, index).some(isAlike(row)));
  return [
    '## MCP below a base path',
    '',
    'FastAPI with fastapi-mcp at /jessica-service/mcp/sse/stream, told of the prefix in one of the ways in which people do, with one',
    'worker and with two, behind nginx that keeps the prefix or strips it; and the reference server behind TLS.',
    '`test/e2e/mcp-base-path.test.ts` holds the tool to verdict, cause and advice; of fastapi-mcp the official clients of MCP (TypeScript',
    '1.x and 2.x, Python) agree whether it works. What fails with two workers as with one is there once.',
    '',
    '| server | what is so | noticed by | it says | to do |',
    '|---|---|---|---|---|',
    ...failing.flatMap(rowsOf),
    '',
    `And ${healthy.length} that pass:`,
    '',
    ...healthy.flatMap(({what, said}) => `- ${cell(what)}: ${said.map(({says}) => cell(says)).join('; ')}`),
    '',
  ];
}

/** Whether both are of one setup, with another number of workers, and the same is said of them. */
function isAlike({where, what, said}: SaidOfRow) {
  const setupOf = (text: string) => text.replace(/, \d+ workers?$/, '');
  return (other: SaidOfRow) =>
    other.where === where &&
    setupOf(other.what) === setupOf(what) &&
    JSON.stringify(other.said) === JSON.stringify(said);
}

function rowsOf({where, what, said}: SaidOfRow): string[] {
  return said
    .filter(({status}) => status !== 'pass')
    .map(({check, status, says, toDo}, index) => {
      const [place, fault] = index === 0 ? [where, cell(what)] : ['', ''];
      const verdict = status === 'error' ? ' (could not tell)' : '';
      return `| ${place} | ${fault} | ${check}${verdict} | ${cell(says)} | ${cell(toDo)} |`;
    });
}

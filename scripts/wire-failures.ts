import type {KnownWireFailure} from '../test/e2e/wire/known-wire-failures.ts';
import type {SaidOfRow} from '../test/e2e/wire/said.ts';
import {cell} from './table-cell.ts';

const CLIENTS: Readonly<Record<string, string>> = {
  events: 'get their events',
  nothing: 'get nothing',
  refused: 'give up for good',
};

/** The part of `docs/failures.md` that is about the wire: what was set up for real, and what the tool said of it. */
export function wireFailures(rows: readonly SaidOfRow[]): readonly string[] {
  const isHealthy = ({said}: SaidOfRow) => said.every(({status}) => status === 'pass');
  const healthy = rows.filter(isHealthy);
  const places = [...new Set(healthy.map(({where}) => where))];
  return [
    '## On the wire',
    '',
    `${rows.length - healthy.length} ways in which proxies, frameworks and servers fail a stream or a WebSocket, each set up for real (the proxies are those of Debian 12, timers`,
    'are scaled down to seconds) by `test/e2e/wire.test.ts`, which holds the tool to verdict, cause and advice. Times and counts that were',
    'measured are left out. Real clients are Chromium and two EventSource clients of Node.js, where they were asked.',
    '',
    '| where | what is so | noticed by | it says | to do | real clients |',
    '|---|---|---|---|---|---|',
    ...rows.filter((row) => !isHealthy(row)).flatMap(rowsOf),
    '',
    `And ${healthy.length} that are healthy, and pass:`,
    '',
    ...places.map((where) => {
      const names = healthy.filter((row) => row.where === where).map(({what}) => cell(what));
      return `- ${where}: ${names.join('; ')}`;
    }),
    '',
  ];
}

/** What is known to go wrong, and what notices it. */
export function knownWireFailures(failures: readonly KnownWireFailure[]): readonly string[] {
  const later = failures.filter(({by}) => by.length === 0);
  return [
    `## ${failures.length} ways in which streams and MCP fail behind proxies`,
    '',
    `${failures.length - later.length} of them are noticed by a check, each held to it by a test; ${later.length} take several looks that are compared, or load, which is for later.`,
    '',
    '| | failure | noticed by | for later |',
    '|---|---|---|---|',
    ...failures.map(
      ({number, what, by, later: rest = ''}) =>
        `| ${number} | ${cell(what)} | ${[...new Set(by.map(({check}) => check))].join(', ')} | ${rest} |`,
    ),
    '',
  ];
}

/** One row for each check that says something else than the one before. */
function rowsOf({where, what, clients, said}: SaidOfRow): string[] {
  const different = said.filter(({says, toDo}, index) => {
    const before = said.slice(0, index);
    return !before.some((other) => other.says === says && other.toDo === toDo);
  });
  return different.map(({check, status, says, toDo}, index) => {
    const [place, fault, made] =
      index === 0 ? [where, cell(what), clients === null ? '' : CLIENTS[clients]] : ['', '', ''];
    const verdict = status === 'error' ? ' (could not tell)' : status === 'pass' ? ' (passes)' : '';
    return `| ${place} | ${fault} | ${check}${verdict} | ${cell(says)} | ${cell(toDo)} | ${made} |`;
  });
}

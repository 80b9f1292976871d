import type {SaidOfRow} from '../test/e2e/wire/said.ts';
import {cell} from './table-cell.ts';

/** The part of `docs/failures.md` that is about DNS: what was set up for real, and what the tool said of it. */
export function nameFailures(rows: readonly SaidOfRow[]): readonly string[] {
  const isHealthy = ({said}: SaidOfRow) => said.every(({status}) => status === 'pass');
  const healthy = rows.filter(isHealthy);
  return [
    '## In DNS',
    '',
    `${rows.length - healthy.length} ways in which name servers and resolvers fail a host, each set up for real (BIND, Knot and NSD as authorities, unbound as`,
    'resolvers) by `test/e2e/dns.test.ts`, which holds the tool to verdict, cause and advice, and its own answers to those of dig. The load',
    'balancer is at 192.0.2.10, the old one at 198.51.100.7.',
    '',
    '| where | what is so | noticed by | it says | to do |',
    '|---|---|---|---|---|',
    ...rows.filter((row) => !isHealthy(row)).flatMap(rowsOf),
    '',
    `And ${healthy.length} that are unusual and right, and pass:`,
    '',
    ...healthy.map(({what}) => `- ${cell(what)}`),
    '',
  ];
}

function rowsOf({where, what, said}: SaidOfRow): string[] {
  return said.map(({check, status, says, toDo}, index) => {
    const [place, fault] = index === 0 ? [where, cell(what)] : ['', ''];
    const verdict = status === 'error' ? ' (could not tell)' : status === 'pass' ? ' (passes)' : '';
    return `| ${place} | ${fault} | ${check}${verdict} | ${cell(says)} | ${cell(toDo)} |`;
  });
}

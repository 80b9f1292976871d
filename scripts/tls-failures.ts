import type {SaidOfRow} from '../test/e2e/wire/said.ts';
import {cell} from './table-cell.ts';

/** The part of `docs/failures.md` that is about TLS: what was set up for real, and what the tool said of it. */
export function tlsFailures(rows: readonly SaidOfRow[]): readonly string[] {
  const said = rows.flatMap(({where, what, said}) => said.map((one) => ({where, what, ...one})));
  const wrong = said.filter(({status}) => status !== 'pass');
  return [
    '## In the TLS handshake',
    '',
    `${rows.length} servers, each set up for real by \`test/e2e/tls.test.ts\` with chains made by openssl, behind openssl's own server and nginx. curl and`,
    "openssl's client, which share no code with the tool, are asked beside it. What is not in the table passes.",
    '',
    '| where | what is so | noticed by | it says | to do |',
    '|---|---|---|---|---|',
    ...wrong.map(({where, what, check, status, says, toDo}) => {
      const verdict = status === 'error' ? ' (could not tell)' : '';
      return `| ${where} | ${cell(what)} | ${check}${verdict} | ${cell(says)} | ${cell(toDo)} |`;
    }),
    '',
  ];
}

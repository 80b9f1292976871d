import {expect} from 'chai';
import {failuresPage} from '../../scripts/failures-page.ts';
import {BREAKAGES} from '../e2e/failures/breakages.ts';
import {KNOWN_FAILURES} from '../e2e/failures/known-failures.ts';
import {LAB_VARS} from '../e2e/failures/lab-world.ts';
import {type Messages, readMessages} from '../e2e/failures/messages.ts';
import {readChecklist} from '../e2e/failures/run.ts';
import type {SaidOfRow} from '../e2e/wire/said.ts';

const {items} = await readChecklist(LAB_VARS);
const MESSAGES = readMessages();

const SAID = {check: 'sse/stream-holds', says: 'ended', toDo: 'see its log'};
const WIRE: readonly SaidOfRow[] = [
  {where: 'nginx', what: 'it holds back', clients: 'nothing', said: [{...SAID, status: 'fail'}]},
  {where: 'nginx', what: 'it hands on', clients: 'events', said: [{...SAID, status: 'pass'}]},
];
const LOST = [
  {...SAID, check: 'mcp/endpoint-keeps-base-path', status: 'pass'},
  {...SAID, check: 'mcp/messages-find-their-session', status: 'fail'},
];
const BASE_PATHS: readonly SaidOfRow[] = [
  {
    where: 'fastapi-mcp',
    what: 'a mount, 1 worker',
    clients: null,
    said: [{...SAID, says: 'below it once', status: 'pass'}],
  },
  {where: 'fastapi-mcp', what: 'a mount, 2 workers', clients: null, said: LOST},
  {where: 'fastapi-mcp', what: 'a mount, 3 workers', clients: null, said: LOST},
  {where: 'fastapi-mcp', what: 'a prefix, 2 workers', clients: null, said: LOST},
];
const NAMES: readonly SaidOfRow[] = [
  {
    where: 'resolvers',
    what: 'one is behind',
    clients: null,
    said: [{...SAID, check: 'dns/resolvers-see', status: 'error'}],
  },
  {where: 'resolvers', what: 'all agree', clients: null, said: [{...SAID, status: 'pass'}]},
];
const TLS: readonly SaidOfRow[] = [
  {where: 'OpenSSL', what: 'it has expired', clients: null, said: [{...SAID, check: 'tls/protocols', status: 'error'}]},
  {where: 'OpenSSL', what: 'it is right', clients: null, said: [{...SAID, status: 'pass'}]},
];
const SECTIONS = {
  names: NAMES,
  tls: TLS,
  wire: WIRE,
  basePaths: BASE_PATHS,
  repository: [{...SAID, what: 'a plan of a part', check: 'repo/terraform-declares', status: 'error' as const}],
  plans: [{...SAID, what: 'a plan', item: 'wildcard', check: 'alb/listener-serves-certificate', status: 'pass'}],
};

function firstOf<T>([first]: readonly T[]): T {
  if (first === undefined) throw new Error('there is none');
  return first;
}

describe('scripts/failures-page', () => {
  const lines = failuresPage(items, MESSAGES, SECTIONS).split('\n');

  it('has a line for each item that notices a fault', () => {
    const noticed = BREAKAGES.flatMap(({fails, cannotTell = []}) => [...fails, ...cannotTell]);
    const ids = new Set(items.map(({id}) => id));
    const shown = lines.map((line) => /^\|[^|]*\| `([\w-]+)`, /.exec(line)?.[1] ?? '').filter((id) => ids.has(id));
    expect(shown.sort()).to.deep.equal([...noticed].sort());
  });

  it('has a line for each failure in a repository', () => {
    expect(lines).to.include('| a plan of a part | repo/terraform-declares (could not tell) | ended | see its log |');
  });

  it('says of each known failure which fault is a case of it, or why it is seen on the wire alone', () => {
    for (const {number, failure} of KNOWN_FAILURES) {
      const row = lines.find((line) => line.startsWith(`| ${number} | ${failure.replaceAll('_', '\\_')} | `));
      expect(row, failure).to.match(/ \| [^|]+ \| <https:\/\/[^|>]+> \|$/);
    }
  });

  it('links a fault to what was written about it, under the name of who published it', () => {
    const sources = lines.flatMap((line) => /^\|.*\| (moto|recording|sdk mock) \| (.+) \|$/.exec(line)?.[2] ?? []);
    expect(sources).to.have.length(BREAKAGES.length);
    const links = sources.flatMap((source) => source.split(', '));
    for (const link of links) {
      const [, text, page = ''] = /^\[([^\]]+)\]\((\S+)\)$/.exec(link) ?? [];
      const {host} = new URL(page);
      const publisher = host === 'github.com' ? 'GitHub' : 'AWS docs';
      expect(text, link).to.be.oneOf([publisher, 'its check']);
    }
    expect(links.join(' ')).to.include('[GitHub](https://github.com/').and.include('[AWS docs](https://docs.aws.');
  });

  it('shows text as it is, in one cell', () => {
    const {fault, fails} = firstOf(BREAKAGES);
    const messages: Messages = {
      ...MESSAGES,
      [fault]: Object.fromEntries(fails.map((id) => [id, {says: 'a|b *c* <d> _e_', toDo: 'f|g'}])),
    };
    expect(failuresPage(items, messages, SECTIONS)).to.include('| a\\|b \\*c\\* \\<d> \\_e\\_ | f\\|g |');
  });

  it('shows what was said of the wire, what real clients make of it, and what is healthy', () => {
    expect(lines).to.include('| nginx | it holds back | sse/stream-holds | ended | see its log | get nothing |');
    expect(lines).to.include('- nginx: it hands on');
  });

  it('shows what fails below a base path once for each setup, and what passes with what is seen', () => {
    expect(lines).to.include('- a mount, 1 worker: below it once');
    const shown = (setup: string) =>
      `| fastapi-mcp | ${setup}, 2 workers | mcp/messages-find-their-session | ended | see its log |`;
    const rows = lines.filter((line) => line.includes('workers | mcp/'));
    expect(rows).to.deep.equal([shown('a mount'), shown('a prefix')]);
  });

  it('shows what was said of DNS, and what is healthy', () => {
    expect(lines).to.include(
      '| resolvers | one is behind | dns/resolvers-see (could not tell) | ended | see its log |',
    );
    expect(lines).to.include('- all agree');
  });

  it('lists what servers present that is wrong, and not what passes', () => {
    const page = failuresPage(items, MESSAGES, SECTIONS);
    expect(page).to.include('| OpenSSL | it has expired | tls/protocols (could not tell) |');
    expect(page).not.to.include('it is right');
  });

  it('says once what two checks say alike', () => {
    const twice = {...SAID, status: 'fail'};
    const said = [twice, {...twice, check: 'sse/stream-is-well-formed'}];
    const page = failuresPage(items, MESSAGES, {
      ...SECTIONS,
      wire: [{where: 'bytes', what: 'lines', clients: null, said}],
    });
    expect(page).to.include('| bytes | lines |').and.not.include('sse/stream-is-well-formed | ended');
  });

  it('has advice beside every message', () => {
    const said = Object.values(MESSAGES).flatMap((byItem) => Object.values(byItem));
    for (const {says, toDo} of said) expect(toDo, says).to.have.length.above(10);
  });

  it('is not made while a message is not known', () => {
    const {fault, fails} = firstOf(BREAKAGES);
    const page = () => failuresPage(items, {...MESSAGES, [fault]: {}}, SECTIONS);
    expect(page).to.throw(`"${fault}": the message of ${fails[0]} is unknown`);
  });
});

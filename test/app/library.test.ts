import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {z} from 'zod';
import {
  CannotTell,
  CHECKS,
  command,
  defineCheck,
  fail,
  loadChecklist,
  pass,
  type Report,
  type RunChecklistSettings,
  runChecklist,
  UsageError,
} from '../../src/index.ts';
import {thrownBy} from '../support/thrown-by.ts';

/** A check of another author, made from what the library exports. */
const countsLines = defineCheck({
  id: 'ours/file-is-short',
  title: 'A file has no more lines than this',
  why: 'Nobody reads a long one.',
  fix: 'Cut it.',
  byHand: 'wc -l <path>',
  links: ['https://example.com/short'],
  facts: ['files'],
  params: () => ({
    path: z.string().min(1).meta({description: 'The file'}),
    atMost: z.int().min(1).meta({description: 'How many lines will do'}),
  }),
  async run({path, atMost}, {files}) {
    const {text} = await files.read(path);
    if (text === null) throw new CannotTell(`${path}: there is no such file`, 'correct the path');
    const lines = text.trimEnd().split('\n').length;
    const evidence = [{what: 'lines', value: lines, source: path}];
    const byHand = command`head -n ${atMost} ${path}`;
    const judged = {place: path, actual: `${lines} lines`, expected: `at most ${atMost}`, evidence, byHand};
    return lines <= atMost ? pass(judged) : fail({...judged, fix: `Cut ${lines - atMost} lines.`});
  },
});

const ITEMS = `
items:
  - {id: short, title: the runbook is short, check: ours/file-is-short, with: {path: run book.md, atMost: 2}}
  - {id: undo, title: the runbook says how to undo, check: repo/file-contains, with: {path: run book.md, heading: Undo}}
  - {id: gone, title: the other one is short, check: ours/file-is-short, with: {path: other.md, atMost: 2}}
`;

describe('the library, for a program with a check of its own', () => {
  let folder = '';
  let file = '';
  const checks = [...CHECKS, countsLines];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'library-'));
    file = join(folder, 'checklist.yaml');
    await writeFile(file, `version: 1\ntitle: Move it${ITEMS}`);
    await writeFile(join(folder, 'run book.md'), '# Undo\n\nTurn it back.\n');
  });

  afterEach(() => rm(folder, {recursive: true}));

  async function run(settings: RunChecklistSettings = {}): Promise<Report> {
    const {report, bugs} = await runChecklist(await loadChecklist(file, {checks}), {checks, ...settings});
    expect(bugs).to.deep.equal([]);
    return report;
  }

  it('runs it beside the built-in ones, and reports on both', async () => {
    const {items, mode, decision} = await run({stage: 'ready'});
    expect(items.map(({id, status, summary}) => [id, status, summary])).to.deep.equal([
      ['short', 'fail', 'run book.md: 3 lines, not at most 2'],
      ['undo', 'pass', 'run book.md: heading "Undo" in line 1'],
      ['gone', 'error', 'other.md: there is no such file'],
    ]);
    expect(items.map(({fix}) => fix)).to.deep.equal(['Cut 1 lines.', null, 'correct the path']);
    expect(items.map(({byHand}) => byHand)).to.deep.equal([
      "head -n 2 'run book.md'",
      "cat -n 'run book.md'",
      'wc -l other.md',
    ]);
    expect(mode).to.equal('live');
    expect(decision?.verdict).to.equal('hold');
  });

  it('runs what was selected, and tells it as it happens', async () => {
    const events: string[] = [];
    const {items} = await run({only: ['undo'], emit: ({type}) => events.push(type)});
    expect(items.map(({id}) => id)).to.deep.equal(['undo']);
    expect(events).not.to.be.empty;
  });

  it('ends early when it is asked to, and says that it is incomplete', async () => {
    expect(await run({signal: AbortSignal.abort()}))
      .to.have.property('incomplete')
      .that.is.not.equal(false);
  });

  it('reports what is wrong with a checklist, and refuses to run it', async () => {
    const loaded = await loadChecklist(file);
    expect(loaded.problems.map(({message}) => message).join()).to.include('ours/file-is-short');
    expect((await thrownBy(runChecklist(loaded), UsageError)).message).to.include('checklist.yaml:4:');
    const unknown = runChecklist(await loadChecklist(file, {checks}), {checks, stage: 'redy'});
    expect((await thrownBy(unknown, UsageError)).message).to.include('redy');
  });

  it('returns what a check threw that is not a verdict', async () => {
    const broken = {...countsLines, run: () => Promise.reject(new Error('oh'))};
    const settings = {checks: [...CHECKS, broken]};
    const {report, bugs} = await runChecklist(await loadChecklist(file, settings), {...settings, only: ['short']});
    expect(bugs).to.have.lengthOf(1);
    expect(report.items[0]?.status).to.equal('error');
  });
});

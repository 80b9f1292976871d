import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {type Ended, runInTerminal} from '../support/pty/terminal.ts';
import {BIN} from './support/tool.ts';

const {FORCE_COLOR: _, ...INHERITED} = process.env;
const ENV: NodeJS.ProcessEnv = {...INHERITED, CI: '', TERM: 'xterm-256color', NO_COLOR: '1'};
const SIZE = {rows: 24, columns: 80};
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const CHECKLIST = `version: 1
title: Move it
people: {ops: [mg, jd]}
items:
  - id: the-diagrams-show-every-hop-of-the-new-path
    title: the diagrams are current
    manual:
      ask: Do the diagrams in docs/ show the path that \`migrate-check trace\` prints, with every hop on the way?
      approvers: [ops]
`;
const ID = 'the-diagrams-show-every-hop-of-the-new-path';

describe('e2e: a question answered at a terminal', function () {
  this.timeout(60_000);
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'signoff-'));
    file = join(folder, 'checklist.yaml');
    await writeFile(file, CHECKLIST);
  });
  afterEach(() => rm(folder, {recursive: true}));

  /** Types an answer once it is asked for. */
  async function answer(typed: string, env = ENV): Promise<Ended & {asked: number}> {
    let typedYet = false;
    const ended = await runInTerminal({
      args: [BIN, 'signoff', 'approve', ID, '--as', 'mg', '--checklist', file],
      size: SIZE,
      env,
      onText(all, keyboard) {
        if (typedYet || !all.includes('[y/N] ')) return;
        typedYet = true;
        keyboard.type(typed);
      },
    });
    return {...ended, asked: ended.text.split('[y/N]').length - 1};
  }

  it('shows the question, asks once and writes on yes', async () => {
    for (const typed of ['y\n', 'YES\n']) {
      const {status, text, asked} = await answer(typed);
      expect([status, asked]).to.deep.equal([0, 1]);
      expect(text).to.contain('Do the diagrams in docs/ show the path that `migrate-check trace`\r\n');
      expect(text).to.contain('Approve it as mg? [y/N] ');
      expect(await readFile(join(folder, `signoffs/default/${ID}.yaml`), 'utf8')).to.contain('by: mg\n');
    }
  });

  it('writes nothing on anything else', async () => {
    for (const [typed, wanted] of [
      ['\n', 1],
      ['n\n', 1],
      ['yep\n', 1],
      [CTRL_D, 1],
      [CTRL_C, 130],
    ] as const) {
      const {status, asked} = await answer(typed);
      expect([JSON.stringify(typed), status, asked]).to.deep.equal([JSON.stringify(typed), wanted, 1]);
      expect(await readdir(folder)).to.deep.equal(['checklist.yaml']);
    }
  });

  it('does not ask in CI', async () => {
    const {status, text, asked} = await answer('y\n', {...ENV, CI: 'true'});
    expect([status, asked]).to.deep.equal([2, 0]);
    expect(text).to.contain('--yes: nothing is asked in CI');
  });

  it('lists questions in 80 columns, and uncut in a pipe', async () => {
    const list = (size: typeof SIZE | null) =>
      runInTerminal({args: [BIN, 'signoff', '--checklist', file], size, env: ENV});
    const [shown, piped] = await Promise.all([list(SIZE), list(null)]);
    const lines = shown.text.trimEnd().split('\r\n');
    expect(Math.max(...lines.map((line) => line.length))).to.be.within(60, 80);
    expect(lines[0]).to.match(new RegExp(`^${ID} .* missing$`));
    expect(lines[1]).to.match(/^ {2}Do the diagrams in docs\/ .*…$/);
    expect(piped.text).to.contain('prints, with every hop on the way?  ops (mg, jd)  any stage  missing\n');
  });
});

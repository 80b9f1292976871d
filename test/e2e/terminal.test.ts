import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import type {ItemReport, Report} from '../../src/model/report.ts';
import {runText} from '../../src/render/run-text.ts';
import {createPaint} from '../../src/render/style.ts';
import {Emulator} from '../support/pty/emulator.ts';
import {fits, framesOf} from '../support/pty/frames.ts';
import {type RunInTerminal, runInTerminal} from '../support/pty/terminal.ts';
import {BIN} from './support/tool.ts';

const SIZE = {rows: 24, columns: 80};
const ENV: NodeJS.ProcessEnv = {...process.env, CI: '', TERM: 'xterm-256color', NO_COLOR: '', FORCE_COLOR: ''};
const CTRL_C = '\u0003';
/** An item holds for seconds: the run is under way, and a frame shows it. */
const UNDER_WAY = ' left ';

/** An error that blames this machine's slowness. */
function namesThisMachine({status, summary}: ItemReport): boolean {
  return status === 'error' && /\bthis machine\b/i.test(summary);
}

type OnText = NonNullable<RunInTerminal['onText']>;

/** Does something once, when the run is under way. */
function onceUnderWay(act: OnText): OnText {
  let acted = false;
  return (all, keyboard) => {
    if (acted || !all.includes(UNDER_WAY)) return;
    acted = true;
    act(all, keyboard);
  };
}

/** What the terminal shows at the end. */
async function screenAfter(events: Parameters<Emulator['play']>[0]): Promise<{text: string; showsCursor: boolean}> {
  const emulator = new Emulator(SIZE, {convertEol: false});
  await emulator.play(events);
  return {text: emulator.text(), showsCursor: emulator.showsCursor};
}

describe('e2e: a run in a terminal', function () {
  this.timeout(240_000); // Each is a whole run, and the machine may be busy.
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'in-a-terminal-'));
  });
  after(() => rm(folder, {recursive: true}));

  async function lab(run: Omit<RunInTerminal, 'args' | 'env'>) {
    const file = join(folder, 'report.json');
    const ended = await runInTerminal({args: [BIN, 'lab', '--reporter', `json:${file}`], env: ENV, ...run});
    const report: Report = JSON.parse(await readFile(file, 'utf8'));
    return {...ended, report};
  }

  it('fails nothing that passes in a pipe, fits the terminal, also a resized one, and ends with the same text', async () => {
    const piped = await lab({size: null});
    const passes = new Set(piped.report.items.filter(({status}) => status === 'pass').map(({id}) => id));
    const narrow = {rows: 12, columns: 40};
    const inTerminal = () => lab({size: SIZE, onText: onceUnderWay((_all, keyboard) => keyboard.resize(narrow))});
    let shown = await inTerminal();
    for (let again = 0; again < 3 && shown.report.items.some(namesThisMachine); again++) shown = await inTerminal();

    const turned = shown.report.items.filter(({id, status}) => status === 'fail' && passes.has(id));
    expect(turned.map(({id, summary}) => `${id}: ${summary}`)).to.deep.equal([]);

    const frames = framesOf(shown.events, SIZE);
    const resized = frames.findIndex((frame) => frame.sizes.length > 1);
    expect(resized).to.be.greaterThan(0);
    expect(frames.slice(0, resized).filter((frame) => !fits(frame, SIZE))).to.deep.equal([]);
    const heard = frames.findIndex((frame, index) => index >= resized && fits(frame, narrow));
    expect(heard).to.be.within(resized, resized + 1);
    expect(frames.slice(heard).filter((frame) => !fits(frame, narrow))).to.deep.equal([]);

    const {text, showsCursor} = await screenAfter(shown.events);
    expect(showsCursor).to.equal(true);
    expect(text.match(/^Decision: /gm)).to.have.length(1);
    const oneLine = (all: string) => all.replace(/\s+/g, ' ').trim();
    const closing = runText(shown.report, {paint: createPaint(false), width: narrow.columns, verbose: false});
    expect(oneLine(text).slice(-oneLine(closing).length)).to.equal(oneLine(closing));
  });

  it('leaves the terminal as it was after Ctrl+C', async () => {
    const {status, events} = await lab({size: SIZE, onText: onceUnderWay((_all, keyboard) => keyboard.type(CTRL_C))});
    const {text, showsCursor} = await screenAfter(events);
    expect(status).to.equal(130);
    expect(showsCursor).to.equal(true);
    expect(text.match(/^INCOMPLETE: the run was interrupted\.$/gm)).to.have.length(1);
    expect(text).to.not.include('▸');
  });

  it('restores the terminal when something throws where nothing awaits it, and reports what was thrown', async () => {
    // Without echo: typed characters do not matter here.
    const throwing = `process.stdin.setRawMode?.(true).once('data', () => { throw new Error('planted'); });`;
    const NODE_OPTIONS = `${ENV.NODE_OPTIONS ?? ''} --import data:text/javascript,${encodeURIComponent(throwing)}`;
    const {status, events} = await runInTerminal({
      args: [BIN, 'lab'],
      env: {...ENV, NODE_OPTIONS},
      size: SIZE,
      onText: onceUnderWay((_all, keyboard) => keyboard.type('x')),
    });
    const {text, showsCursor} = await screenAfter(events);
    expect(status).to.equal(70);
    expect(showsCursor).to.equal(true);
    expect(text).to.include('Error: planted');
    expect(text).to.include('INCOMPLETE: migrate-check itself failed');
    expect(text).to.not.include('▸');
  });

  it('shows each look of sse while it holds, also in a terminal that is made small, and what was seen at the end', async () => {
    const url = 'https://mcp.run.georgi.io/jessica-service/mcp/sse/stream';
    const narrow = {rows: 10, columns: 40};
    const {status, events} = await runInTerminal({
      args: [BIN, 'sse', url, '--lab'],
      env: ENV,
      size: SIZE,
      onText: onceUnderWay((_all, keyboard) => keyboard.resize(narrow)),
    });
    // Whether this machine kept up is not what this is about.
    expect(status).to.be.oneOf([0, 3]);
    const frames = framesOf(events, SIZE);
    const resized = frames.findIndex((frame) => frame.sizes.length > 1);
    expect(frames.slice(0, resized).filter((frame) => !fits(frame, SIZE))).to.deep.equal([]);
    const heard = frames.findIndex((frame, index) => index >= resized && fits(frame, narrow));
    expect(heard).to.be.within(resized, resized + 1);
    expect(frames.slice(heard).filter((frame) => !fits(frame, narrow))).to.deep.equal([]);
    const {text, showsCursor} = await screenAfter(events);
    expect(showsCursor).to.equal(true);
    expect(text).to.include('● event  ○ heartbeat');
    expect(text).to.match(/ of 4 items in /);
  });
});

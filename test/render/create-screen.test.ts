import {Writable} from 'node:stream';
import {mock} from 'node:test';
import {expect} from 'chai';
import type {RunEvent} from '../../src/model/event.ts';
import {createScreen} from '../../src/render/create-screen.ts';
import {CANONICAL} from '../support/canonical-report.ts';
import {expectGolden} from '../support/golden.ts';
import {Emulator} from '../support/pty/emulator.ts';

const STARTED: RunEvent = {
  type: 'run-started',
  title: CANONICAL.checklist.title,
  mode: CANONICAL.mode,
  overrides: CANONICAL.overrides,
  items: CANONICAL.items.map(({id, path}) => ({id, path})),
};
const WAITING: readonly RunEvent[] = [
  {type: 'item-started', id: 'stream'},
  {type: 'item-waiting', id: 'stream', why: 'holding the stream', forMs: 4300},
];
const EVENTS: readonly RunEvent[] = [
  STARTED,
  ...WAITING,
  ...CANONICAL.items.map((item): RunEvent => ({type: 'item-finished', item})),
  {type: 'run-finished', report: CANONICAL},
];

/** A terminal whose size and time a test sets, and the screen in it. */
async function screenIn({live, rows = 24, columns = 80}: {live: boolean; rows?: number; columns?: number}) {
  const writes: string[] = [];
  const now = {ms: 0, rows, columns};
  const emulator = new Emulator(now, {convertEol: true});
  const stream = new Writable({
    write(chunk, _encoding, done) {
      writes.push(String(chunk));
      done();
    },
  });
  const terminal = stream as unknown as NodeJS.WriteStream;
  const screen = await createScreen({
    terminal,
    color: false,
    live,
    size: () => now,
    width: () => now.columns,
    nowMs: () => now.ms,
    verbose: false,
    streams: null,
    names: null,
  });
  let seen = 0;
  return {
    screen,
    terminal,
    emulator,
    writes,
    /** Time goes by. */
    pass(ms: number) {
      for (let passed = 0; passed < ms; passed += 50) {
        now.ms += 50;
        mock.timers.tick(50);
      }
    },
    resize(size: {rows: number; columns: number}) {
      Object.assign(now, size);
      emulator.resize(size);
    },
    async shown() {
      for (; seen < writes.length; seen++) await emulator.write(writes[seen] ?? '');
      return emulator.text();
    },
  };
}

describe('the screen', () => {
  beforeEach(() => mock.timers.enable({apis: ['setInterval']}));
  afterEach(() => mock.timers.reset());

  it('writes a plain line for each item as it finishes', async () => {
    const {screen, writes} = await screenIn({live: false});
    for (const event of EVENTS) screen.emit(event);
    await screen.finish();
    expectGolden('plain-screen.txt', writes.join(''));
  });

  it('shows in a terminal how far the run is', async () => {
    const {screen, shown, pass} = await screenIn({live: true});
    for (const event of EVENTS.slice(0, 7)) screen.emit(event);
    pass(1000);
    expectGolden('live-screen.txt', `${await shown()}\n`);
    await screen.finish();
  });

  it('leaves in the terminal what a plain screen says above and below its lines, once, and a cursor', async () => {
    const plain = await screenIn({live: false});
    const live = await screenIn({live: true});
    for (const {screen} of [plain, live]) {
      for (const event of EVENTS) screen.emit(event);
      await screen.finish();
      await screen.finish();
    }
    const isOfOneItem = /^(wait|pass|FAIL|ERROR|blocked|pending|not due|skip) /;
    const lines = (await plain.shown()).split('\n').filter((line) => !isOfOneItem.test(line));
    expect(await live.shown()).to.equal(lines.join('\n'));
    expect(live.emulator.showsCursor).to.equal(true);
  });

  it('draws at most four times a second, and nothing when nothing has changed', async () => {
    const {screen, writes, pass} = await screenIn({live: true});
    screen.emit(STARTED);
    const first = writes.length;
    pass(950);
    expect(writes).to.have.length(first);
    for (let ms = 0; ms < 1000; ms += 50) {
      const item = CANONICAL.items[ms % 3];
      screen.emit(item === undefined ? STARTED : {type: 'item-finished', item});
      pass(50);
    }
    expect(writes.length - first).to.equal(4);
    for (const event of WAITING) screen.emit(event);
    pass(250);
    const counting = writes.length;
    pass(3000);
    expect(writes.length - counting).to.equal(6, 'the countdown and the time, each once a second');
    await screen.finish();
  });

  it('writes only the lines that have changed', async () => {
    const {screen, writes, pass} = await screenIn({live: true});
    for (const event of [STARTED, ...WAITING]) screen.emit(event);
    pass(250);
    const before = writes.length;
    pass(1000);
    expect(writes.length).to.be.greaterThan(before);
    expect(writes.slice(before).join('')).to.not.include(CANONICAL.checklist.title);
    await screen.finish();
  });

  it('leaves nothing behind when the terminal becomes narrower and wider', async () => {
    const {screen, shown, pass, resize} = await screenIn({live: true});
    // Wide characters, which a terminal wraps differently when the number of columns is odd.
    screen.emit({...STARTED, title: `x${'負荷分散'.repeat(9)}`});
    for (const event of EVENTS.slice(1, 9)) screen.emit(event);
    for (const columns of [40, 25, 80, 33, 60]) {
      await shown();
      resize({rows: 24, columns});
      pass(250);
    }
    expect((await shown()).split('\n').filter((line) => line.includes('FAIL'))).to.have.length(1);
    for (const event of EVENTS.slice(9)) screen.emit(event);
    await screen.finish();
    const text = await shown();
    expect(text).to.match(/^x負荷[負荷分散\n ]+\(11 items\)\n/);
    expect(text).to.not.include('▸');
  });

  it('draws no more than fits when the terminal becomes lower', async () => {
    const {screen, shown, pass, resize} = await screenIn({live: true, rows: 12});
    for (const event of EVENTS.slice(0, 9)) screen.emit(event);
    await shown();
    resize({rows: 4, columns: 80});
    pass(250);
    expect((await shown()).split('\n').slice(-3)).to.deep.equal([
      'Move jessica',
      '? ERROR rules: elasticloadbalancing:DescribeRules: access denied … and 1 more',
      '6/11 ✔1 ✖1 ?1 ⊘1 ◌1 ·1  0 s',
    ]);
    await screen.finish();
  });

  it('keeps what others write to the terminal until it is drawn no more', async () => {
    const {screen, terminal, shown} = await screenIn({live: true});
    for (const event of EVENTS.slice(0, 4)) screen.emit(event);
    terminal.write('a stack\n');
    expect(await shown()).to.not.include('a stack');
    for (const event of EVENTS.slice(4)) screen.emit(event);
    await screen.finish();
    expect(await shown()).to.match(/^\s*a stack\n.*Decision: HOLD/s);
  });

  it('ends when a run ends early, or never begins', async () => {
    for (const events of [[], EVENTS.slice(0, 3)]) {
      const {screen, shown, emulator} = await screenIn({live: true});
      for (const event of events) screen.emit(event);
      await screen.finish();
      expect(await shown()).to.equal(
        events.length === 0
          ? ''
          : 'Move jessica (11 items)\nOVERRIDDEN: --connect-to mcp.run.georgi.io:443:127.0.0.1:8443.',
      );
      expect(emulator.showsCursor).to.equal(true);
    }
  });

  it('gives the terminal back when the process ends at once', async () => {
    const before = process.listeners('exit');
    const {screen, shown, emulator, pass} = await screenIn({live: true});
    for (const event of EVENTS.slice(0, 4)) screen.emit(event);
    pass(250);
    expect(await shown()).to.include('▸');
    expect(emulator.showsCursor).to.equal(false);
    for (const listener of process.listeners('exit').filter((one) => !before.includes(one))) listener(1);
    expect(await shown()).to.equal('');
    expect(emulator.showsCursor).to.equal(true);
    expect(process.listeners('exit')).to.deep.equal(before);
    await screen.finish();
  });

  it('gives the terminal back while the process is stopped by Ctrl+Z', async () => {
    const kill = mock.method(process, 'kill', () => true);
    const {screen, shown, emulator, pass} = await screenIn({live: true});
    for (const event of EVENTS.slice(0, 4)) screen.emit(event);
    process.emit('SIGTSTP', 'SIGTSTP');
    kill.mock.restore();
    expect(kill.mock.calls.map((call) => call.arguments)).to.deep.equal([[process.pid, 'SIGTSTP']]);
    expect(await shown()).to.equal('');
    expect(emulator.showsCursor).to.equal(true);
    process.emit('SIGCONT', 'SIGCONT');
    pass(250);
    expect(await shown()).to.include('▸');
    expect(emulator.showsCursor).to.equal(false);
    await screen.finish();
    expect([process.listenerCount('SIGTSTP'), process.listenerCount('SIGCONT')]).to.deep.equal([0, 0]);
  });
});

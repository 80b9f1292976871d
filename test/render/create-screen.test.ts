import {Writable} from 'node:stream';
import {stripVTControlCharacters} from 'node:util';
import {expect} from 'chai';
import type {RunEvent} from '../../src/model/event.ts';
import {createScreen} from '../../src/render/create-screen.ts';
import {CANONICAL} from '../support/canonical-report.ts';
import {expectGolden} from '../support/golden.ts';

/** A stream that keeps what is written, with what listr2 asks a terminal for. */
function fakeTerminal(): {terminal: NodeJS.WriteStream; text: () => string} {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  const terminal = Object.assign(stream, {isTTY: true, columns: 100, rows: 60}) as unknown as NodeJS.WriteStream;
  return {terminal, text: () => chunks.join('')};
}

const EVENTS: readonly RunEvent[] = [
  {
    type: 'run-started',
    title: CANONICAL.checklist.title,
    mode: CANONICAL.mode,
    overrides: CANONICAL.overrides,
    items: CANONICAL.items.map(({id, path}) => ({id, path})),
  },
  {type: 'item-started', id: 'stream'},
  {type: 'item-waiting', id: 'stream', why: 'holding the stream', forMs: 4300},
  ...CANONICAL.items.map((item): RunEvent => ({type: 'item-finished', item})),
  {type: 'run-finished', report: CANONICAL},
];

async function draw(live: boolean, events = EVENTS): Promise<string> {
  const {terminal, text} = fakeTerminal();
  const screen = await createScreen({
    terminal,
    color: false,
    live,
    size: () => ({columns: 81, rows: 24}),
    width: () => 80,
    nowMs: () => 0,
    verbose: false,
  });
  for (const event of events) screen.emit(event);
  await screen.finish();
  return text();
}

describe('the screen', () => {
  it('writes a plain line for each item as it finishes', async () => {
    expectGolden('plain-screen.txt', await draw(false));
  });

  it("ends with the plan's tree, each item with its mark and evidence, each group as its worst item", async () => {
    const text = stripVTControlCharacters(await draw(true));
    const tree = text.slice(text.lastIndexOf('✔ DNS'), text.indexOf('\n\n✖ FAIL'));
    expectGolden('live-tree.txt', `${tree}\n`);
  });

  it('ends when a run ends early, with items that never finished', async () => {
    const text = await draw(true, EVENTS.slice(0, 3));
    expect(stripVTControlCharacters(text)).to.include('an idle stream outlives the timeout');
  });
});

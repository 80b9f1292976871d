import {stripVTControlCharacters} from 'node:util';
import {expect} from 'chai';
import type {RunEvent} from '../../src/model/event.ts';
import type {ItemReport} from '../../src/model/report.ts';
import {frameOf} from '../../src/render/frame.ts';
import {followRun} from '../../src/render/progress.ts';
import {createPaint} from '../../src/render/style.ts';
import {widthOf} from '../../src/render/text-width.ts';
import {CANONICAL} from '../support/canonical-report.ts';

const COLORLESS = createPaint(false);
const [PASSED, FAILED] = ['dns-record', 'stream'].map((id) => CANONICAL.items.find((item) => item.id === id)) as [
  ItemReport,
  ItemReport,
];
const TITLES = [
  'an idle stream outlives the timeout',
  '負荷分散装置のストリームがアイドルタイムアウトより長く続くことを確認する',
  '👩‍👩‍👧‍👦 family e\u0301e\u0301e\u0301',
  'x'.repeat(300),
  'העברת השירות jessica אל מאזן העומסים نقل الخدمة',
];

function runOf(items: number, title = 'Move jessica') {
  return followRun(
    {
      type: 'run-started',
      title,
      mode: 'lab',
      overrides: [],
      items: Array.from({length: items}, (_, index) => ({
        id: `item-${index}`,
        path: ['Streams', TITLES[index % TITLES.length] ?? ''],
      })),
    },
    0,
  );
}

type Run = ReturnType<typeof runOf>;

function start(run: Run, ...indexes: number[]): void {
  for (const index of indexes) run.follow({type: 'item-started', id: `item-${index}`}, 0);
}

function finish(run: Run, index: number, item: ItemReport): void {
  run.follow({type: 'item-finished', item: {...item, id: `item-${index}`}}, 0);
}

function wait(run: Run, id: string, why: string, forMs: number): void {
  run.follow({type: 'item-waiting', id, why, forMs} satisfies RunEvent, 0);
}

function frame(run: Run, rows: number, columns: number, nowMs = 0): string[] {
  return frameOf(run.progress, {rows, columns}, nowMs, COLORLESS);
}

/** Far more of everything than any terminal has lines for. */
function crowded(items: number): Run {
  const run = runOf(items, `負荷分散 ${'very '.repeat(100)}`);
  for (let index = 0; index < items; index++) {
    if (index % 3 === 0) finish(run, index, FAILED);
    else start(run, index);
    if (index % 3 === 1) wait(run, `item-${index}`, 'to confirm the failure (1 of 3)', 1000 * index);
  }
  return run;
}

describe('a frame', () => {
  it('shows the title, what kind of run it is, what is looked at, failures and counts', () => {
    const run = runOf(5);
    start(run, 0, 1, 2);
    wait(run, 'item-0', 'holds', 14_000);
    finish(run, 3, PASSED);
    finish(run, 4, FAILED);
    expect(frame(run, 24, 81, 2500)).to.deep.equal([
      'Move jessica',
      'LAB: the built-in world. Nothing here says anything about a real account.',
      '',
      '✖ FAIL  item-4: https://mcp.run.georgi.io/s: cut 3 s after the last byte, not h…',
      '',
      '▸ 12 s left  item-0  holds · an idle stream outlives the timeout',
      '▸            item-1  負荷分散装置のストリームがアイドルタイムアウトより長く続く…',
      '▸            item-2  👩‍👩‍👧‍👦 family e\u0301e\u0301e\u0301',
      '',
      '2/5  1 passed, 1 failed  2 s',
    ]);
  });

  it('counts a wait down once a second, and forgets it when it is over', () => {
    const run = runOf(1);
    start(run, 0);
    wait(run, 'item-0', 'holds', 2000);
    const at = (nowMs: number) => frame(run, 24, 80, nowMs).find((line) => line.startsWith('▸'));
    expect(at(1)).to.include('2 s left');
    expect(frame(run, 24, 80, 999)).to.deep.equal(frame(run, 24, 80, 1));
    expect(at(1000)).to.include('1 s left');
    expect(at(2000)).to.equal('▸ item-0  an idle stream outlives the timeout');
  });

  it('says of what is left out how many there are, the newest failures and the oldest looks staying', () => {
    const run = crowded(60);
    const lines = frame(run, 24, 80);
    const failures = lines.filter((line) => line.startsWith('✖'));
    const running = lines.filter((line) => line.startsWith('▸'));
    expect(lines).to.have.length(23);
    expect(failures.at(-1)).to.include('item-57:');
    expect(running[0]).to.match(/item-1\b/);
    expect(lines.filter((line) => line.startsWith('…'))).to.deep.equal([
      `… and ${20 - failures.length} more`,
      `… and ${40 - running.length} more`,
    ]);
    expect(lines.at(-1)).to.equal('20/60  20 failed  0 s');
  });

  it('gives the room that one part does not need to the other', () => {
    const run = runOf(40);
    start(run, 0, 1);
    for (let index = 2; index < 40; index++) finish(run, index, FAILED);
    const lines = frame(run, 24, 80);
    expect(lines.filter((line) => line.startsWith('▸'))).to.have.length(2);
    expect(lines.filter((line) => line.startsWith('✖')).length).to.equal(23 - 2 - 3 - 1 - 2 - 1);
  });

  it('keeps the newest failure, a look and the counts in a terminal of five lines', () => {
    const lines = frame(crowded(60), 5, 80);
    expect(lines).to.have.length(4);
    expect(lines[1]).to.match(/^✖ FAIL {2}item-57: .*… and 19 more$/);
    expect(lines[2]).to.match(/^▸ 1 s left {2}item-1 .*… and 39 more$/);
    expect(lines[3]).to.equal('20/60  20 failed  0 s');
  });

  it('says the counts in marks where words do not fit', () => {
    const run = runOf(12);
    for (const [index, item] of CANONICAL.items.entries()) finish(run, index, item);
    expect(frame(run, 24, 120).at(-1)).to.equal(
      '11/12  3 passed, 3 failed, 1 could not tell, 1 blocked, 1 pending, 1 not due, 1 skipped  0 s',
    );
    expect(frame(run, 24, 60).at(-1)).to.equal('11/12 ✔3 ✖3 ?1 ⊘1 ◌1 ·1 ↓1  0 s');
  });

  it('fits every terminal', () => {
    for (const run of [runOf(0), runOf(3), crowded(7), crowded(500)]) {
      for (let rows = 1; rows < 40; rows++) {
        for (const columns of [1, 2, 10, 20, 40, 80, 200]) {
          const lines = frame(run, rows, columns);
          expect(lines.length).to.be.at.most(rows - 1);
          for (const line of lines) expect(widthOf(line)).to.be.at.most(columns - 1);
        }
      }
    }
  });

  it('says the same in colour', () => {
    const colorful = frameOf(crowded(60).progress, {rows: 24, columns: 80}, 0, createPaint(true));
    expect(colorful.map(stripVTControlCharacters)).to.deep.equal(frame(crowded(60), 24, 80));
  });

  it('lets no escape sequence and no line feed of the outside through', () => {
    const run = runOf(1, 'a\u001b[31m\nb');
    expect(frame(run, 24, 80)[0]).to.equal('a\\u{1b}[31m b');
  });
});

import {expect} from 'chai';
import type {RunEvent} from '../../src/model/event.ts';
import type {LookProgress} from '../../src/model/look-progress.ts';
import {frameOf} from '../../src/render/frame.ts';
import {laneLines} from '../../src/render/lane-lines.ts';
import {followLooks} from '../../src/render/lanes.ts';
import {followRun} from '../../src/render/progress.ts';
import {createPaint} from '../../src/render/style.ts';
import {widthOf} from '../../src/render/text-width.ts';
import {CANONICAL} from '../support/canonical-report.ts';
import {expectGolden} from '../support/golden.ts';
import {lookProgress} from '../support/look-progress.ts';

const COLORLESS = createPaint(false);
const IDLE_TIMEOUT_MS = 60_000;

/** How a look gets on: the differences from one time to the next. */
type Steps = readonly Partial<LookProgress>[];

const OPEN: Partial<LookProgress> = {phase: 'open', status: 200, headersAtMs: 58, dueAtMs: 67_058};
const HEARTBEATS: Steps = [
  {...OPEN, atMs: 58},
  {atMs: 59, bytes: 80, events: 1, firstByteAtMs: 58, firstEventAtMs: 59, lastByteAtMs: 59},
  {atMs: 15_061, bytes: 92, comments: 1, lastByteAtMs: 15_061},
  {atMs: 30_061, bytes: 104, comments: 2, lastByteAtMs: 30_061},
];

function looks(...all: readonly (readonly [Partial<LookProgress>, Steps])[]) {
  const {lanes, follow} = followLooks();
  for (const [begin, steps] of all) {
    let look = lookProgress(begin);
    follow(look, look.atMs);
    for (const step of steps) {
      look = {...look, ...step};
      follow(look, look.atMs);
    }
  }
  return lanes;
}

function drawn(lanes: ReturnType<typeof looks>, nowMs: number, lines = 30, width = 79): string[] {
  return laneLines(lanes, {lines, width}, {nowMs, idleTimeoutMs: IDLE_TIMEOUT_MS}, COLORLESS);
}

const CROWD = looks(
  ...Array.from({length: 12}, (_, index): [Partial<LookProgress>, Steps] => [
    {key: `${index}`, address: `192.0.2.${index}`, coding: index % 2 === 0 ? 'identity' : 'browser'},
    index % 3 === 0 ? HEARTBEATS : [],
  ]),
);

describe('the lanes of looks at streams', () => {
  it('show phases, marks, silences and what is left of each timer', () => {
    const other = {key: 'b', url: 'https://api.georgi.io/負荷分散', protocol: 'http/1.1', coding: 'browser'} as const;
    const lanes = looks([{}, HEARTBEATS], [other, []]);
    expectGolden('stream-lanes.txt', `${drawn(lanes, 40_000).join('\n')}\n`);
  });

  it('show how each ended', () => {
    const over = (differing: Partial<LookProgress>): Steps => [...HEARTBEATS, {phase: 'over', ...differing}];
    const lanes = looks(
      [{key: 'held'}, over({atMs: 67_100, end: 'held'})],
      [{key: 'cut', protocol: 'http/1.1'}, over({atMs: 45_000, end: 'reset'})],
      [
        {key: 'page'},
        [
          {...OPEN, atMs: 60, status: 404},
          {atMs: 61, phase: 'over', end: 'complete'},
        ],
      ],
      [{key: 'refused'}, [{atMs: 3, phase: 'over', end: 'refused'}]],
      [{key: 'silence'}, [{atMs: 15_000, phase: 'over', end: 'no-answer'}]],
      [{key: 'quiet'}, [OPEN, {atMs: 67_100, phase: 'over', end: 'silent'}]],
    );
    expectGolden('stream-lanes-over.txt', `${drawn(lanes, 70_000).join('\n')}\n`);
  });

  it('call none held that we closed before its time', () => {
    const lanes = looks([{}, [OPEN, {atMs: 58, phase: 'over', end: 'held'}]]);
    expect(drawn(lanes, 70_000).join('\n')).to.match(/✖ .*closed by us after 0 ms/);
  });

  it('count down to the byte that a rhythm promises, once the hold is over', () => {
    const lanes = looks([{}, [...HEARTBEATS, {atMs: 60_100, lastByteAtMs: 60_100, bytes: 200, dueAtMs: 90_100}]]);
    expect(drawn(lanes, 66_000).join('\n')).to.match(/hold: 2 s left .* next byte: 25 s left/);
    expect(drawn(lanes, 70_000).join('\n')).to.match(/^(?!.*hold:).*next byte: 21 s left/s);
  });

  it('keep the sums of a stream that says very much', () => {
    const {lanes, follow} = followLooks();
    for (let index = 1; index <= 5000; index++) {
      const atMs = index * 250;
      follow(lookProgress({...OPEN, atMs, lastByteAtMs: atMs, bytes: index, events: index}), atMs);
    }
    const marks = [...lanes.values()][0]?.marks ?? [];
    expect(marks.length).to.be.at.most(1000);
    expect(marks.reduce((sum, {events}) => sum + events, 0)).to.equal(5000);
  });

  it('give each lane as many lines as there are, and say of what is left out how much it is', () => {
    expect(drawn(CROWD, 40_000, 40)).to.have.length(36);
    expect(drawn(CROWD, 40_000, 30)).to.have.length(24);
    expect(drawn(CROWD, 40_000, 12)).to.have.length(12);
    expect(drawn(CROWD, 40_000, 5).at(-1)).to.equal('… and 8 more');
    expect(drawn(CROWD, 40_000, 0)).to.deep.equal([]);
  });

  it('say first how it is where that is all that fits', () => {
    const [head] = drawn(looks([{}, HEARTBEATS]), 40_000, 3, 30);
    expect(head).to.equal('▸ open for 39 s  HTTP/2 · no …');
  });

  it('fit every terminal, as part of a frame', () => {
    const run = followRun(
      {
        type: 'run-started',
        title: '負荷分散 of streams',
        mode: 'lab',
        overrides: [],
        items: [{id: 'holds', path: ['the stream holds']}],
      },
      0,
    );
    const failed = CANONICAL.items.find(({status}) => status === 'fail');
    const events: RunEvent[] = [...CROWD.values()].map(({look}) => ({type: 'look-progressed', id: 'holds', look}));
    if (failed !== undefined) events.push({type: 'item-finished', item: failed});
    for (const event of events) run.follow(event, 0);
    for (let rows = 1; rows < 60; rows++) {
      for (const columns of [1, 2, 10, 20, 40, 80, 120, 200]) {
        const lines = frameOf(run.progress, {rows, columns}, 40_000, COLORLESS, IDLE_TIMEOUT_MS);
        expect(lines.length).to.be.at.most(rows - 1);
        for (const line of lines) expect(widthOf(line)).to.be.at.most(columns - 1);
      }
    }
  });
});

import {expect} from 'chai';
import {columnsOf, isWatched, sizeOf, usesColor} from '../../src/cli/terminal.ts';

const WINDOW = {isTTY: true, columns: 132, rows: 43};
const PIPE = {isTTY: false} as unknown as typeof WINDOW;

describe('what a stream can show', () => {
  it('is one screen redrawn in place only where a person watches', () => {
    expect(isWatched(WINDOW, {TERM: 'xterm'})).to.equal(true);
    expect(isWatched(WINDOW, {TERM: 'xterm', CI: ''})).to.equal(true);
    expect(isWatched(WINDOW, {TERM: 'dumb'})).to.equal(false);
    expect(isWatched(WINDOW, {TERM: 'xterm', CI: 'true'})).to.equal(false);
    expect(isWatched(PIPE, {TERM: 'xterm'})).to.equal(false);
  });

  it('is colour unless it was declined', () => {
    expect(usesColor(WINDOW, false, {TERM: 'xterm'})).to.equal(true);
    expect(usesColor(WINDOW, true, {TERM: 'xterm'})).to.equal(false);
    expect(usesColor(WINDOW, false, {TERM: 'xterm', NO_COLOR: '1'})).to.equal(false);
    expect(usesColor(PIPE, false, {TERM: 'xterm'})).to.equal(false);
    expect(usesColor(PIPE, false, {FORCE_COLOR: '1'})).to.equal(true);
  });

  it('is as large as the window now, and as most are where there is none or it has no size', () => {
    expect(sizeOf(WINDOW)).to.deep.equal({columns: 132, rows: 43});
    expect(sizeOf(PIPE)).to.deep.equal({columns: 80, rows: 24});
    expect(sizeOf({isTTY: true, columns: 0, rows: 0})).to.deep.equal({columns: 80, rows: 24});
    expect([WINDOW, PIPE].map((stream) => columnsOf(stream))).to.deep.equal([120, Number.POSITIVE_INFINITY]);
  });
});

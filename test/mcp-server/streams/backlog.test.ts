import {expect} from 'chai';
import {Backlog, type Waiting} from '../../../src/mcp-server/streams/backlog.ts';

const KIB = 1024;

/** A stream for which so many bytes wait. */
function waiting(kib: number, gaveUp: string[] = [], name = '') {
  const one = {
    kib,
    waitingBytes: () => one.kib * KIB,
    giveUp: () => void gaveUp.push(name),
  };
  return one satisfies Waiting;
}

describe('mcp-server backlog', () => {
  it('gives up those with the most, until no more waits in all than may', () => {
    const backlog = new Backlog(500 * KIB);
    const gaveUp: string[] = [];
    const streams = [waiting(100, gaveUp, 'a'), waiting(300, gaveUp, 'b'), waiting(90, gaveUp, 'c')];
    for (const stream of streams) backlog.note(stream, stream.waitingBytes());
    expect(gaveUp).to.deep.equal([]);
    const last = waiting(200, gaveUp, 'd');
    backlog.note(last, last.waitingBytes());
    expect(gaveUp).to.deep.equal(['b']);
  });

  it('drops no client for what has been read since', () => {
    const backlog = new Backlog(500 * KIB);
    const gaveUp: string[] = [];
    const readers = Array.from({length: 100}, () => waiting(100, gaveUp, 'reader'));
    for (const reader of readers) {
      backlog.note(reader, reader.waitingBytes());
      reader.kib = 0;
    }
    expect(gaveUp).to.deep.equal([]);
  });

  it('forgets who is over', () => {
    const backlog = new Backlog(150 * KIB);
    const gaveUp: string[] = [];
    for (let n = 0; n < 10; n++) {
      const stream = waiting(100, gaveUp, `${n}`);
      backlog.note(stream, stream.waitingBytes());
      backlog.forget(stream);
    }
    expect(gaveUp).to.deep.equal([]);
  });
});

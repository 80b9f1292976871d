import {expect} from 'chai';
import {WIRE_ROWS} from './wire/rows.ts';
import {type Looked, lookAtRows} from './wire/run.ts';
import {readSaid, type Said, type SaidOfRows, withoutMeasures, writeSaid} from './wire/said.ts';

/** `UPDATE_GOLDEN=1` writes what is said anew, for a reviewer to read; `npm run generate` then makes the page of it. */
const IS_UPDATE = process.env.UPDATE_GOLDEN === '1';

describe('e2e: what the wire does, and what the tool says of it', function () {
  this.timeout(180_000);
  let looked: readonly Looked[];

  before(async () => {
    looked = await lookAtRows(Object.values(WIRE_ROWS).flat());
    if (IS_UPDATE) writeSaid(saidOf(looked));
  });

  for (const [where, rows] of Object.entries(WIRE_ROWS)) {
    describe(where, () => {
      for (const row of rows) {
        it(row.what, () => {
          for (const {look, item} of looked.filter((each) => each.row === row)) {
            if (item instanceof Error) throw item;
            const {status, says = [], toDo = [], never = []} = look;
            const said = `${look.check}: ${item.status}: ${item.summary}\n  to do: ${item.fix ?? '-'}\n`;
            expect(item.status, said).to.equal(status);
            for (const words of says) expect(item.summary, said).to.match(words);
            for (const words of toDo) expect(item.fix ?? '', said).to.match(words);
            for (const words of never) expect(`${item.summary} ${item.fix ?? ''}`, said).not.to.match(words);
          }
        });
      }
    });
  }

  it('has said all of it in the docs', () => {
    expect(Object.keys(readSaid())).to.deep.equal(Object.keys(saidOf(looked)));
  });

  it('names each row once', () => {
    const names = Object.values(WIRE_ROWS).flatMap((rows) => rows.map(({what}) => what));
    expect(names).to.deep.equal([...new Set(names)]);
  });
});

function saidOf(looked: readonly Looked[]): SaidOfRows {
  const said: Record<string, Record<string, Said>> = {};
  for (const {row, look, item} of looked) {
    if (item instanceof Error) throw item;
    const ofRow = said[row.what] ?? {};
    said[row.what] = ofRow;
    const [says, toDo] = [item.summary, item.fix ?? ''].map(withoutMeasures);
    ofRow[look.check] = {status: item.status, says: says ?? '', toDo: toDo ?? ''};
  }
  return said;
}

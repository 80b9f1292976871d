import {expect} from 'chai';
import {WIRE_ROWS} from './wire/rows.ts';
import {type Looked, lookAtRows} from './wire/run.ts';

describe('e2e: what the wire does, and what the tool says of it', function () {
  this.timeout(180_000);
  let looked: readonly Looked[];

  before(async () => {
    looked = await lookAtRows(Object.values(WIRE_ROWS).flat());
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

  it('names each row once', () => {
    const names = Object.values(WIRE_ROWS).flatMap((rows) => rows.map(({what}) => what));
    expect(names).to.deep.equal([...new Set(names)]);
  });
});

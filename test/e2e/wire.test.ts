import {expect} from 'chai';
import {expectRowSaid, saidOf} from './wire/expect-said.ts';
import {WIRE_ROWS} from './wire/rows.ts';
import {type Looked, lookAtRows} from './wire/run.ts';
import {readSaid, writeSaid} from './wire/said.ts';

/** `UPDATE_GOLDEN=1` writes what is said anew, for a reviewer to read; `npm run generate` then makes the page of it. */
const IS_UPDATE = process.env.UPDATE_GOLDEN === '1';

describe('e2e: what the wire does, and what the tool says of it', function () {
  this.timeout(600_000);
  let looked: readonly Looked[];

  before(async () => {
    looked = await lookAtRows(Object.values(WIRE_ROWS).flat());
    if (IS_UPDATE) writeSaid('wire', saidOf(WIRE_ROWS, looked));
  });

  for (const [where, rows] of Object.entries(WIRE_ROWS)) {
    describe(where, () => {
      for (const row of rows) {
        it(row.what, () => {
          expectRowSaid(row, looked, readSaid('wire'));
        });
      }
    });
  }

  it('is in the docs as it is now', () => {
    const told = readSaid('wire').map(({where, what, clients}) => ({where, what, clients}));
    expect(told).to.deep.equal(saidOf(WIRE_ROWS, looked).map(({where, what, clients}) => ({where, what, clients})));
  });

  it('names each row once', () => {
    const names = Object.values(WIRE_ROWS).flatMap((rows) => rows.map(({what}) => what));
    expect(names).to.deep.equal([...new Set(names)]);
  });
});

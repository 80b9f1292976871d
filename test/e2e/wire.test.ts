import {expect} from 'chai';
import type {ExpectedLook} from './wire/row.ts';
import {WIRE_ROWS} from './wire/rows.ts';
import {type Looked, lookAtRows} from './wire/run.ts';
import {readSaid, type Said, type SaidOfRow, withoutMeasures, writeSaid} from './wire/said.ts';

/** `UPDATE_GOLDEN=1` writes what is said anew, for a reviewer to read; `npm run generate` then makes the page of it. */
const IS_UPDATE = process.env.UPDATE_GOLDEN === '1';

describe('e2e: what the wire does, and what the tool says of it', function () {
  this.timeout(600_000);
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
            expectSaid(look, {status: item.status, says: item.summary, toDo: item.fix ?? ''});
          }
          // What the docs show may be of another day, and has to be as right.
          const told = readSaid().find(({what}) => what === row.what);
          for (const [index, look] of row.looks.entries()) expectSaid(look, told?.said[index]);
        });
      }
    });
  }

  it('is in the docs as it is now', () => {
    const told = readSaid().map(({where, what, clients}) => ({where, what, clients}));
    expect(told).to.deep.equal(saidOf(looked).map(({where, what, clients}) => ({where, what, clients})));
  });

  it('names each row once', () => {
    const names = Object.values(WIRE_ROWS).flatMap((rows) => rows.map(({what}) => what));
    expect(names).to.deep.equal([...new Set(names)]);
  });
});

function expectSaid(look: ExpectedLook, said: Omit<Said, 'check'> | undefined): void {
  const {status = '', says = '', toDo = ''} = said ?? {};
  const message = `${look.check}: ${status}: ${says}\n  to do: ${toDo}\n`;
  expect(status, message).to.equal(look.status);
  for (const words of look.says ?? []) expect(says, message).to.match(words);
  for (const words of look.toDo ?? []) expect(toDo, message).to.match(words);
  for (const words of look.never ?? []) expect(`${says} ${toDo}`, message).not.to.match(words);
}

function saidOf(looked: readonly Looked[]): readonly SaidOfRow[] {
  return Object.entries(WIRE_ROWS).flatMap(([where, rows]) =>
    rows.map((row) => ({
      where,
      what: row.what,
      clients: row.clients?.get ?? null,
      said: looked.filter((each) => each.row === row).map(saidBy),
    })),
  );
}

function saidBy({look: {check}, item}: Looked): Said {
  if (item instanceof Error) throw item;
  const {status, summary, fix} = item;
  return {check, status, says: withoutMeasures(summary), toDo: withoutMeasures(fix ?? '')};
}

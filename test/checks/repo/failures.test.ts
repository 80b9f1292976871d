import {expect} from 'chai';
import {lookAt} from './failures/look.ts';
import {REPOSITORY_ROWS} from './failures/rows.ts';
import {readSaidOfRepository, type SaidOfRepository, writeSaidOfRepository} from './failures/said.ts';

/** `UPDATE_GOLDEN=1` writes what is said anew; `npm run generate` then makes the page of it. */
const IS_UPDATE = process.env.UPDATE_GOLDEN === '1';

describe('every failure in a repository is found, and said', () => {
  const said: SaidOfRepository[] = [];
  after(() => {
    if (IS_UPDATE) writeSaidOfRepository(said);
  });

  for (const row of REPOSITORY_ROWS) {
    it(row.what, async () => {
      const {what, check, status} = row;
      const found = await lookAt(row);
      expect(found.status, found.says).to.equal(status);
      said.push({what, check, ...found});
      if (IS_UPDATE) return;
      expect({what, check, ...found}).to.deep.equal(readSaidOfRepository().find((one) => one.what === what));
    });
  }

  it('and nothing else is in the docs', () => {
    const rows = REPOSITORY_ROWS.map(({what}) => what);
    if (!IS_UPDATE) expect(readSaidOfRepository().map(({what}) => what)).to.deep.equal(rows);
    expect(new Set(rows).size).to.equal(rows.length);
  });
});

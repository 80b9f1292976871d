import {readFileSync, writeFileSync} from 'node:fs';
import {expect} from 'chai';

/** Compares with `test/golden/NAME` as a whole. `UPDATE_GOLDEN=1` rewrites it, for review. */
export function expectGolden(name: string, text: string): void {
  const file = new URL(`../golden/${name}`, import.meta.url);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text);
  expect(text).to.equal(readFileSync(file, 'utf8'));
}

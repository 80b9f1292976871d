import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {CHECKS} from '../../src/checks/index.ts';
import {FAULTS} from '../checks/mcp/faults.ts';
import {KNOWN_WIRE_FAILURES, type Noticed} from '../e2e/wire/known-wire-failures.ts';
import {readSaid} from '../e2e/wire/said.ts';

const ROWS = [...readSaid('wire'), ...readSaid('base-path')];

const ROOT = join(import.meta.dirname, '../..');

/** The name that a check has in the code. */
function nameInCode(check: string): string {
  return (check.split('/')[1] ?? '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Whether what is said to hold a check to a failure does: rows are held to what they say by `wire.test.ts` and `mcp-base-path.test.ts`. */
function isHeld({check, held}: Noticed): boolean {
  if ('row' in held) {
    const row = ROWS.find(({what}) => what === held.row);
    return row?.said.some((said) => said.check === check && said.status === 'fail') === true;
  }
  if ('fault' in held) return FAULTS.some(([name, , claim]) => name === held.fault && claim === nameInCode(check));
  const file = join(ROOT, held.test);
  return existsSync(file) && readFileSync(file, 'utf8').includes(nameInCode(check));
}

describe('what is known to go wrong on the wire', () => {
  it('is numbered, each once', () => {
    const numbers = KNOWN_WIRE_FAILURES.map(({number}) => number);
    expect(numbers).to.deep.equal(Array.from({length: 44}, (_, index) => index + 1));
  });

  it('is noticed by a check, or for later', () => {
    const ids = new Set(CHECKS.map(({id}) => id));
    for (const {number, by, later} of KNOWN_WIRE_FAILURES) {
      expect(by.length > 0 || later !== undefined, String(number)).to.equal(true);
      expect(
        by.filter(({check}) => !ids.has(check)),
        String(number),
      ).to.deep.equal([]);
      expect(
        by.filter((noticed) => !isHeld(noticed)),
        String(number),
      ).to.deep.equal([]);
    }
  });
});

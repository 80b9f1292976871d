import {readFileSync} from 'node:fs';
import {expect} from 'chai';
import {CHECKS} from '../../src/checks/index.ts';

describe('every check that looks at AWS', () => {
  for (const {id} of CHECKS.filter(({touches}) => touches === 'aws')) {
    it(`${id} is put through the matrix by its own test`, () => {
      const test = readFileSync(new URL(`../checks/${id}.test.ts`, import.meta.url), 'utf8');
      expect(test).to.match(/^neverPassesUnanswered\(\s*check,\s*\{/m);
    });
  }
});

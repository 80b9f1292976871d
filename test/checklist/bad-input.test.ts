import {readdirSync, readFileSync} from 'node:fs';
import {expect} from 'chai';
import {linted} from './linted.ts';

const FIXTURES = new URL('./fixtures/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, FIXTURES), 'utf8');

/** `fixtures/*.yaml`: a checklist with one kind of mistake; the `.txt` beside it: what a person reads. */
describe('bad input', () => {
  for (const file of readdirSync(FIXTURES).filter((name) => name.endsWith('.yaml'))) {
    it(file.replace('.yaml', '').replaceAll('-', ' '), async () => {
      const {checklist, text} = await linted({'checklist.yaml': read(file)});
      expect(text).to.equal(read(file.replace('.yaml', '.txt')).trimEnd());
      expect(checklist).to.equal(null);
    });
  }
});

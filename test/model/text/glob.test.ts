import {expect} from 'chai';
import fc from 'fast-check';
import {isGlob, matchesGlob} from '../../../src/model/text/glob.ts';

describe('globs of ids', () => {
  const rows: [string, string, boolean][] = [
    ['dns-record', 'dns-record', true],
    ['dns-record', 'dns-records', false],
    ['dns-*', 'dns-record', true],
    ['dns-*', 'dns-', true],
    ['*', '', true],
    ['*-record', 'dns-record', true],
    ['*-record', 'dns-record-2', false],
    ['d*-*d', 'dns-a-record', true],
    ['dns-?', 'dns-a', true],
    ['dns-?', 'dns-', false],
    ['a.c', 'abc', false],
    ['', '', true],
    ['', 'a', false],
  ];
  for (const [pattern, id, expected] of rows) {
    it(`${pattern} ${expected ? 'matches' : 'does not match'} ${id}`, () =>
      expect(matchesGlob(pattern, id)).to.equal(expected));
  }

  it('mean the same as a regular expression', () => {
    const text = (letters: string) =>
      fc.array(fc.constantFrom(...letters), {maxLength: 8}).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text('ab*?'), text('ab'), (pattern, id) => {
        const same = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        return matchesGlob(pattern, id) === same.test(id);
      }),
    );
  });

  it('are distinguished from ids', () => expect(['a-b', 'a-*', 'a-?'].map(isGlob)).to.deep.equal([false, true, true]));
});

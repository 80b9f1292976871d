import {expect} from 'chai';
import {globMatches} from '../../../src/domain/listener-rules/glob.ts';

describe('glob', () => {
  it('agrees with a regular expression on every pattern of three tokens and every text of six characters', () => {
    const texts = words(['a', 'b', '/'], 6);
    for (const pattern of words(['a', 'b', '/', '*', '?'], 3)) {
      const oracle = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      for (const text of texts) {
        if (globMatches(pattern, text) !== oracle.test(text)) {
          expect.fail(`"${pattern}" on "${text}" should be ${oracle.test(text)}`);
        }
      }
    }
  });

  it('takes a star for any run of characters, dots and slashes included', () => {
    expect(globMatches('*.georgi.io', 'mcp.run.georgi.io')).to.equal(true);
    expect(globMatches('*.georgi.io', 'georgi.io')).to.equal(false);
    expect(globMatches('/mcp/*', '/mcp')).to.equal(false);
    expect(globMatches('/mcp*', '/mcp/a/b')).to.equal(true);
  });

  it('takes every other character for itself, also those that mean something to a regular expression', () => {
    expect(globMatches('/a.b', '/axb')).to.equal(false);
    expect(globMatches('/a+(b)$', '/a+(b)$')).to.equal(true);
    expect(globMatches('/A', '/a')).to.equal(false);
  });

  it('escapes only where it may', () => {
    expect(globMatches('\\*', '*', {escapes: true})).to.equal(true);
    expect(globMatches('\\*', 'x', {escapes: true})).to.equal(false);
    expect(globMatches('a\\?', 'a?', {escapes: true})).to.equal(true);
    expect(globMatches('\\*', '\\anything')).to.equal(true);
    expect(globMatches('\\a', '\\a', {escapes: true})).to.equal(true);
  });

  it('counts a character outside the basic plane as one', () => {
    expect(globMatches('?', '😀')).to.equal(true);
  });

  it('answers patterns that would make a backtracking matcher try forever', () => {
    expect(globMatches(`${'*a'.repeat(60)}b`, 'a'.repeat(5000))).to.equal(false);
  });
});

function words(alphabet: readonly string[], longest: number): string[] {
  const all = [''];
  let last = [''];
  for (let length = 1; length <= longest; length++) {
    last = last.flatMap((word) => alphabet.map((letter) => word + letter));
    all.push(...last);
  }
  return all;
}

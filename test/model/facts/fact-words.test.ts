import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {hasOutsideKeys, isFactWord} from '../../../src/model/facts/fact-words.ts';

const FACTS = join(import.meta.dirname, '../../../src/model/facts');

/** Every declaration of a member in the types of facts. */
function members(): readonly (readonly [name: string, type: string])[] {
  const files = readdirSync(FACTS, {recursive: true, encoding: 'utf8'}).filter((file) => file.endsWith('.ts'));
  return files
    .filter((file) => file.includes('aws/') || file.includes('wire'))
    .flatMap((file) =>
      Array.from(
        readFileSync(join(FACTS, file), 'utf8')
          .replace(/\/\*\*?[\s\S]*?\*\//g, '')
          .matchAll(/readonly (\w+): ([^;}]+)/g),
        ([, name = '', type = '']) => [name, type] as const,
      ),
    );
}

describe('words in facts', () => {
  it('are all that the types of facts list', () => {
    const words = members().flatMap(([name, type]) =>
      /^\s*(?:\|\s*)?'[\w-]+'(?:\s*\|\s*(?:'[\w-]+'|null))*\s*$/.test(type)
        ? Array.from(type.matchAll(/'([\w-]+)'/g), ([, word = '']) => [name, word] as const)
        : [],
    );
    expect(words.length).to.be.greaterThan(25);
    // What a list of our own tables says, or what is asked, is no fact.
    const unknown = words.filter(
      ([name, word]) => !['by', 'operator', 'prefix', 'task'].includes(name) && !isFactWord(name, word),
    );
    expect(unknown).to.deep.equal([]);
  });

  it('are no names of somebody else’s', () => {
    const maps = members().filter(([, type]) => /^Readonly<Record<string, string>>$/.test(type.trim()));
    expect(maps.length).to.be.greaterThan(5);
    expect(maps.filter(([name]) => name !== 'scopes' && !hasOutsideKeys(name))).to.deep.equal([]);
  });

  it('are words in their own member only', () => {
    expect(isFactWord('kind', 'refused')).to.equal(true);
    expect(isFactWord('message', 'refused')).to.equal(false);
    expect(isFactWord('constructor', 'refused')).to.equal(false);
  });
});

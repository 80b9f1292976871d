import {globSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import {transformSync} from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a native engineer of the field does not write, and what they write instead. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/\bcan't\b|\bcan not\b/i, 'cannot'],
  [/\b(?:could|does|do|did|is|are|was|has|should|wo|would)n't\b/i, 'the long form'],
  [/(?<!\bthere )\b(?:is|are|was|were) no (?!longer\b|more\b|less\b)\w/i, '"is not a …"'],
  [/\bstands?\b(?! for\b)/i, '"is", "holds", "comes"'],
  [/\btold\b/i, '"reported", "determined", "is not known"'],
  [/\b(?:he|his|him)\b/i, 'they'],
  [/\bnear miss/i, 'did you mean'],
  [/\bpatience\b|\bcompanion\b|\bsighting\b|\bscene\b/i, 'the word of the glossary'],
  [/\bquotas? of places\b|\bplaces? in the (?:queue|line)\b|\bstand(?:ing)? in line\b/i, 'slot, or waits in line'],
  [/\bis worth\b/i, 'the consequence of'],
  [/\bfor want of\b|\bsuch (?:a )?one\b|\bfor ever\b|\bwill do\b/i, 'plain words'],
];

/** Every text of a source file that could reach a person: literals with a space, without their `${…}`. */
function messagesOf(file: string): string[] {
  const {code} = transformSync(readFileSync(file, 'utf8'), {loader: 'ts', charset: 'utf8'});
  const literals = code.match(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g) ?? [];
  return literals.filter((literal) => literal.includes(' ')).map((literal) => literal.replaceAll(/\$\{[^}]*\}/g, '…'));
}

function refusedIn(text: string): string[] {
  return REFUSED.flatMap(([pattern, instead]) => {
    const found = pattern.exec(text);
    return found === null ? [] : `"${found[0]}" (better: ${instead}) in: ${text.slice(0, 200)}`;
  });
}

describe('words', () => {
  it('of messages are those of the field', () => {
    const found = globSync('src/**/*.ts', {cwd: root})
      .toSorted()
      .flatMap((file) =>
        messagesOf(`${root}${file}`)
          .flatMap(refusedIn)
          .map((what) => `${file}: ${what}`),
      );
    expect(found.join('\n')).to.equal('');
  });

  it('refuse a sentence that breaks them', () => {
    expect(refusedIn("the file can't be read")).to.have.length(1);
    expect(refusedIn('"x" is no host name')).to.have.length(1);
    expect(refusedIn('bytes that are no UTF-8')).to.have.length(1);
    expect(refusedIn('what stands in the file could not be told')).to.have.length(2);
    expect(refusedIn('there is no such file, and it is no longer read')).to.deep.equal([]);
    expect(refusedIn('a wildcard stands for one label')).to.deep.equal([]);
  });
});

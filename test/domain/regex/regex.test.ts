import {expect} from 'chai';
import {RE2JS} from 're2js';
import {findRegex} from '../../../src/domain/regex/find-regex.ts';
import {compileRegex, type Program} from '../../../src/domain/regex/program.ts';
import {type RegexState, regexStart} from '../../../src/domain/regex/regex-states.ts';

const PATTERNS = [
  '^/jessica-service/(.*)$',
  String.raw`^admin\.georgi\.io$`,
  '(a+)(b|ab)?',
  String.raw`[^/]+/(\w+)\b`,
  String.raw`(?i)X[a-c]|\d{2,3}`,
  '(?:a|b)*?c?$',
  '(?P<first>a)(?-i:B)',
  String.raw`[[:alpha:]_-]+\.`,
  String.raw`\Qa.b\E|\x41`,
  '((a)|b)*',
  '(a*)*b',
  String.raw`a{0}b{1,}\B`,
  String.raw`[\d\D]?[]a]`,
  '',
];

const PARTS = [
  'a',
  'b',
  '/',
  'A',
  '\\.',
  '[ab]',
  '[^a]',
  '\\w',
  '[a-cX-Z]',
  '\\bx',
  '^',
  '$',
  '\\B',
  '.*',
  '[^/]+',
  '-',
];

describe('regular expressions', () => {
  it('find what RE2 finds, group by group, and take the texts that it takes', () => {
    const random = seeded(7);
    const made = Array.from({length: 150}, () => somePattern(random, 3));
    for (const pattern of [...PATTERNS, ...made]) {
      for (const ignoresCase of [false, true]) {
        const theirs = RE2JS.compile(pattern, ignoresCase ? RE2JS.CASE_INSENSITIVE : 0);
        const ours = read(pattern, ignoresCase);
        for (let i = 0; i < 8; i++) {
          const text = Array.from({length: random(7)}, () => pick(random, [...'abAB/x1.-Xc'])).join('');
          const matcher = theirs.matcher(text);
          const isFound = matcher.find();
          const groups = isFound ? Array.from({length: matcher.groupCount() + 1}, (_, at) => matcher.group(at)) : null;
          const asked = `${pattern} in ${text}`;
          expect(groupsOf(ours, text), asked).to.deep.equal(groups);
          expect(accepts(ours, text, false), asked).to.equal(isFound);
          expect(accepts(ours, text, true), asked).to.equal(theirs.matcher(text).matches());
        }
      }
    }
  });

  it('are not read where RE2 does not read them either', () => {
    for (const pattern of [
      'a(?=b)',
      '(?<!a)b',
      '(a)\\1',
      '(?>a)',
      'a++',
      'a**',
      '\\p{L}',
      '(a',
      'a)',
      '[a',
      '*a',
      'a{2000}',
      'a\\',
    ]) {
      expect(compileRegex(pattern, {ignoresCase: false}), pattern).to.equal(null);
    }
  });

  it('are not read where they multiply without end', () => {
    expect(compileRegex('((a{100}){100}){100}', {ignoresCase: false})).to.equal(null);
  });

  it('take linear time where a search by trial would take for ever', () => {
    expect(findRegex(read('(a*)*b', false), 'a'.repeat(2000))).to.equal(null);
  });
});

function read(pattern: string, ignoresCase: boolean): Program {
  const program = compileRegex(pattern, {ignoresCase});
  if (program === null) throw new Error(`${pattern} is not read`);
  return program;
}

function groupsOf(program: Program, text: string) {
  const places = findRegex(program, text);
  if (places === null) return null;
  return Array.from({length: places.length / 2}, (_, group) => {
    const [from, to] = [places[2 * group], places[2 * group + 1]];
    return from === undefined || to === undefined ? null : text.slice(from, to);
  });
}

function accepts(program: Program, text: string, isWhole: boolean): boolean {
  let state: RegexState | null = regexStart(program, isWhole);
  for (const character of text) state = state?.step(character) ?? null;
  return state?.accepts ?? false;
}

type Random = (below: number) => number;

function seeded(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[random(items.length)];
  if (item === undefined) throw new Error('nothing to pick');
  return item;
}

function somePattern(random: Random, depth: number): string {
  const kind = depth > 0 ? random(7) : 0;
  const part = () => somePattern(random, depth - 1);
  if (kind < 2) return pick(random, PARTS);
  if (kind === 2) return part() + part();
  if (kind === 3) return `(${part()})`;
  if (kind === 4) return `(?:${part()}|${part()})`;
  if (kind === 5) return `(?:${part()})${pick(random, ['*', '+', '?', '{1,2}', '{2}', '*?', '+?', '??'])}`;
  return `(?i:${part()})${part()}`;
}

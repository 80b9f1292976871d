import {expect} from 'chai';
import {type Budget, findText, OutOfBudget} from '../../../src/domain/listener-rules/find-text.ts';
import {globMatches} from '../../../src/domain/listener-rules/glob.ts';
import {type GlobState, intersects, makeGlob, sharedText} from '../../../src/domain/listener-rules/glob-sets.ts';
import {
  HEADER_VALUES,
  HOSTS,
  PATHS,
  QUERY_PAIRS,
  type Universe,
} from '../../../src/domain/listener-rules/text-universe.ts';
import {sampleOf} from '../proof-size.ts';

/** Every text over a, b and /. */
const ANY: Universe = {
  start: 0,
  step: (_, character) => ('ab/'.includes(character) ? 0 : null),
  accepts: () => true,
  special: [],
  ordinary: [...'ab/'],
  sample: null,
};

const TEXTS = words([...'ab/'], 6);
const PATTERNS = words([...'ab/*?'], 3);
const GLOBS = PATTERNS.map((pattern) => makeGlob(pattern));
/** Of each pattern, which of the texts it matches, as bits: by `globMatches`, which is held against regular expressions. */
const MATCHED = PATTERNS.map((pattern) => bitsOf(TEXTS.map((text) => globMatches(pattern, text))));

describe('glob sets', () => {
  describe('agree with trying every text of six characters, for all patterns of three tokens:', () => {
    it('the automaton with the matcher', () => {
      for (const [i, glob] of GLOBS.entries()) {
        for (const [t, text] of TEXTS.entries()) {
          const end = [...text].reduce<GlobState | null>(
            (state, character) => state?.step(character) ?? null,
            glob.start,
          );
          if ((end?.accepts ?? false) !== bit(MATCHED[i], t)) expect.fail(`"${glob.pattern}" on "${text}"`);
        }
      }
    });

    it('whether two share a text', () => {
      for (const [i, a] of GLOBS.entries()) {
        for (const [j, b] of GLOBS.entries()) {
          const shared = MATCHED[i]?.some((word, w) => (word & (MATCHED[j]?.[w] ?? 0)) !== 0);
          if (intersects(a, b) !== shared) expect.fail(`"${a.pattern}" and "${b.pattern}" should be ${shared}`);
        }
      }
    });

    it('a text that two share, of whatever length', () => {
      for (const a of sampleOf(GLOBS)) {
        for (const b of GLOBS) {
          const text = sharedText(a, b);
          const isRight = text === null ? !intersects(a, b) : [a, b].every(({pattern}) => globMatches(pattern, text));
          if (!isRight) expect.fail(`"${a.pattern}" and "${b.pattern}" do not share ${JSON.stringify(text)}`);
        }
      }
    });

    it('whether one or two cover another, with a text when they do not', () => {
      const mismatch = firstMismatch((pattern) => MATCHED[PATTERNS.indexOf(pattern)], sampleOf(PATTERNS));
      expect(mismatch).to.equal(null);
    });

    it('and would notice a star that takes no slash', () => {
      const wrong = (pattern: string) => {
        const oracle = new RegExp(`^${pattern.replaceAll('*', '[^/]*').replaceAll('?', '.')}$`);
        return bitsOf(TEXTS.map((text) => oracle.test(text)));
      };
      expect(firstMismatch(wrong, PATTERNS)).not.to.equal(null);
    });
  });

  it('look for a text in what several groups share, none of the outside', () => {
    const find = (within: readonly (readonly string[])[], outside: readonly string[], universe = PATHS.plain) =>
      findText({
        within: within.map((group) => group.map((pattern) => makeGlob(pattern))),
        outside: outside.map((pattern) => makeGlob(pattern)),
        universe,
        budget: plenty(),
      });
    expect(find([['/a*', '/b*'], ['*c']], [])).to.equal('/axc');
    expect(find([['/a*', '/b*'], ['*c']], ['/a*'])).to.equal('/bxc');
    expect(find([['/a*'], ['/b*']], [])).to.equal(null);
    expect(find([[]], [])).to.equal(null);
    expect(find([['/mcp*']], ['/mcp', '/mcp/*'])).to.equal('/mcpx');
    expect(find([['/mcp']], ['/mcp/*'])).to.equal('/mcp');
    expect(find([['*']], ['/*'])).to.equal(null);
    expect(find([['*.run.georgi.io']], ['*.georgi.io'], HOSTS.plain)).to.equal(null);
    expect(find([['*.georgi.io']], ['*.run.georgi.io'], HOSTS.plain)).to.equal('x.georgi.io');
  });

  it('give examples that are plain texts of their kind', () => {
    const shortest = (pattern: string, outside: string[], universe: Universe) =>
      findText({
        within: [[makeGlob(pattern)]],
        outside: outside.map((one) => makeGlob(one)),
        universe: {...universe, sample: null},
        budget: plenty(),
      });
    expect(shortest('*', ['?'], HOSTS.plain)).to.equal('xx');
    expect(shortest('a*b', ['ab', 'a?b'], HOSTS.plain)).to.equal('axxb');
    expect(shortest('*.io', ['x*'], HOSTS.plain)).to.equal('a.io');
    for (const odd of ['.io', 'a..io', 'a.-b.io', 'a-.io', 'a.io.', '-a', 'a_b', '']) {
      expect(shortest(odd, [], HOSTS.plain), odd).to.equal(null);
      expect(shortest(odd, [], HOSTS.all), odd).to.equal(odd);
    }
    for (const odd of ['//a', '/a//b', '/./a', '/a/..', '/a/../b', '/.', '/a%2Fb']) {
      expect(shortest(odd, [], PATHS.plain), odd).to.equal(null);
      expect(shortest(odd, [], PATHS.all), odd).to.equal(odd);
    }
    for (const plain of ['/', '/a.b', '/.a', '/...', '/a/.b/', '/..a']) {
      expect(shortest(plain, [], PATHS.plain), plain).to.equal(plain);
    }
    expect(shortest('a', [], PATHS.all)).to.equal(null);
    expect(shortest('*', ['x'], HEADER_VALUES.plain)).to.equal('a');
    expect([shortest(' a', [], HEADER_VALUES.plain), shortest('a b', [], HEADER_VALUES.plain)]).to.deep.equal([
      null,
      'a b',
    ]);
    expect(shortest('*\n*', [], QUERY_PAIRS.plain)).to.equal('x\nx');
    expect(shortest('k\na=b', [], QUERY_PAIRS.plain)).to.equal('k\na=b');
    expect(shortest('k=\nb', [], QUERY_PAIRS.plain)).to.equal(null);
  });

  it('give up rather than guess when the budget is spent', () => {
    const within = [[makeGlob('*')]];
    const outside = ['?', '??', '???'].map((pattern) => makeGlob(pattern));
    const ask = (left: number) => findText({within, outside, universe: ANY, budget: {left}});
    expect(ask(5)).to.equal('');
    expect(() => ask(0)).to.throw(OutOfBudget);
  });
});

/** Compares each of these patterns against every union of two (one and the same included) with what the oracle's bits say. */
function firstMismatch(
  oracle: (pattern: string) => Uint32Array | undefined,
  patterns: readonly string[],
): string | null {
  const distinct = GLOBS.filter(({tokens}, i) => GLOBS.findIndex((other) => sameTokens(other.tokens, tokens)) === i);
  const bits = distinct.map(({pattern}) => oracle(pattern) ?? new Uint32Array());
  for (const [b, within] of distinct.entries()) {
    if (!patterns.includes(within.pattern)) continue;
    // To swap a and b in all three patterns swaps them in the texts: one of each such couple is enough.
    if (/^[^a]*b/.test(within.pattern)) continue;
    for (const [i, first] of distinct.entries()) {
      for (let j = i; j < distinct.length; j++) {
        const second = distinct[j] ?? first;
        const outside = [first, second];
        const text = findText({within: [[within]], outside, universe: ANY, budget: plenty()});
        const isThere = bits[b]?.some((word, w) => (word & ~((bits[i]?.[w] ?? 0) | (bits[j]?.[w] ?? 0))) !== 0);
        const isWitness =
          text !== null && globMatches(within.pattern, text) && !outside.some((one) => globMatches(one.pattern, text));
        if (isThere !== isWitness || (text !== null && !isWitness)) {
          return `"${within.pattern}" outside "${first.pattern}" and "${second.pattern}": ${text}`;
        }
      }
    }
  }
  return null;
}

function sameTokens(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function plenty(): Budget {
  return {left: 10_000};
}

/** Least significant first, 32 to a word. */
function bitsOf(values: readonly boolean[]): Uint32Array {
  const bits = new Uint32Array(Math.ceil(values.length / 32));
  for (const [i, value] of values.entries()) if (value) bits[i >> 5] = (bits[i >> 5] ?? 0) | (1 << (i & 31));
  return bits;
}

function bit(bits: Uint32Array | undefined, i: number): boolean {
  return (((bits?.[i >> 5] ?? 0) >>> (i & 31)) & 1) === 1;
}

function words(alphabet: readonly string[], longest: number): string[] {
  const all = [''];
  let last = [''];
  for (let length = 1; length <= longest; length++) {
    last = last.flatMap((word) => alphabet.map((letter) => word + letter));
    all.push(...last);
  }
  return all;
}

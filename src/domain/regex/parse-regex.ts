/**
 * Regular expressions as load balancers take them: the syntax of RE2, which has no lookarounds, backreferences, atomic
 * groups or possessive quantifiers. Source: the ALB user guide (listener rules); RE2's syntax page.
 */

import {
  ANY,
  ANY_IN_LINE,
  type CharacterSet,
  complement,
  PERL_CLASSES,
  POSIX_CLASSES,
  setOf,
  union,
  withoutCase,
} from './character-set.ts';

export type RegexNode =
  | {readonly kind: 'set'; readonly set: CharacterSet}
  | {readonly kind: 'assertion'; readonly assertion: Assertion}
  | {readonly kind: 'sequence'; readonly nodes: readonly RegexNode[]}
  | {readonly kind: 'choice'; readonly nodes: readonly RegexNode[]}
  | {
      readonly kind: 'repeat';
      readonly node: RegexNode;
      readonly min: number;
      readonly max: number;
      readonly isLazy: boolean;
    }
  | {readonly kind: 'capture'; readonly node: RegexNode; readonly index: number};

export type Assertion = 'begin' | 'end' | 'boundary' | 'no-boundary';

interface Flags {
  /** `i` */
  readonly ignoresCase: boolean;
  /** `s` */
  readonly dotTakesAll: boolean;
  /** `U` */
  readonly isLazy: boolean;
}

/** The syntax is not read: what it matches is not known. */
class Unread extends Error {
  override readonly name = 'Unread';
}

/** Null where this version does not read it. */
export function parseRegex(pattern: string, ignoresCase: boolean): RegexNode | null {
  try {
    return new Parser(pattern).whole({ignoresCase, dotTakesAll: false, isLazy: false});
  } catch (thrown) {
    if (thrown instanceof Unread) return null;
    throw thrown;
  }
}

/** As in RE2. */
const MOST_REPEATS = 1000;
const CONTROLS: Readonly<Record<string, string>> = {a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v'};
const ASSERTIONS: Readonly<Record<string, Assertion>> = {A: 'begin', z: 'end', b: 'boundary', B: 'no-boundary'};

class Parser {
  private readonly rest: {text: string};
  private captures = 0;

  constructor(pattern: string) {
    this.rest = {text: pattern};
  }

  whole(flags: Flags): RegexNode {
    const node = this.choice(flags);
    if (this.rest.text !== '') throw new Unread('a bracket that nothing opens');
    return node;
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    const match = pattern.exec(this.rest.text);
    if (match?.index !== 0) return null;
    this.rest.text = this.rest.text.slice(match[0].length);
    return match;
  }

  private choice(flags: Flags): RegexNode {
    const choices: RegexNode[] = [];
    let current = flags;
    do {
      const nodes: RegexNode[] = [];
      while (this.rest.text !== '' && !/^[|)]/.test(this.rest.text)) {
        const changed = this.flagsFromHere(current);
        if (changed !== null) current = changed;
        else nodes.push(this.repeated(current));
      }
      choices.push({kind: 'sequence', nodes});
    } while (this.take(/^\|/) !== null);
    return choices.length === 1 && choices[0] !== undefined ? choices[0] : {kind: 'choice', nodes: choices};
  }

  /** `(?i)` holds up to the end of the group. */
  private flagsFromHere(flags: Flags): Flags | null {
    const match = this.take(/^\(\?([imsU]*)(?:-([imsU]+))?\)/);
    return match === null ? null : changed(flags, match[1] ?? '', match[2] ?? '');
  }

  private repeated(flags: Flags): RegexNode {
    let node = this.atom(flags);
    let isRepeated = false;
    for (;;) {
      const match = this.take(/^(?:([*+?])|\{(\d{1,4})(,(\d{0,4}))?\})(\??)/);
      if (match === null) return node;
      // RE2 refuses `a**`; `a*+` is possessive, which load balancers do not take.
      if (isRepeated) throw new Unread('a quantifier of a quantifier');
      isRepeated = true;
      const [, sign, least, range, most, lazy] = match;
      const min = sign === undefined ? Number(least) : sign === '+' ? 1 : 0;
      const max = sign === undefined ? maxOf(min, range, most) : sign === '?' ? 1 : Number.POSITIVE_INFINITY;
      if (min > MOST_REPEATS || (max !== Number.POSITIVE_INFINITY && max > MOST_REPEATS) || max < min) {
        throw new Unread('too many repeats');
      }
      node = {kind: 'repeat', node, min, max, isLazy: (lazy === '?') !== flags.isLazy};
    }
  }

  private atom(flags: Flags): RegexNode {
    if (this.take(/^\(/) !== null) return this.group(flags);
    if (this.take(/^\^/) !== null) return {kind: 'assertion', assertion: 'begin'};
    if (this.take(/^\$/) !== null) return {kind: 'assertion', assertion: 'end'};
    if (this.take(/^\./) !== null) return {kind: 'set', set: flags.dotTakesAll ? ANY : ANY_IN_LINE};
    if (this.take(/^\[/) !== null) return {kind: 'set', set: cased(this.bracket(), flags)};
    const quotedText = this.take(/^\\Q(.*?)(?:\\E|$)/s);
    if (quotedText !== null)
      return {kind: 'sequence', nodes: [...(quotedText[1] ?? '')].map((one) => literal(one, flags))};
    const asserted = this.take(/^\\([AzbB])/);
    const assertion = ASSERTIONS[asserted?.[1] ?? ''];
    if (assertion !== undefined) return {kind: 'assertion', assertion};
    const perl = this.take(/^\\([dDsSwW])/);
    if (perl !== null) return {kind: 'set', set: classOf(perl[1])};
    if (/^[*+?]/.test(this.rest.text)) throw new Unread('nothing to repeat');
    return literal(this.character(), flags);
  }

  private group(flags: Flags): RegexNode {
    let inner = flags;
    let index: number | null = null;
    const flagged = this.take(/^\?([imsU]*)(?:-([imsU]+))?:/);
    if (flagged !== null) inner = changed(flags, flagged[1] ?? '', flagged[2] ?? '');
    else if (this.take(/^\?P?<[A-Za-z_]\w*>/) !== null || !this.rest.text.startsWith('?')) index = ++this.captures;
    else throw new Unread('a kind of group that is not supported');
    const node = this.choice(inner);
    if (this.take(/^\)/) === null) throw new Unread('a bracket that nothing closes');
    return index === null ? node : {kind: 'capture', node, index};
  }

  private bracket(): CharacterSet {
    const isNegated = this.take(/^\^/) !== null;
    let set = setOf('');
    for (let isFirst = true; isFirst || !this.rest.text.startsWith(']'); isFirst = false) {
      if (this.rest.text === '') throw new Unread('a bracket that nothing closes');
      set = union(set, this.inBracket());
    }
    this.take(/^\]/);
    return isNegated ? complement(set) : set;
  }

  private inBracket(): CharacterSet {
    const posix = this.take(/^\[:(\^?)(\w+):\]/);
    if (posix !== null) {
      const named = POSIX_CLASSES.get(posix[2] ?? '');
      if (named === undefined) throw new Unread('a class that is not known');
      return posix[1] === '^' ? complement(named) : named;
    }
    const perl = this.take(/^\\([dDsSwW])/);
    if (perl !== null) return classOf(perl[1]);
    const first = this.character();
    if (!/^-[^\]]/.test(this.rest.text)) return setOf([first]);
    this.take(/^-/);
    const [from, to] = [first.codePointAt(0) ?? 0, this.character().codePointAt(0) ?? 0];
    if (to < from || to > 0x7f) throw new Unread('a range that is not read');
    return setOf(Array.from({length: to - from + 1}, (_, i) => String.fromCodePoint(from + i)));
  }

  /** One character, escaped or not. */
  private character(): string {
    const plain = this.take(/^[^\\]/u);
    if (plain !== null) return plain[0];
    const code = this.take(/^\\x(?:\{([\da-f]{1,6})\}|([\da-f]{2}))/i);
    if (code !== null) return String.fromCodePoint(Number.parseInt(code[1] ?? code[2] ?? '', 16));
    const control = this.take(/^\\([afnrtv])/);
    if (control !== null) return CONTROLS[control[1] ?? ''] ?? '';
    const punctuation = this.take(/^\\([!-/:-@[-`{-~])/);
    if (punctuation === null) throw new Unread('an escape that is not read');
    return punctuation[1] ?? '';
  }
}

function maxOf(min: number, range: string | undefined, most: string | undefined): number {
  if (range === undefined) return min;
  return most === '' ? Number.POSITIVE_INFINITY : Number(most);
}

function changed(flags: Flags, on: string, off: string): Flags {
  // Texts that load balancers match have one line.
  const is = (letter: string, before: boolean) => (on.includes(letter) || before) && !off.includes(letter);
  return {
    ignoresCase: is('i', flags.ignoresCase),
    dotTakesAll: is('s', flags.dotTakesAll),
    isLazy: is('U', flags.isLazy),
  };
}

function classOf(letter = ''): CharacterSet {
  return PERL_CLASSES.get(letter) ?? setOf('');
}

function literal(character: string, flags: Flags): RegexNode {
  return {kind: 'set', set: cased(setOf([character]), flags)};
}

/** Case is folded before a set is negated, which union with the folded letters does for sets that are not. */
function cased(set: CharacterSet, {ignoresCase}: Flags): CharacterSet {
  if (!ignoresCase) return set;
  return set.isNegated ? complement(withoutCase(complement(set))) : withoutCase(set);
}

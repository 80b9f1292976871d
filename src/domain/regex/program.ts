/** A regular expression as steps that are followed all at once: in linear time, whatever the pattern. */

import {type CharacterSet, isWithoutCase, isWordCharacter} from './character-set.ts';
import {type Assertion, parseRegex, type RegexNode} from './parse-regex.ts';

export type Step =
  | {readonly kind: 'set'; readonly set: CharacterSet; readonly next: number}
  | {readonly kind: 'assertion'; readonly assertion: Assertion; readonly next: number}
  /** The first is tried first. */
  | {readonly kind: 'split'; readonly next: readonly [number, number]}
  | {readonly kind: 'save'; readonly slot: number; readonly next: number}
  | {readonly kind: 'match'};

export interface Program {
  readonly steps: readonly Step[];
  readonly start: number;
  /** How many groups capture, the whole match not counted. */
  readonly groups: number;
  /** Whether case makes no difference to any of its characters. */
  readonly isWithoutCase: boolean;
  /** Whether none of its sets is one of all but some: then what matches does so too where case does not count. */
  readonly hasPlainSets: boolean;
}

/** Far more than the 128 or 1024 characters of a rule need, unless they multiply repeats. */
const MOST_STEPS = 4000;

const compiled = new Map<string, Program | null>();

/** Null where this version does not read the pattern. */
export function compileRegex(pattern: string, options: {readonly ignoresCase: boolean}): Program | null {
  const key = `${options.ignoresCase}${pattern}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const node = parseRegex(pattern, options.ignoresCase);
  const program = node === null ? null : programOf(node);
  compiled.set(key, program);
  return program;
}

class TooLong extends Error {
  override readonly name = 'TooLong';
}

function programOf(node: RegexNode): Program | null {
  // Built from its end, so that each part knows what comes after it.
  const steps: Step[] = [{kind: 'match'}];
  const add = (step: Step) => {
    if (steps.length >= MOST_STEPS) throw new TooLong('the pattern multiplies too much');
    return steps.push(step) - 1;
  };
  let groups = 0;
  const build = (part: RegexNode, next: number): number => {
    switch (part.kind) {
      case 'set':
        return add({kind: 'set', set: part.set, next});
      case 'assertion':
        return add({kind: 'assertion', assertion: part.assertion, next});
      case 'sequence':
        return part.nodes.reduceRight((after, one) => build(one, after), next);
      case 'choice':
        return part.nodes
          .slice(0, -1)
          .reduceRight(
            (others, one) => add({kind: 'split', next: [build(one, next), others]}),
            build(part.nodes.at(-1) ?? {kind: 'sequence', nodes: []}, next),
          );
      case 'capture': {
        groups = Math.max(groups, part.index);
        const end = add({kind: 'save', slot: 2 * part.index + 1, next});
        return add({kind: 'save', slot: 2 * part.index, next: build(part.node, end)});
      }
      case 'repeat':
        return buildRepeat(part, next);
    }
  };
  const buildRepeat = (
    {node: repeated, min, max, isLazy}: Extract<RegexNode, {kind: 'repeat'}>,
    next: number,
  ): number => {
    const split = (into: number, past: number): Step => ({kind: 'split', next: isLazy ? [past, into] : [into, past]});
    let start = next;
    let least = min;
    if (max === Number.POSITIVE_INFINITY) {
      // Of what can be empty, RE2 makes `(x+)?` of `x*`: which of several matches comes first depends on it.
      const again = add(split(next, next));
      const body = build(repeated, again);
      steps[again] = split(body, next);
      start = min > 0 ? body : isNullable(repeated) ? add(split(body, next)) : again;
      least = min - 1;
    } else for (let i = min; i < max; i++) start = add(split(build(repeated, start), next));
    for (let i = 0; i < least; i++) start = build(repeated, start);
    return start;
  };
  try {
    const start = build(node, 0);
    const sets = steps.flatMap((step) => (step.kind === 'set' ? step.set : []));
    return {steps, start, groups, isWithoutCase: sets.every(isWithoutCase), hasPlainSets: !sets.some(isNegatedLetters)};
  } catch (thrown) {
    if (thrown instanceof TooLong) return null;
    throw thrown;
  }
}

function isNegatedLetters(set: CharacterSet): boolean {
  return set.isNegated && !isWithoutCase(set);
}

function isNullable(node: RegexNode): boolean {
  if (node.kind === 'sequence') return node.nodes.every(isNullable);
  if (node.kind === 'choice') return node.nodes.some(isNullable);
  if (node.kind === 'repeat') return node.min === 0 || isNullable(node.node);
  return node.kind === 'capture' ? isNullable(node.node) : node.kind === 'assertion';
}

/** What stands to the left of a place in a text. */
export type Before = 'nothing' | 'word' | 'other';

export function beforeOf(character: string | undefined): Before {
  if (character === undefined) return 'nothing';
  return isWordCharacter(character) ? 'word' : 'other';
}

/** Whether an assertion holds between what is before and the next character, undefined at the end of a text. */
export function asserted(assertion: Assertion, before: Before, next: string | undefined): boolean {
  if (assertion === 'begin') return before === 'nothing';
  if (assertion === 'end') return next === undefined;
  const isBoundary = (before === 'word') !== (next !== undefined && isWordCharacter(next));
  return isBoundary === (assertion === 'boundary');
}

import {expect} from 'chai';
import {isExpression, matchBody} from '../../../src/domain/repo/terraform-match.ts';
import type {Json} from '../../../src/model/outcome.ts';

const ref = (name: string) => `\${${name}}`;

const CASES: readonly (readonly [string, Json, Json | undefined, string])[] = [
  ['numbers as they are written', 90, '90', 'same'],
  ['booleans as they are written', 'true', true, 'same'],
  ['other numbers', 90, 9, 'different'],
  ['null', null, null, 'same'],
  ['text for null', '', null, 'different'],
  ['nothing', 'a', undefined, 'different'],
  ['an expression by its text', ref('a.b'), ref('a.b'), 'same'],
  ['an expression for a literal', 'a', ref('a.b'), 'unknown'],
  ['an expression for a number', 90, ref('var.p'), 'unknown'],
  ['an expression for a list', ['a'], ref('var.l'), 'unknown'],
  ['an expression for an object', {a: 1}, ref('var.o'), 'unknown'],
  ['a template around an expression', '/x/y', `/x/${ref('var.y')}`, 'unknown'],
  ['an escaped dollar', ref('x'), `$${ref('x')}`, 'same'],
  ['a list entry that is an expression', ['a', 'b'], ['a', ref('b')], 'unknown'],
  ['a list with a surely different entry', ['a', 'b'], ['c', ref('b')], 'different'],
  ['a list of texts in another order', ['a', 'b'], ['b', 'a'], 'same'],
  ['a list of numbers in another order', [1, 2], [2, 1], 'different'],
  ['a list of texts in another order, one of them open', ['a', 'b'], [ref('x'), 'a'], 'unknown'],
  ['a list in JSON', {a: ['x', 'y']}, '{"a": ["x", "y"]}', 'same'],
  ['a list in JSON in another order', {a: ['x', 'y']}, '{"a": ["y", "x"]}', 'different'],
  ['a text that is not JSON', {a: 1}, '{a: 1}', 'different'],
  ['a longer list', ['a'], ['a', 'b'], 'different'],
  ['a list for one value', 'a', ['a'], 'different'],
  ['one value for a list', ['a'], 'a', 'different'],
  ['more members than expected', {a: 1}, {a: 1, b: 2}, 'same'],
  ['an inherited member', {constructor: 'x'}, {a: 1}, 'different'],
  ['one of several blocks', {a: 1}, [{a: 2}, {a: 1}], 'same'],
  ['blocks of which one may be it', {a: 1}, [{a: 2}, {a: ref('x')}], 'unknown'],
  ['blocks in another order', [{a: 1}, {b: 2}], [{b: 2}, {a: 1}], 'same'],
  ['blocks of which one could be either', [{a: 1}, {b: 2}], [{a: 1, b: 2}, {a: 1}], 'same'],
  ['one block for two', [{a: 1}, {b: 2}], [{a: 1, b: 2}, {c: 3}], 'different'],
  ['blocks in another order, one of them open', [{a: 1}, {b: 2}], [{b: ref('x')}, {a: 1}], 'unknown'],
  ['no block at all', {a: 1}, [], 'different'],
  ['a block that is generated', {c: {a: 1}}, {dynamic: {c: [{for_each: ref('x')}]}}, 'unknown'],
  ['generated blocks of another sort', {c: {a: 1}}, {dynamic: {d: [{for_each: ref('x')}]}}, 'different'],
];

describe('matching Terraform', () => {
  for (const [name, expected, actual, verdict] of CASES) {
    it(`${name}: ${verdict}`, () => {
      expect(matchBody(expected, actual).verdict).to.equal(verdict);
    });
  }

  it('says at which path', () => {
    const {where} = matchBody({a: {b: [1, 2]}}, {a: [{b: [1, 3]}]});
    expect(where).to.deep.equal([{path: 'a.b[1]', expected: 2, actual: 3}]);
  });

  it('knows a template from an escaped one', () => {
    expect([ref('a'), `%{ if a }b%{ endif }`].every(isExpression)).to.equal(true);
    expect([`$${ref('a')}`, '%%{a}', 'a', 1].some(isExpression)).to.equal(false);
  });
});

import {expect} from 'chai';
import {JSON_POINTER, jsonEquals, resolvePointer} from '../../../src/domain/http/json-pointer.ts';

/** The document of RFC 6901, section 5, in our words, with two more members. */
const DOCUMENT = {foo: ['bar', 'baz'], '': 0, 'a/b': 1, 'm~n': 8, nothing: null, list: [[1]]};

describe('JSON pointers', () => {
  for (const [pointer, value] of [
    ['', DOCUMENT],
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/m~0n', 8],
    ['/nothing', null],
    ['/list/0/0', 1],
  ] as const) {
    it(`${JSON.stringify(pointer)} points`, () => {
      expect(JSON_POINTER.test(pointer)).to.equal(true);
      expect(resolvePointer(DOCUMENT, pointer)).to.deep.equal({value});
    });
  }

  for (const pointer of [
    '/bar',
    '/foo/2',
    '/foo/01',
    '/foo/-',
    '/foo/length',
    '/constructor',
    '/nothing/x',
    '/a~1b/x',
  ]) {
    it(`${pointer} points at nothing`, () => {
      expect(resolvePointer(DOCUMENT, pointer)).to.equal(null);
    });
  }

  it('begin with a slash', () => {
    for (const text of ['foo', '/a~2', '/a~', '#/a']) expect(JSON_POINTER.test(text), text).to.equal(false);
  });

  it('compare values by type, and objects without order', () => {
    expect(jsonEquals({a: [1, {b: null}], c: 1}, {c: 1, a: [1, {b: null}]})).to.equal(true);
    for (const [a, b] of [
      [1, '1'],
      [null, {}],
      [[], {}],
      [{a: 1}, {a: 1, b: 2}],
      [
        [1, 2],
        [2, 1],
      ],
    ] as const) {
      expect(jsonEquals(a, b), JSON.stringify([a, b])).to.equal(false);
    }
  });
});

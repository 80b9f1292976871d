import {expect} from 'chai';
import {DECISION_EXIT, EXIT, exitCodeOf} from '../../../src/model/decision/exit-code.ts';
import type {ItemReport} from '../../../src/model/report.ts';
import {row, WAIVED} from '../report-of.ts';

const pass = row('pass');
const fail = row('fail', {status: 'fail'});
const error = row('error', {status: 'error'});
const pending = row('pending', {status: 'pending'});
const blockedBy = (root: string, more: Partial<ItemReport> = {}) =>
  row(`after-${root}`, {status: 'blocked', blockedBy: root, ...more});

describe('the exit code of a run', () => {
  const rows: [string, ItemReport[], number, number][] = [
    ['all passed, skipped or not due', [pass, row('s', {status: 'skip'}), row('n', {status: 'not-due'})], 0, 0],
    ['one failed', [pass, fail], 1, 1],
    ['a failure before an error before a pending one', [pending, error, fail], 1, 1],
    ['an error before a pending one', [pending, error], 3, 3],
    ['a pending one before an error in the file', [error, pending], 3, 3],
    ['only a pending one', [pass, pending], 4, 4],
    ['blocked by a failure', [fail, blockedBy('fail')], 1, 1],
    ['blocked by an error', [error, blockedBy('error')], 3, 3],
    ['blocked by a pending one', [pending, blockedBy('pending')], 4, 4],
    ['blocked by what was not run', [blockedBy('left-out')], 3, 3],
    ['blocked by what is not decided itself', [row('odd'), blockedBy('odd')], 3, 3],
    ['a waived failure', [row('w', {status: 'fail', waiver: WAIVED})], 0, 0],
    ['a failed note', [row('n', {status: 'fail', consequence: 'note'})], 0, 1],
    ['a note that could not be determined', [row('n', {status: 'error', consequence: 'note'})], 0, 3],
    ['a pending note', [row('n', {status: 'pending', consequence: 'note'})], 0, 4],
    ['a passed note', [row('n', {consequence: 'note'})], 0, 0],
    ['a note blocked by a failure of worth', [fail, blockedBy('fail', {consequence: 'note'})], 1, 1],
    ['a flaky pass', [row('f', {flaky: true})], 0, 1],
    ['a flaky pass and an error', [error, row('f', {flaky: true})], 3, 1],
    ['nothing', [], 3, 3],
    ['nothing looked at', [row('s', {status: 'skip'}), row('n', {status: 'not-due'})], 3, 3],
  ];
  for (const [name, items, code, strict] of rows) {
    it(`${name}: ${code}, strictly ${strict}`, () => {
      expect(exitCodeOf(items, {strict: false})).to.equal(code);
      expect(exitCodeOf(items, {strict: true})).to.equal(strict);
    });
  }

  it('is 0 for nothing looked at where that was asked for, and never for a failure', () => {
    const options = {strict: false, allowEmpty: true};
    expect([exitCodeOf([], options), exitCodeOf([row('s', {status: 'skip'})], options)]).to.deep.equal([0, 0]);
    expect(exitCodeOf([fail, row('s', {status: 'skip'})], options)).to.equal(1);
  });

  it('are a promise to scripts', () => {
    expect(EXIT).to.deep.equal({
      ok: 0,
      fail: 1,
      usage: 2,
      error: 3,
      pending: 4,
      bug: 70,
      hungUp: 129,
      interrupted: 130,
      terminated: 143,
    });
    expect(DECISION_EXIT).to.deep.equal({proceed: 0, hold: 10, rollback: 20});
  });
});

import {expect} from 'chai';
import type {Problem} from '../../src/model/checklist.ts';
import {problemText} from '../../src/render/problem-text.ts';

const problem = (excerpt: string | null, column: number, rest: Partial<Problem> = {}): Problem => ({
  severity: 'error',
  file: 'checklist.yaml',
  line: 12,
  column,
  message: 'it is wrong',
  excerpt,
  excerptStart: 0,
  ...rest,
});

/** The text that the caret points at. */
function pointedAt(text: string): string {
  const [, shown = '', caret = ''] = text.split('\n');
  return shown.slice(caret.indexOf('^'));
}

describe('problemText', () => {
  it('shows location, message, line and caret', () => {
    expect(problemText(problem('    hosts: x', 5))).to.equal(
      'checklist.yaml:12:5: error: it is wrong\n      hosts: x\n      ^',
    );
  });

  it('shows no line where there is none', () => {
    expect(problemText(problem(null, 1, {file: '--with'}))).to.equal('--with: error: it is wrong');
    expect(problemText(problem('', 1))).to.equal('checklist.yaml:12:1: error: it is wrong');
  });

  it('shows what a message quotes without what a terminal obeys', () => {
    const message = 'unknown group. Did you mean "ops\u001b[31m"?';
    const shown = 'error: unknown group. Did you mean "ops\\u{1b}[31m"?';
    expect(problemText(problem(null, 1, {message}))).to.equal(`checklist.yaml: ${shown}`);
    expect(problemText(problem('', 1, {message}))).to.equal(`checklist.yaml:12:1: ${shown}`);
  });

  it('keeps the caret in the right column after tabs', () => {
    expect(problemText(problem('\t\tkey:\tvalue', 8))).to.equal(
      'checklist.yaml:12:8: error: it is wrong\n    key: value\n         ^'.replace('    key', '    key'),
    );
  });

  it('counts the columns of wide and of combining characters', () => {
    expect(problemText(problem('負荷: x', 5)).split('\n')[2]).to.equal(`  ${' '.repeat(6)}^`);
    expect(problemText(problem('e\u0301: x', 5)).split('\n')[2]).to.equal(`  ${' '.repeat(3)}^`);
    expect(problemText(problem('😀: x', 5)).split('\n')[2]).to.equal(`  ${' '.repeat(4)}^`);
  });

  it('cuts a long line around the caret', () => {
    const long = `${'a'.repeat(500)}HERE${'b'.repeat(500)}`;
    for (const column of [501, 1, 1000, 1004]) {
      const text = problemText(problem(long, column));
      expect(text.split('\n')[1]?.length).to.be.at.most(102);
      expect(long.slice(column - 1)).to.satisfy((rest: string) => rest.startsWith(pointedAt(text).replace('…', '')));
    }
    expect(problemText(problem(long, 501)).split('\n')[1]).to.match(/^ {2}…a+HEREb+…$/);
  });

  it('shows control characters and lets none through', () => {
    const text = problemText(problem('a: \u001b[31m\u202e x', 10, {file: 'a\u001b.yaml'}));
    expect(text).to.equal(
      'a\\u{1b}.yaml:12:10: error: it is wrong\n  a: \\u{1b}[31m\\u{202e} x\n                       ^',
    );
  });
});

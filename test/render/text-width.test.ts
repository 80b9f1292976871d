import {expect} from 'chai';
import {charactersOf, cut, widthOf, wrap} from '../../src/render/text-width.ts';

/** Texts that a table of code units or code points would measure wrongly. */
const WIDTHS: readonly (readonly [text: string, columns: number])[] = [
  ['plain', 5],
  ['', 0],
  ['負荷分散', 8],
  ['ﾊﾝｶｸ', 4],
  ['한국어', 6],
  ['e\u0301e\u0301', 2],
  ['😀', 2],
  ['👩‍👩‍👧‍👦', 2],
  ['🇩🇪', 2],
  ['✖ …', 3],
];

describe('the width of text', () => {
  for (const [text, columns] of WIDTHS) {
    it(`is ${columns} columns for ${JSON.stringify(text)}`, () => {
      expect(widthOf(text)).to.equal(columns);
    });
  }

  it('counts characters as a reader does', () => {
    expect(charactersOf('e\u0301👩‍👩‍👧‍👦負')).to.deep.equal(['e\u0301', '👩‍👩‍👧‍👦', '負']);
  });
});

describe('cut', () => {
  it('keeps what fits, and otherwise what fits beside an ellipsis', () => {
    expect(cut('twelve chars', 12)).to.equal('twelve chars');
    expect(cut('twelve chars', 11)).to.equal('twelve cha…');
    expect(cut('twelve chars', 1)).to.equal('…');
    expect(cut('twelve chars', 0)).to.equal('');
  });

  it('never leaves half a character, nor a line that is too wide', () => {
    expect(cut('負荷分散', 8)).to.equal('負荷分散');
    expect(cut('負荷分散', 7)).to.equal('負荷分…');
    expect(cut('負荷分散', 6)).to.equal('負荷…');
    expect(cut('e\u0301e\u0301e\u0301', 2)).to.equal('e\u0301…');
    expect(cut('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 3)).to.equal('👩‍👩‍👧‍👦…');
    for (const [text] of WIDTHS) {
      for (let width = 0; width < 10; width++) expect(widthOf(cut(text, width))).to.be.at.most(width);
    }
  });
});

describe('wrap', () => {
  it('breaks at spaces by columns, not by code units', () => {
    expect(wrap('負荷 分散 装置', 9)).to.deep.equal(['負荷 分散', '装置']);
    expect(wrap('e\u0301e\u0301 e\u0301e\u0301', 5)).to.have.length(1);
  });

  it('leaves a longer word whole, as an ARN has to survive copying', () => {
    const arn = 'arn:aws:iam::444444444444:role/reader';
    expect(wrap(`see ${arn} there`, 20)).to.deep.equal(['see', arn, 'there']);
    expect(wrap('', 20)).to.deep.equal(['']);
    expect(wrap('a b', -3)).to.deep.equal(['a', 'b']);
  });
});

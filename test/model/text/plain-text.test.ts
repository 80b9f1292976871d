import {expect} from 'chai';
import {plainText} from '../../../src/model/text/plain-text.ts';

describe('plain text', () => {
  it('shows what a terminal would obey, and keeps to one line', () => {
    expect(plainText('a\u001b[31m\r\n\tb\u202e')).to.equal('a\\u{1b}[31m b\\u{202e}');
  });

  it('is cut at its limit, and never within a character outside the basic plane', () => {
    expect(plainText('abcdef', 6)).to.equal('abcdef');
    expect(plainText('abcdef', 5)).to.equal('abcd…');
    expect(plainText('😀😀😀', 5)).to.equal('😀😀…');
    expect(plainText('😀😀😀', 4)).to.equal('😀…');
  });
});

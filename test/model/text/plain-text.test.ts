import {expect} from 'chai';
import {plainText} from '../../../src/model/text/plain-text.ts';

describe('plain text', () => {
  it('shows what a terminal would obey, and keeps to one line', () => {
    expect(plainText('a\u001b[31m\r\n\tb\u202e')).to.equal('a\\u{1b}[31m b\\u{202e}');
  });

  it('shows what cannot be seen, but for what joins an emoji', () => {
    expect(plainText('a\u061cb\u00adc\u2060d\u200de\u2066f\ufeffg\u{e0041}')).to.equal(
      'a\\u{61c}b\\u{ad}c\\u{2060}d\\u{200d}e\\u{2066}f\\u{feff}g\\u{e0041}',
    );
    for (const emoji of ['👩‍💻', '👨‍👩‍👧', '❤️‍🔥', '🏳️‍🌈', '🧑🏽‍⚕️']) expect(plainText(emoji)).to.equal(emoji);
    expect(plainText('👩\u200dx')).to.equal('👩\\u{200d}x');
  });

  it('is cut at its limit, and never within a character outside the basic plane', () => {
    expect(plainText('abcdef', 6)).to.equal('abcdef');
    expect(plainText('abcdef', 5)).to.equal('abcd…');
    expect(plainText('😀😀😀', 5)).to.equal('😀😀…');
    expect(plainText('😀😀😀', 4)).to.equal('😀…');
  });
});

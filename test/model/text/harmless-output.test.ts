import {expect} from 'chai';
import {harmlessOutput, lastLineOf} from '../../../src/model/text/harmless-output.ts';

describe('harmless output', () => {
  it('holds no command of a runner at the start of a line, however it is indented or coloured', () => {
    for (const before of ['', '  ', '\t', '\u00a0', '\u3000', '\u001b[31m', ' \u001b[1;31m ', 'x\n', 'x\r', 'x\r\n ']) {
      expect(harmlessOutput(`${before}::set-env name=A::b`)).to.equal(`${before}\\u003a:set-env name=A::b`);
    }
    expect(harmlessOutput('a\n::x::\n::y::\n')).to.equal('a\n\\u003a:x::\n\\u003a:y::\n');
  });

  it('holds no logging command anywhere', () => {
    expect(harmlessOutput('a ##[error]b ##[[ ##vso[task.x] ##teamcity[y]')).to.equal(
      'a ##\\u005berror]b ##\\u005b[ ##vso\\u005btask.x] ##teamcity\\u005by]',
    );
  });

  it('leaves what no runner obeys', () => {
    const text = '::1 is a loopback address\na ::error:: b\n# [x] ## [y] ##\n"::error::"\n';
    expect(harmlessOutput(text)).to.equal(text);
  });

  it('knows what is on the line already', () => {
    const written = (chunks: readonly string[]) => {
      let line = '';
      return chunks
        .map((chunk) => {
          const harmless = harmlessOutput(chunk, line);
          line = lastLineOf(harmless, line);
          return harmless;
        })
        .join('');
    };
    expect(written(['  ', '::error::x\n'])).to.equal('  \\u003a:error::x\n');
    expect(written(['::err', 'or::x\n'])).to.equal('\\u003a:error::x\n');
    expect(written(['a##', '[error]'])).to.equal('a##\\u005berror]');
    expect(written(['a ', '::error::x\n'])).to.equal('a ::error::x\n');
    expect(written([`${'x'.repeat(100)}`, '::error::x\n', '::y::'])).to.equal(
      `${'x'.repeat(100)}::error::x\n\\u003a:y::`,
    );
  });

  it('shows what cannot be seen, and means the same in JSON', () => {
    const value = {a: 'x\u202ey\u061c\u2060\u00ad\u{e0041}\u009b31m\u007f\u0085##[z', b: '👩‍💻 👨‍👩‍👧 👍🏽 ❤️‍🔥'};
    const text = harmlessOutput(JSON.stringify(value));
    expect(text)
      .to.match(/^[^\u007f-\u009f\u202e\u061c\u2060\u00ad\udb40]*$/)
      .and.not.include('##[');
    expect(text).to.include(value.b).and.include('\\u202e');
    expect(JSON.parse(text)).to.deep.equal(value);
  });
});

import {expect} from 'chai';
import {headingsOf} from '../../../src/domain/repo/markdown-headings.ts';

function texts(markdown: string): readonly string[] {
  return headingsOf(markdown).map(({text}) => text);
}

describe('Markdown headings', () => {
  it('have one to six marks and a space, or an underline', () => {
    expect(headingsOf('# One\n\n###### Six ######\n\nUnder\n=====\n\nLine\n---\n')).to.deep.equal([
      {level: 1, text: 'One', line: 1},
      {level: 6, text: 'Six', line: 3},
      {level: 1, text: 'Under', line: 5},
      {level: 2, text: 'Line', line: 8},
    ]);
    expect(texts('####### Seven\n\n#none\n\n    # Code\n')).to.deep.equal([]);
  });

  it('are none inside code fences, comments and front matter', () => {
    expect(texts('````\n# a\n```\n# b\n````\n# c')).to.deep.equal(['c']);
    expect(texts('~~~sh\n# a\n```\n# b\n~~~\n# c')).to.deep.equal(['c']);
    expect(texts('<!--\n# a\n-->\n# b')).to.deep.equal(['b']);
    expect(texts('---\ntitle: a\n---\n# b')).to.deep.equal(['b']);
    expect(texts('```\n# never closed')).to.deep.equal([]);
  });

  it('need a paragraph above their underline', () => {
    expect(texts('\n---\n- a\n---\n> b\n---\n')).to.deep.equal([]);
  });

  it('are compared without their emphasis', () => {
    expect(texts('## **Roll** `back`  _now_\n## snake_case\r\n## C#\r\n')).to.deep.equal([
      'Roll back now',
      'snake_case',
      'C#',
    ]);
  });
});

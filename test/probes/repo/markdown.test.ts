import {expect} from 'chai';
import {markdownIn} from '../../../src/probes/repo/markdown.ts';

/** What a reader sees of each heading. */
const READ: Readonly<Record<string, readonly [markdown: string, texts: readonly string[]]>> = {
  'no closing marks': ['## Rollback ##\n# C#\n## a #b\n', ['Rollback', 'C#', 'a #b']],
  'no marks of emphasis': ['## **Roll** *back* __now__ snake_case', ['Roll back now snake_case']],
  'code as its text': ['## Run `npm start`', ['Run npm start']],
  'marks inside code as they are': ['## `a*b*`', ['a*b*']],
  'the words of a link': ['## [Roll back](docs/rollback.md "how")', ['Roll back']],
  'the words of a link by reference': ['## [Roll back][1]\n\n[1]: docs/rollback.md', ['Roll back']],
  'the brackets of a reference to nothing': ['## Roll [back]', ['Roll [back]']],
  'what stands for an image': ['# ![build: passing](badge.svg) Service', ['build: passing Service']],
  'characters that are escaped': ['## 5 \\* 3 \\# x', ['5 * 3 # x']],
  entities: ['## R&amp;D &#35;1 &copy;', ['R&D #1 ©']],
  'no tags': ['## <a name="rollback"></a>Roll back<br>now', ['Roll back now']],
  'an underlined paragraph of two lines as one': ['Roll\nback\n====', ['Roll back']],
  'a line break as a space': ['Roll\\\nback\n---', ['Roll back']],
};

const FOUND: Readonly<Record<string, readonly [markdown: string, texts: readonly string[]]>> = {
  'in block quotes': ['> # a\n> b\n> ---\n', ['a', 'b']],
  'in lists': ['- # a\n- x\n\n  ## b\n1. c\n   ===\n', ['a', 'b', 'c']],
  'up to three spaces in': ['   # a\n    # code\n', ['a']],
  'right below a paragraph': ['text\n# a\n', ['a']],
  'between HTML tags with blank lines': ['<details>\n\n## a\n\n</details>\n', ['a']],
  'after front matter': ['---\ntitle: x\n---\n# a\n', ['a']],
  'after front matter of TOML': ['+++\ntitle = "x"\n+++\n# a\n', ['a']],
  'after a rule that opens no front matter': ['---\n\n# a\n', ['a']],
  'after any line ending': ['# a\r\n\r\n## b\r\rc\n---\n', ['a', 'b', 'c']],
};

const NONE: Readonly<Record<string, string>> = {
  'in <pre>': '<pre>\n\n# a\n\n</pre>\n',
  'in a block of HTML': '<div>\n# a\n</div>\n',
  'written in HTML': '<h2>a</h2>\n',
  'in a comment': '<!--\n\n# a\n\n-->\n',
  'in a fence': '````\n# a\n```\n# b\n````\n',
  'in a fence of tildes': '~~~sh\n# a\n```\n# b\n~~~\n',
  'in a fence in a list': '- x\n\n  ```sh\n  # a\n  ```\n',
  'in a fence in a quote': '> ```\n> # a\n> ```\n',
  'in a fence that is never closed': '```\n# a\n',
  'in indented code': '    # a\n',
  'in front matter': '---\n# a\ntitle: b\n---\n',
  'with seven marks': '####### a\n',
  'without a space': '#a\n',
  escaped: '\\# a\n',
  'by a rule below a list, a quote or nothing': '\n---\n- a\n---\n> b\n---\n',
  'by the lines of a table': 'a | b\n--- | ---\nc | d\n',
};

const COMMENTS: Readonly<Record<string, readonly [markdown: string, comments: readonly string[]]>> = {
  'a block': ['a\n\n<!-- b\n\nc -->\n\nd\n', ['<!-- b\n\nc -->']],
  'in a line': ['a <!-- b --> c <!--d-->\n', ['<!-- b -->', '<!--d-->']],
  'before text in its block': ['<!-- a --> <b>c</b>\n', ['<!-- a -->']],
  'never ended': ['a\n\n<!-- b\n\nc\n', ['<!-- b\n\nc\n']],
  'in a quote': ['> <!-- a\n> b -->\n', ['<!-- a\n> b -->']],
  'behind front matter': ['---\na: b\n---\n<!-- c -->\n', ['<!-- c -->']],
  'a reference to nothing': ['[//]: # (a)\n\n[comment]: # "b"\n\n[c]: d\n', ['[//]: # (a)', '[comment]: # "b"']],
  'none in a fence': ['```html\n<!-- a -->\n```\n', []],
  'none in code': ['`<!-- a -->`\n', []],
};

describe('the headings in Markdown', () => {
  const texts = (markdown: string) => (markdownIn(markdown).headings ?? []).map(({text}) => text);

  for (const [what, [markdown, expected]] of Object.entries(READ)) {
    it(`are read with ${what}`, () => {
      expect(texts(markdown)).to.deep.equal(expected);
    });
  }

  for (const [where, [markdown, expected]] of Object.entries(FOUND)) {
    it(`are found ${where}`, () => {
      expect(texts(markdown)).to.deep.equal(expected);
    });
  }

  for (const [where, markdown] of Object.entries(NONE)) {
    it(`are none ${where}`, () => {
      expect(texts(markdown)).to.deep.equal([]);
    });
  }

  it('have a level, a line, and what is written', () => {
    expect(
      markdownIn('---\na: b\n---\n# One\n\n###### **Six** `x` ######\n\n> Two\n> *lines*\n> ===\n\n##\n').headings,
    ).to.deep.equal([
      {level: 1, text: 'One', markdown: 'One', line: 4},
      {level: 6, text: 'Six x', markdown: '**Six** `x`', line: 6},
      {level: 1, text: 'Two lines', markdown: 'Two > *lines*', line: 8},
      {level: 2, text: '', markdown: '', line: 12},
    ]);
  });

  for (const [what, [markdown, expected]] of Object.entries(COMMENTS)) {
    it(`are told from comments: ${what}`, () => {
      const comments = markdownIn(markdown).comments ?? [];
      expect(comments.map(({start, end}) => markdown.slice(start, end))).to.deep.equal(expected);
    });
  }
});

import {expect} from 'chai';
import {checklistWith, linted} from './linted.ts';

const messages = async (content: string | Buffer) => (await linted({'checklist.yaml': content})).text.split('\n');

/** Each of these kills or fools a reader that does not look first; a test that hangs fails by mocha's time limit. */
describe('hostile input', () => {
  it('refuses an alias bomb', async () => {
    const levels = Array.from({length: 30}, (_, i) => `  a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}, *a${i}]`);
    const bomb = `vars:\n  a0: &a0 [x, x, x, x]\n${levels.join('\n')}\n`;
    expect((await messages(bomb))[0]).to.match(
      /^checklist\.yaml:\d+:\d+: error: aliases stand for more than 20000 values/,
    );
  });

  it('refuses an alias that holds itself', async () => {
    expect((await messages('a: &a {b: *a}\n'))[0]).to.equal(
      'checklist.yaml:1:11: error: *a is inside what it stands for, without end',
    );
  });

  it('refuses variables that double each other', async () => {
    const doubling = Array.from({length: 40}, (_, i) => `  v${i + 1}: \${vars.v${i}}\${vars.v${i}}`).join('\n');
    const text = `version: 1\ntitle: \${vars.v40}\nvars:\n  v0: x\n${doubling}\nitems: []\n`;
    expect((await messages(text)).join('\n')).to.include('error: becomes a text of more than 65536 characters');
  });

  it('refuses a long chain of variables', async () => {
    const chain = Array.from({length: 2000}, (_, i) => `  v${i + 1}: \${vars.v${i}}`).join('\n');
    const text = `version: 1\ntitle: \${vars.v2000}\nvars:\n  v0: x\n${chain}\nitems: []\n`;
    expect((await messages(text)).join('\n')).to.include('error: a chain of more than 50 variables');
  });

  it('refuses more than 1 MiB before reading it', async () => {
    expect(await messages(Buffer.alloc(2 * 1024 * 1024, 'a'))).to.deep.equal([
      'checklist.yaml: error: is 2.0 MiB, more than the 1 MiB a checklist may have; split it',
    ]);
  });

  it('refuses binary files, whatever they begin with', async () => {
    expect(await messages(Buffer.from('version: 1\n\0\0'))).to.deep.equal([
      'checklist.yaml: error: is a binary file, not YAML text',
    ]);
  });

  it('refuses lines that end with CR alone, which would all be one', async () => {
    expect(await messages('version: 1\rtitle: Move it\ritems: []\r')).to.deep.equal([
      'checklist.yaml: error: has lines that end with CR alone; save it with LF or CRLF at their ends',
    ]);
  });

  it('refuses UTF-16', async () => {
    const expected = ['checklist.yaml: error: is UTF-16, not UTF-8; save it as UTF-8'];
    expect(await messages(Buffer.from('\ufeffversion: 1\n', 'utf16le'))).to.deep.equal(expected);
    expect(await messages(Buffer.from('\ufeffversion: 1\n', 'utf16le').swap16())).to.deep.equal(expected);
  });

  it('points at the byte that is not UTF-8', async () => {
    expect(await messages(Buffer.from('version: 1\ntitle: Café\n', 'latin1'))).to.deep.equal([
      'checklist.yaml:2:11: error: is not UTF-8: found the byte 0xE9; save it as UTF-8',
      '  title: Caf',
      '            ^',
    ]);
  });

  it('reads UTF-8 of any language, with a byte order mark and CRLF', async () => {
    const item = '  - id: one\n    title: 負荷分散 ✓\n    check: ecs/is-stable\n    with: {service: service}\n';
    const text = `\ufeff${checklistWith(item)}`.replaceAll('\n', '\r\n');
    const {checklist} = await linted({'checklist.yaml': text});
    expect(checklist?.items[0]?.title).to.equal('負荷分散 ✓');
  });

  it('refuses an empty file, and one of comments alone', async () => {
    for (const text of ['', ' \n\n']) {
      expect(await messages(text)).to.deep.equal([
        'checklist.yaml: error: is empty; `migrate-check init` writes a first one',
      ]);
    }
    expect((await messages('# nothing\n'))[0]).to.match(/error: a checklist is empty, not a mapping/);
  });

  it('names a folder, a missing file and its near miss', async () => {
    const files = {'checklist.yml': 'version: 1\n', 'folder/x': ''};
    expect((await linted(files)).text).to.equal(
      'checklist.yaml: error: there is no such file. Did you mean "checklist.yml"?',
    );
    expect((await linted(files, {file: 'folder'})).text).to.equal(
      'folder: error: is a folder, not a file; name the file in it',
    );
    expect((await linted(files, {file: 'checklist.yml/x'})).text).to.equal(
      'checklist.yml/x: error: there is no such file, and no such folder',
    );
  });

  for (const [name, open, close] of [
    ['lists', '[', ']'],
    ['mappings', '{a: ', '}'],
    ['block lists', '- ', ''],
  ] as const) {
    it(`refuses 30,000 nested ${name}`, async () => {
      const text = open.repeat(30_000) + close.repeat(30_000);
      expect((await messages(text))[0]).to.match(/error: nested (deeper than 100 levels|too deeply)$/);
    });
  }

  it('refuses block mappings nested deeper than 100 levels', async () => {
    const text = Array.from({length: 500}, (_, depth) => `${' '.repeat(depth)}a:`).join('\n');
    expect((await messages(text))[0]).to.match(/error: nested deeper than 100 levels$/);
  });

  it('tells the first hundred of 10,000 duplicate keys, and how many more there are', async () => {
    const {text, moreProblems} = await linted({'checklist.yaml': 'a: 1\n'.repeat(10_000)});
    const lines = text.split('\n').filter((line) => line.includes('duplicate key "a": line 1 has it already'));
    expect(lines).to.have.length(100);
    expect(moreProblems).to.equal(9_899);
  });

  it('tells errors before warnings where there are more than a hundred', async () => {
    const warned = Array.from({length: 200}, (_, i) => `  - {id: w${i}, title: x #c\n, manual: {ask: y}}\n`).join('');
    const {problems} = await linted({'checklist.yaml': checklistWith(`${warned}  - {id: last, title: x}\n`)});
    expect(problems).to.have.length.of.at.most(100);
    expect(problems.some(({severity}) => severity === 'error')).to.equal(true);
  });

  const HOSTILE = {
    'a list on one line': `items: [${Array(8000).fill('a').join(',')}]\n`,
    'open quotes': `items:\n${'  - "a\n'.repeat(8000)}`,
    'near misses': checklistWith(
      Array.from(
        {length: 2000},
        (_, i) => `  - {id: item-${i}, title: t, manual: {ask: b}, needs: [itme-${i}x]}\n`,
      ).join(''),
    ),
    'a file of one line': `{version: 1, title: t, items: [${Array(700).fill('{id: a, title: t, foo: 1}').join(',')}]}`,
    'a long key': `version: 1\n${'k'.repeat(500_000)}: 1\n`,
  };
  for (const [name, text] of Object.entries(HOSTILE)) {
    // What is quadratic in them takes minutes; what is linear a second.
    it(`says no more than a person reads: ${name}`, async () => {
      const {problems} = await linted({'checklist.yaml': text});
      expect(problems).to.have.length.within(1, 100);
      for (const {excerpt, message} of problems) {
        expect(excerpt?.length ?? 0).to.be.at.most(500);
        expect(message.length).to.be.at.most(1001);
      }
    }).timeout(60_000);
  }

  it('puts the caret below what is wrong in the middle of a long line', async () => {
    const items = Array.from({length: 700}, (_, i) => `{id: a${i}, title: t, manual: {ask: b, approvers: [x]}}`);
    const text = `{version: 1, title: t, people: {x: [y]}, items: [${items.join(', ')}, {id: b, titel: c, manual: {ask: b}}]}`;
    const lines = (await linted({'checklist.yaml': text})).text.split('\n');
    const at = lines.findIndex((line) => line.includes('unknown key "titel"'));
    const [shown = '', caret = ''] = lines.slice(at + 1, at + 3);
    expect(shown.slice(caret.indexOf('^'))).to.match(/^titel: c/);
  });

  it('reads a chain of 1,000 needs', async () => {
    const items = Array.from(
      {length: 1000},
      (_, i) =>
        `  - {id: i${i}, title: x, check: ecs/is-stable, with: {service: service}, needs: [i${(i + 1) % 1000}]}\n`,
    );
    const {text} = await linted({'checklist.yaml': checklistWith(items.join(''))});
    expect(text).to.match(/error: these need each other in a circle: i0 -> i1 -> .* -> i0/);
  });

  it('takes __proto__ for a key like any other', async () => {
    const text = `version: 1\ntitle: x\n__proto__: {polluted: true}\nvars: {__proto__: x}\nitems: []\n`;
    expect((await messages(text)).join('\n')).to.include('error: unknown key "__proto__" in the checklist');
    expect(({} as Record<string, unknown>).polluted).to.equal(undefined);
  });

  it('shows control characters of the file instead of obeying them', async () => {
    expect(await messages('title: "\u001b[31m" x\n')).to.deep.equal([
      'checklist.yaml:1:16: error: unexpected text after the end of this value; quote the whole value',
      '  title: "\\u{1b}[31m" x',
      '                      ^',
    ]);
  });
});

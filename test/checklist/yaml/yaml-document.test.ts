import {expect} from 'chai';
import {ProblemLog} from '../../../src/checklist/yaml/problem-log.ts';
import {readYaml} from '../../../src/checklist/yaml/yaml-document.ts';

/** `line:column message` of everything that is wrong with a text. */
function wrong(text: string): string[] {
  const log = new ProblemLog({file: 'x', text});
  const root = readYaml(text, log);
  expect(root === null).to.equal(log.hasErrors);
  return log.problems.map(({line, column, severity, message}) => `${line}:${column} ${severity}: ${message}`);
}

const BRACES =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is what it is about
  'error: the braces of ${…} end a plain value inside {…} or […]; quote it ("${…}") or write one key per line';

const CASES: readonly (readonly [text: string, ...problems: string[]])[] = [
  ['a: 1\nb: [x, {y: z}]\n'],
  [
    `with: {host: \${vars.host}, b: 1}\nc: 2\nd: [\${vars.a}]\ne: "x\n`,
    `1:14 ${BRACES}`,
    `3:5 ${BRACES}`,
    '4:4 error: the quote " that begins here is never closed',
  ],
  ['a: *\n', '1:4 error: a lone * is an alias without a name to YAML; quote it ("*")'],
  [
    'a: *.example.com\n',
    '1:4 error: no anchor &.example.com before this alias; quote the value if it is text that begins with *',
  ],
  [
    'a: {text: Hello, world}\n',
    '1:18 error: "world" comes after a comma and has no value; inside {…} a comma ends a value: quote a text that holds one',
  ],
  ['a:\n\tb: 1\n', '2:1 error: a tab indents this line; YAML allows spaces only'],
  ['a:\n  b: 1\n c: 2\n', '3:1 error: indented differently from the entries beside it'],
  [
    'a: b: c\n',
    '1:4 error: a second "key: value" inside this value; quote the value, or correct the indentation of the next line',
  ],
  ["a: 'it's'\n", '1:8 error: unexpected text after the end of this value; quote the whole value'],
  ['a: 1\n---\nb: 2\n', '2:1 error: a second document begins here ("---"); one file holds one checklist'],
  ['a: 1\nb\n', '2:1 error: not an entry of the form "key: value"; is a colon followed by a space missing?'],
  ['a: @x\n', '1:4 error: a plain value cannot begin with @; quote it'],
  ['a: "\\d"\n', `1:5 error: \\d is not an escape in "…"; write the text in '…' instead`],
  ['a: [1, [2]\nb: 3\n', '1:4 error: the [ that begins here is never closed'],
  ['a: {b: 1\nc: 2\n', '1:4 error: the { that begins here is never closed'],
  ['a: |x\n', '1:5 error: text after | or >; it has to begin on the next line'],
  ['a: }\n', '1:4 error: unexpected "}"; is it meant as text? Quote it'],
  ['a: - b\n', '1:4 error: a list cannot begin on the line of its key; put "- " on the next line'],
  ['? [a]\n: b\n', '1:3 error: a key must be text, not a list or a mapping'],
  ['a: !foo b\n', '1:4 error: unknown tag !foo; tags are not read here'],
  ['%YAML 1.1\n---\na: yes\n', '1:1 error: is YAML 1.1, not YAML 1.2; remove the %YAML line'],
  ['a: &x [*x]\n', '1:8 error: *x is inside what it stands for, without end'],
  [
    'a: 1\nb: 2\na: 3\n"b": 4\n',
    '3:1 error: duplicate key "a": line 1 has it already',
    '4:1 error: duplicate key "b": line 2 has it already',
  ],
  [
    'a: @x\nb: "\\d"\n',
    '1:4 error: a plain value cannot begin with @; quote it',
    `2:5 error: \\d is not an escape in "…"; write the text in '…' instead`,
  ],
  ['title: Fix #12\n', '1:12 warning: " #" begins a comment, so title ends before it; quote it if it is text'],
  ['title: "Fix #12" # for real\n'],
];

describe('readYaml', () => {
  for (const [text, ...problems] of CASES) {
    it(JSON.stringify(text), () => {
      expect(wrong(text)).to.deep.equal(problems);
    });
  }

  it('follows aliases', () => {
    const text = 'a: &x {b: [1]}\nc: *x\n';
    const root = readYaml(text, new ProblemLog({file: 'x', text}));
    expect(root?.kind).to.equal('mapping');
    if (root?.kind === 'mapping') expect(root.entries.get('c')?.value).to.equal(root.entries.get('a')?.value);
  });
});

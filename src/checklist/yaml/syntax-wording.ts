import type {YAMLError} from 'yaml';

type Wording = readonly [pattern: RegExp, say: (error: YAMLError, text: string) => string];

/** What the parser says, put so that a person who does not know YAML's grammar can act on it. */
const WORDINGS: readonly Wording[] = [
  [/Tabs are not allowed/, () => 'a tab indents this line; YAML allows spaces only'],
  [/must start at the same column|must be indented/, () => 'indented differently from the entries beside it'],
  [
    /Nested mappings are not allowed|Block collections are not allowed/,
    () => 'a second "key: value" inside this value; quote the value, or correct the indentation of the next line',
  ],
  [
    /Missing closing/,
    (error) => `the quote ${error.message.includes('"') ? '"' : "'"} that begins here is never closed`,
  ],
  [
    /Implicit keys need to be|Implicit map keys need|must be at most 1024/,
    () => 'not an entry of the form "key: value"; is a colon followed by a space missing?',
  ],
  [/block-seq-ind on same line/, () => 'a list cannot begin on the line of its key; put "- " on the next line'],
  [
    /Plain value cannot start with/,
    (error, text) => `a plain value cannot begin with ${text.charAt(error.pos[0])}; quote it`,
  ],
  [
    /Invalid escape sequence/,
    (error) => `${error.message.split(' ').at(-1)} is not an escape in "…"; write the text in '…' instead`,
  ],
  [/Alias cannot be an empty/, () => 'a lone * is an alias without a name to YAML; quote it ("*")'],
  [/end with a [\]}]/, (error) => `the ${error.message.endsWith(']') ? '[' : '{'} that begins here is never closed`],
  [/Block scalar header/, () => 'text after | or >; it has to begin on the next line'],
  [/at node end/, () => 'unexpected text after the end of this value; quote the whole value'],
  [/multiple documents/, () => 'a second document begins here ("---"); one file holds one checklist'],
  [/call stack/, () => 'nested too deeply'],
  [/stringKeys/, () => 'a key must be text, not a list or a mapping'],
  [
    /token in YAML stream: "(.)"/,
    (error) => `unexpected ${error.message.split(': ').at(-1)}; is it meant as text? Quote it`,
  ],
  [/Missing , /, () => 'a comma is missing between two entries'],
];

export function inWords(error: YAMLError, text: string): string {
  for (const [pattern, say] of WORDINGS) if (pattern.test(error.message)) return say(error, text);
  return `not valid YAML: ${error.message.charAt(0).toLowerCase()}${error.message.slice(1)}`;
}

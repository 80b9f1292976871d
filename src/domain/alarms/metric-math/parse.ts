import {type Token, tokensOf} from './tokens.ts';

/** An expression of metric math, as a tree. Source: the CloudWatch user guide (using metric math). */
export type Expression =
  | {readonly type: 'number'; readonly value: number}
  | {readonly type: 'text'; readonly value: string}
  /** The id of a metric or of another expression, or a word such as `REPEAT`. */
  | {readonly type: 'name'; readonly name: string}
  | {readonly type: 'list'; readonly items: readonly Expression[]}
  | {readonly type: 'negative'; readonly of: Expression}
  | {readonly type: 'operation'; readonly operator: string; readonly left: Expression; readonly right: Expression}
  | {readonly type: 'call'; readonly name: string; readonly args: readonly Expression[]};

/** From those that bind least to those that bind most. */
const LEVELS: readonly (readonly string[])[] = [
  ['OR', '||'],
  ['AND', '&&'],
  ['==', '!=', '<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/'],
];

/** Null for what is no expression of metric math, such as a query of Metrics Insights. */
export function parseExpression(text: string): Expression | null {
  const tokens = tokensOf(text);
  if (tokens === null) return null;
  const reader = {tokens, at: 0};
  const expression = readLevel(reader, 0);
  return peek(reader).kind === 'end' ? expression : null;
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
}

const END: Token = {kind: 'end', text: ''};
const peek = ({tokens, at}: Reader): Token => tokens[at] ?? END;

function takes(reader: Reader, ...signs: readonly string[]): string | null {
  const {kind, text} = peek(reader);
  if ((kind !== 'sign' && kind !== 'name') || !signs.includes(text)) return null;
  reader.at += 1;
  return text;
}

function readLevel(reader: Reader, level: number): Expression | null {
  const operators = LEVELS[level];
  if (operators === undefined) return readSigned(reader);
  let left = readLevel(reader, level + 1);
  for (;;) {
    const operator = left === null ? null : takes(reader, ...operators);
    if (left === null || operator === null) return left;
    const right = readLevel(reader, level + 1);
    left = right === null ? null : {type: 'operation', operator, left, right};
  }
}

function readSigned(reader: Reader): Expression | null {
  if (takes(reader, '-') === null) return readPower(reader);
  const of = readSigned(reader);
  return of === null ? null : {type: 'negative', of};
}

function readPower(reader: Reader): Expression | null {
  const left = readAtom(reader);
  if (left === null || takes(reader, '^') === null) return left;
  const right = readSigned(reader);
  return right === null ? null : {type: 'operation', operator: '^', left, right};
}

function readAtom(reader: Reader): Expression | null {
  if (takes(reader, '(') !== null) {
    const inner = readLevel(reader, 0);
    return takes(reader, ')') === null ? null : inner;
  }
  if (takes(reader, '[') !== null) {
    const items = readItems(reader, ']');
    return items === null ? null : {type: 'list', items};
  }
  const {kind, text} = peek(reader);
  if (kind === 'end' || kind === 'sign') return null;
  reader.at += 1;
  if (kind === 'number') return {type: 'number', value: Number(text)};
  if (kind === 'text') return {type: 'text', value: text};
  if (takes(reader, '(') === null) return {type: 'name', name: text};
  const args = readItems(reader, ')');
  return args === null ? null : {type: 'call', name: text, args};
}

function readItems(reader: Reader, end: string): readonly Expression[] | null {
  const items: Expression[] = [];
  while (takes(reader, end) === null) {
    if (items.length > 0 && takes(reader, ',') === null) return null;
    const item = readLevel(reader, 0);
    if (item === null) return null;
    items.push(item);
  }
  return items;
}

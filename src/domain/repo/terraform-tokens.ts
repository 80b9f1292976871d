import {Refused} from './terraform-value.ts';

export interface Token {
  /** `text` is the inside of quotes or of a heredoc, a template. */
  readonly kind: 'name' | 'number' | 'text' | 'mark' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly isOnNewLine: boolean;
}

const SPACE = /(?:\s|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const NAME = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const MARK = /&&|\|\||==|!=|<=|>=|=>|\.\.\.|::|[-+*/%!<>?:=.,()[\]{}]/y;
const HEREDOC = /<<(-?)([\p{ID_Start}_][\p{ID_Continue}-]*)[ \t]*\r?\n/uy;

/** The tokens of an HCL expression. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(source);
  };
  for (;;) {
    const space = take(SPACE)?.[0] ?? '';
    at += space.length;
    const add = (kind: Token['kind'], text: string, end: number) => {
      tokens.push({kind, text, start: at, end, isOnNewLine: space.includes('\n')});
      at = end;
    };
    if (at >= source.length) {
      add('end', '', at);
      return tokens;
    }
    if (source[at] === '"') {
      const end = endOfQuotes(source, at + 1);
      add('text', unescaped(source.slice(at + 1, end)), end + 1);
      continue;
    }
    const heredoc = take(HEREDOC);
    if (heredoc !== null) {
      const begin = at + heredoc[0].length;
      const [body, end] = heredocFrom(source, begin, heredoc[2] ?? '');
      add('text', heredoc[1] === '-' ? outdented(body) : body, end);
      continue;
    }
    const number = take(NUMBER);
    const name = number === null ? take(NAME) : null;
    const found = number ?? name ?? take(MARK);
    if (found === null) throw new Refused(`cannot be read at ${source.slice(at, at + 10)}`);
    add(number !== null ? 'number' : name !== null ? 'name' : 'mark', found[0], at + found[0].length);
  }
}

/** The index of the quote that ends a template which began before `at`. */
function endOfQuotes(source: string, at: number): number {
  let index = at;
  while (index < source.length) {
    if (source[index] === '\\') index += 2;
    else if (source[index] === '"') return index;
    else index = afterPart(source, index);
  }
  throw new Refused('has quotes without an end');
}

/** Behind one character of a template, or behind all of an interpolation. */
function afterPart(source: string, index: number): number {
  if (/^(?:\$\$|%%)\{/.test(source.slice(index, index + 3))) return index + 3;
  return /^[$%]\{/.test(source.slice(index, index + 2)) ? endOfInterpolation(source, index + 2) : index + 1;
}

/** Behind the brace that ends an interpolation which began before `at`. */
export function endOfInterpolation(source: string, at: number): number {
  let depth = 1;
  let index = at;
  while (index < source.length) {
    const character = source[index];
    if (character === '"') {
      index = endOfQuotes(source, index + 1) + 1;
      continue;
    }
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    index += 1;
    if (depth === 0) return index;
  }
  throw new Refused('has an interpolation without an end');
}

/** Up to the line that is nothing but its mark. */
function heredocFrom(source: string, begin: number, mark: string): readonly [body: string, end: number] {
  let at = begin;
  while (at < source.length) {
    const newLine = source.indexOf('\n', at);
    const end = newLine < 0 ? source.length : newLine;
    if (source.slice(at, end).trim() === mark) return [source.slice(begin, at), end];
    at = end + 1;
  }
  throw new Refused('has a heredoc without an end');
}

function outdented(body: string): string {
  const lines = body.split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const least = Math.min(...indents, Number.POSITIVE_INFINITY);
  return lines.map((line) => line.slice(Math.min(least, /^ */.exec(line)?.[0].length ?? 0))).join('\n');
}

const ESCAPES: Readonly<Record<string, string>> = {n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\'};

/** Escapes count outside interpolations only. */
function unescaped(template: string): string {
  let result = '';
  let index = 0;
  while (index < template.length) {
    if (template[index] === '\\') {
      const [all, code, simple] = /\\(?:u([0-9a-fA-F]{4})|(.))/sy.exec(template.slice(index)) ?? [];
      if (all === undefined) throw new Refused('has an escape that is not known');
      const meant = code === undefined ? ESCAPES[simple ?? ''] : String.fromCharCode(Number.parseInt(code, 16));
      if (meant === undefined) throw new Refused('has an escape that is not known');
      result += meant;
      index += all.length;
      continue;
    }
    const end = afterPart(template, index);
    result += template.slice(index, end);
    index = end;
  }
  return result;
}

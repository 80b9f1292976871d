/** A text as something else reads it, and where each of its characters was in the original. */
export interface Form {
  readonly text: string;
  /** Null: they are where they were. */
  readonly places: {readonly starts: readonly number[]; readonly ends: readonly number[]} | null;
}

/** Where in the original: `end` is the first place after it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where the characters from `start` up to `end` of a form were. */
export function spanOf({places}: Form, start: number, end: number): Span {
  return places === null ? {start, end} : {start: places.starts[start] ?? 0, end: places.ends[end - 1] ?? 0};
}

/** With each match replaced; null keeps it. What replaces it is where the match was. */
export function rewritten(form: Form, pattern: RegExp, replacement: (match: string) => string | null): Form {
  const pieces: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let done = 0;
  const keepUntil = (end: number) => {
    pieces.push(form.text.slice(done, end));
    for (let i = done; i < end; i++) {
      starts.push(form.places?.starts[i] ?? i);
      ends.push(form.places?.ends[i] ?? i + 1);
    }
    done = end;
  };
  for (const {0: match, index} of form.text.matchAll(pattern)) {
    const text = replacement(match);
    if (text === null) continue;
    keepUntil(index);
    const {start, end} = spanOf(form, index, index + match.length);
    pieces.push(text);
    for (let i = 0; i < text.length; i++) {
      starts.push(start);
      ends.push(end);
    }
    done = index + match.length;
  }
  if (done === 0) return form;
  keepUntil(form.text.length);
  return {text: pieces.join(''), places: {starts, ends}};
}

/** In order and apart. */
export function joined(spans: readonly Span[]): readonly Span[] {
  const apart: {start: number; end: number}[] = [];
  for (const {start, end} of spans.toSorted((a, b) => a.start - b.start)) {
    const last = apart.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else apart.push({start, end});
  }
  return apart;
}

/** The text with something else in these places, which are in order and apart. */
export function replacedAt(text: string, spans: readonly Span[], replacement: (part: string) => string): string {
  let shown = '';
  let done = 0;
  for (const {start, end} of spans) {
    shown += text.slice(done, start) + replacement(text.slice(start, end));
    done = end;
  }
  return shown + text.slice(done);
}

/** Percent-encoding (RFC 3986, by the characters of UTF-8), HTML's references, and the escapes of JSON and its kin. */
const ESCAPE =
  /%(?:[0-7][0-9a-f]|[cd][0-9a-f]%[89ab][0-9a-f]|e[0-9a-f](?:%[89ab][0-9a-f]){2}|f[0-7](?:%[89ab][0-9a-f]){3}|[89a-f][0-9a-f])|&(?:#\d{1,8}|#x[0-9a-f]{1,7}|[a-z]{2,8});?|\\(?:u\{[0-9a-f]{1,6}\}|u[0-9a-f]{4}|x[0-9a-f]{2}|[0-3][0-7]{2}|.)/gis;
/** An escape that a cut has left in pieces. */
export const BROKEN_ESCAPE = /(?:%[0-9a-f]?|&#?[0-9a-z]{0,8}|\\(?:u\{?[0-9a-f]{0,5}|x[0-9a-f]?|[0-3][0-7]?)?)$/i;
/** What is escaped may have been escaped before. */
const MOST_ROUNDS = 6;

/** With every escape resolved. Texts that a reader takes for the same become the same. */
export function unescaped(form: Form): Form {
  let resolved = form;
  for (let round = 0; round < MOST_ROUNDS && /[%&\\]/.test(resolved.text); round++) {
    const next = rewritten(resolved, ESCAPE, resolve);
    if (next === resolved) break;
    resolved = next;
  }
  return resolved;
}

function resolve(escaped: string): string | null {
  switch (escaped[0]) {
    case '%':
      return percentDecoded(escaped);
    case '&':
      return reference(escaped.slice(1).replace(/;$/, ''));
    default:
      return backslashed(escaped.slice(1));
  }
}

function percentDecoded(escaped: string): string {
  try {
    return decodeURIComponent(escaped);
  } catch {
    // A byte that is not UTF-8.
    return String.fromCharCode(Number.parseInt(escaped.slice(1, 3), 16));
  }
}

/** Those of HTML that stand for a character of ASCII. */
const NAMED: Readonly<Record<string, string>> = {
  ...{amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', Tab: ' ', NewLine: ' '},
  ...{excl: '!', num: '#', dollar: '$', percnt: '%', lpar: '(', rpar: ')', ast: '*', midast: '*', plus: '+'},
  ...{comma: ',', hyphen: '-', dash: '-', period: '.', sol: '/', colon: ':', semi: ';', equals: '=', quest: '?'},
  ...{commat: '@', lbrack: '[', lsqb: '[', bsol: '\\', rbrack: ']', rsqb: ']', Hat: '^', lowbar: '_', UnderBar: '_'},
  ...{grave: '`', lbrace: '{', lcub: '{', verbar: '|', vert: '|', VerticalLine: '|', rbrace: '}', rcub: '}'},
};

function reference(name: string): string | null {
  const [, hex, decimal] = /^#(?:x([0-9a-f]+)|(\d+))$/i.exec(name) ?? [];
  if (hex !== undefined) return character(Number.parseInt(hex, 16));
  if (decimal !== undefined) return character(Number(decimal));
  return (
    [name, name.toLowerCase()]
      .map((key) => (Object.hasOwn(NAMED, key) ? NAMED[key] : undefined))
      .find((text) => text !== undefined) ?? null
  );
}

function backslashed(rest: string): string {
  const [, hex] = /^[ux]\{?([0-9a-f]+)\}?$/i.exec(rest) ?? [];
  if (hex !== undefined) return character(Number.parseInt(hex, 16)) ?? rest;
  if (/^[0-3][0-7]{2}$/.test(rest)) return String.fromCharCode(Number.parseInt(rest, 8));
  return /[nrtbf]/.test(rest) ? ' ' : rest;
}

function character(codePoint: number): string | null {
  return codePoint <= 0x10_ffff ? String.fromCodePoint(codePoint) : null;
}

import {type Base64Needle, base64Form, folded, hexForm, type Needles, needlesOf} from './forms.ts';
import {BROKEN_ESCAPE, type Form, joined, type Span, spanOf, unescaped} from './readable-form.ts';

/** Shorter texts are in everything: a declared secret of this kind is an error of the checklist. */
export const SHORTEST_SECRET = 4;
/** As many characters of a secret before a cut give it away. */
const SHORTEST_PART = 8;

/**
 * What must not be shown, whoever came to know it: what a checklist declares, and what probes send to prove who they are.
 * A secret is found as it is, in any case, escaped for a URL, HTML or JSON (in part, or more than once), and as base64 or
 * hexadecimal inside something longer.
 */
export class KnownSecrets {
  readonly #known = new Map<string, Needles>();

  constructor(secrets: Iterable<string> = []) {
    this.add(secrets);
  }

  add(secrets: Iterable<string>): void {
    for (const secret of secrets) {
      if (secret.length >= SHORTEST_SECRET && !this.#known.has(secret)) this.#known.set(secret, needlesOf(secret));
    }
  }

  /**
   * Where they are in a text, in order and apart. Before an ellipsis, and at the end of a text that was cut there, a secret's
   * beginning counts as the secret.
   */
  find(text: string, {isCut = false} = {}): readonly Span[] {
    if (this.#known.size === 0 || text.length < SHORTEST_SECRET) return [];
    const plain = unescaped({text, places: null});
    const words = folded(plain);
    const base64 = base64Form(plain);
    const hex = hexForm(plain);
    const spans: Span[] = [];
    for (const needles of this.#known.values()) {
      for (const needle of needles.words) findWords(words, needle, isCut, spans);
      for (const needle of needles.base64) findBase64(base64, needle, isCut, spans);
      findWords(hex, needles.hex, isCut, spans);
    }
    return joined(spans);
  }
}

function findWords(form: Form, needle: string, isCut: boolean, spans: Span[]): void {
  for (const {start, end} of occurrences(form.text, needle)) spans.push(spanOf(form, start, end));
  findBeginnings(form, needle, isCut, spans);
}

function findBase64(form: Form, {digits, before, after}: Base64Needle, isCut: boolean, spans: Span[]): void {
  for (const {start, end} of occurrences(form.text, digits)) {
    const from = before && isBase64(form.text[start - 1]) ? start - 1 : start;
    const last = after && isBase64(form.text[end]) ? end + 1 : end;
    const padding = /^={0,2}/.exec(form.text.slice(last, last + 2))?.[0].length ?? 0;
    spans.push(spanOf(form, from, last + padding));
  }
  findBeginnings(form, digits, isCut, spans);
}

function isBase64(digit: string | undefined): boolean {
  return digit !== undefined && /[A-Za-z0-9+/]/.test(digit);
}

function* occurrences(text: string, needle: string): Iterable<Span> {
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) {
    yield {start: at, end: at + needle.length};
  }
}

function findBeginnings(form: Form, needle: string, isCut: boolean, spans: Span[]): void {
  if (needle.length <= SHORTEST_PART) return;
  let from = 0;
  for (const cut of cutsIn(form.text, isCut)) {
    const whole = form.text.slice(Math.max(from, cut - needle.length - LONGEST_ESCAPE), cut);
    from = cut + 1;
    if (whole.length < SHORTEST_PART) continue;
    for (const rest of [whole, whole.replace(BROKEN_ESCAPE, '')]) {
      const length = beginningAtEnd(rest, needle);
      if (length > 0) spans.push(spanOf(form, cut - (whole.length - rest.length) - length, cut));
    }
  }
}

const LONGEST_ESCAPE = 10;

function cutsIn(text: string, isCut: boolean): readonly number[] {
  const marks = Array.from(text.matchAll(/…/g), ({index}) => index);
  return isCut ? [...marks, text.length] : marks;
}

/** How many characters of the needle's beginning the text ends with, at most; 0 for fewer than matter. */
function beginningAtEnd(text: string, needle: string): number {
  const first = needle.slice(0, SHORTEST_PART);
  for (let at = text.indexOf(first); at !== -1; at = text.indexOf(first, at + 1)) {
    const length = text.length - at;
    if (length < needle.length && needle.startsWith(text.slice(at))) return length;
  }
  return 0;
}

import {type Form, rewritten, unescaped} from './readable-form.ts';

/** How something that only cares for words reads it: in one case, blanks and what stands for them alike. */
export function folded(form: Form): Form {
  const {text, places} = rewritten(form, /[\s+]+/g, () => ' ');
  const lower = text.toLowerCase();
  // A few characters become longer, which would move those behind them.
  const units = () => Array.from({length: text.length}, (_, i) => lowerUnit(text[i] ?? ''));
  return {text: lower.length === text.length ? lower : units().join(''), places};
}

function lowerUnit(unit: string): string {
  const lower = unit.toLowerCase();
  return lower.length === 1 ? lower : unit;
}

/** Both alphabets of base64 (RFC 4648) as one, without the line breaks of mail. */
export function base64Form(form: Form): Form {
  const {text, places} = rewritten(form, /\s+/g, () => '');
  return {text: text.replaceAll('-', '+').replaceAll('_', '/'), places};
}

/** `0a1b`, `0A 1B`, `0a:1b` and `0x0a, 0x1b` are the same. */
export function hexForm(form: Form): Form {
  const {text, places} = rewritten(form, /0x|[\s:,-]+/gi, () => '');
  return {text: text.toLowerCase(), places};
}

/** What is looked for of one secret, in the form that it is looked for in. */
export interface Needles {
  readonly words: readonly string[];
  readonly base64: readonly Base64Needle[];
  readonly hex: string;
}

/** The digits that only depend on the secret, wherever it is in what was encoded. */
export interface Base64Needle {
  readonly digits: string;
  /** Whether the digit before them, or after them, holds some of its bits. */
  readonly before: boolean;
  readonly after: boolean;
}

export function needlesOf(secret: string): Needles {
  const bytes = new TextEncoder().encode(secret);
  return {
    words: [secret, ...linesOf(secret)].map(wordsOf).filter((words) => words !== ''),
    base64: [0, 1, 2].map((offset) => base64Needle(bytes, offset)),
    hex: Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''),
  };
}

function wordsOf(secret: string): string {
  return folded(unescaped({text: secret, places: null})).text.trim();
}

/** A line that is shorter, or says only what kind of key follows, gives nothing away. */
function linesOf(secret: string): readonly string[] {
  const lines = secret.split(/[\r\n]+/);
  return lines.length === 1
    ? []
    : lines.filter((line) => line.trim().length >= 8 && !/^-----.*-----$/.test(line.trim()));
}

const BITS_OF_DIGIT = 6;

/** `offset`: how many bytes come before it in a group of three. */
function base64Needle(bytes: Uint8Array, offset: number): Base64Needle {
  const padded =
    String.fromCharCode(...new Array<number>(offset).fill(0)) +
    Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const bits = 8 * padded.length;
  return {
    digits: btoa(padded).slice(Math.ceil((8 * offset) / BITS_OF_DIGIT), Math.floor(bits / BITS_OF_DIGIT)),
    before: offset > 0,
    after: bits % BITS_OF_DIGIT !== 0,
  };
}

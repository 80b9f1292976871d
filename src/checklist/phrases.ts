import {didYouMean} from '../model/text/did-you-mean.ts';
import {plainText} from '../model/text/plain-text.ts';

/** A text in a message: in quotes, on one line, not too long. */
export function quote(text: string): string {
  return `"${plainText(text, 80)}"`;
}

/** A value found where another kind was wanted: `the text "x"`, `the number 5`, `a list`. */
export function describe(value: unknown): string {
  if (value === null) return 'empty';
  if (typeof value === 'string') return value === '' ? 'an empty text' : `the text ${quote(value)}`;
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'a list' : 'a mapping';
}

/** A value as it was written: `"x"`, `5`, `a list`. */
export function written(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : describe(value ?? null);
}

/** A message, followed by the candidate that was probably meant. */
export function withDidYouMean(message: string, word: string, candidates: Iterable<string>): string {
  const near = didYouMean(word, candidates);
  return near === '' ? message : `${message}.${near}`;
}

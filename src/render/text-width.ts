import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/**
 * How wide text is in a terminal. Everything laid out in columns is measured here: East Asian characters and emoji take
 * two columns, combining marks none, and an emoji of several code points is one character.
 */

const segmenter = new Intl.Segmenter();
/** One column and one code unit each: most text, which needs no table lookup. */
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/** A lookup in Unicode's tables takes 7 µs, and a screen has thousands of characters, mostly the same ones. */
const widths = new Map<string, number>();
const MOST_WIDTHS = 5000;

function widthOfCharacter(character: string): number {
  const known = widths.get(character);
  if (known !== undefined) return known;
  const width = stringWidth(character);
  if (widths.size >= MOST_WIDTHS) widths.clear();
  widths.set(character, width);
  return width;
}

/** The width in columns of a text without colours. */
export function widthOf(text: string): number {
  if (PRINTABLE_ASCII.test(text)) return text.length;
  let columns = 0;
  for (const {segment} of segmenter.segment(text)) columns += widthOfCharacter(segment);
  return columns;
}

/** The characters as a reader would count them. */
export function charactersOf(text: string): string[] {
  return Array.from(segmenter.segment(text), ({segment}) => segment);
}

/** As much of the beginning of a text (without colours) as fits. */
export function beginningOf(text: string, width: number): string {
  if (PRINTABLE_ASCII.test(text)) return text.slice(0, Math.max(0, width));
  let columns = 0;
  for (const {segment, index} of segmenter.segment(text)) {
    columns += widthOfCharacter(segment);
    if (columns > width) return text.slice(0, index);
  }
  return text;
}

/** The text (without colours), or its beginning and an ellipsis. */
export function cut(text: string, width: number): string {
  if (width < 1) return '';
  return widthOf(text) <= width ? text : `${beginningOf(text, width - 1)}…`;
}

/** Wraps at spaces so that no line is wider than `width`, which may be infinite; a longer word gets a line of its own. */
export function wrap(text: string, width: number): string[] {
  if (width === Number.POSITIVE_INFINITY) return text.split('\n');
  return wrapAnsi(text, Math.max(width, 1)).split('\n');
}

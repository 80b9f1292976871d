import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/**
 * What text takes up in a terminal. Everything that is laid out in columns is measured here: East Asian characters and
 * emoji take two columns, combining marks none, and an emoji of several code points is one character.
 */

const segmenter = new Intl.Segmenter();
/** One column each, in one code unit: most text, which needs no table. */
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

export function widthOf(text: string): number {
  return PRINTABLE_ASCII.test(text) ? text.length : stringWidth(text);
}

/** The characters as a reader counts them. */
export function charactersOf(text: string): string[] {
  return Array.from(segmenter.segment(text), ({segment}) => segment);
}

/** The text without colours, or as much of its beginning as fits, with an ellipsis. */
export function cut(text: string, width: number): string {
  if (width <= 0) return '';
  if (PRINTABLE_ASCII.test(text)) return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
  let taken = '';
  let withEllipsis = '';
  let columns = 0;
  // One by one, as a long text would be measured to its end for nothing.
  for (const {segment} of segmenter.segment(text)) {
    columns += widthOf(segment);
    if (columns > width) return `${withEllipsis}…`;
    taken += segment;
    if (columns < width) withEllipsis = taken;
  }
  return taken;
}

/** Breaks at spaces so that no line is wider than `width`; a longer word keeps a line of its own. */
export function wrap(text: string, width: number): string[] {
  return wrapAnsi(text, Math.max(width, 1)).split('\n');
}

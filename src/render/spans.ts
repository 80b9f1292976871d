import type {Format, Paint} from './style.ts';
import {beginningOf, widthOf} from './text-width.ts';

/** A piece of a line and how it looks. */
export type Span = readonly [text: string, format?: Format];

/** One line of at most `width` columns. It is cut before it is coloured, so that no escape sequence is measured or torn. */
export function lineOf(spans: readonly Span[], width: number, paint: Paint): string {
  const painted = (text: string, format: Format | undefined) =>
    text === '' || format === undefined ? text : paint(format, text);
  const widths = spans.map(([text]) => widthOf(text));
  if (widths.reduce((sum, one) => sum + one, 0) <= width)
    return spans.map(([text, format]) => painted(text, format)).join('');
  let line = '';
  let room = width - 1;
  for (const [index, [text, format]] of spans.entries()) {
    const taken = widths[index] ?? 0;
    if (taken > room) return room < 0 ? '' : `${line}${painted(`${beginningOf(text, room)}…`, format)}`;
    line += painted(text, format);
    room -= taken;
  }
  return line;
}

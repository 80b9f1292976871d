import type {Format, Paint} from './style.ts';
import {cut} from './text-width.ts';

/** A piece of a line and how it looks. */
export type Span = readonly [text: string, format?: Format];

/** One line of at most `width` columns. It is cut before it is coloured, so that no escape sequence is measured or torn. */
export function lineOf(spans: readonly Span[], width: number, paint: Paint): string {
  const kept = cut(spans.map(([text]) => text).join(''), width);
  let at = 0;
  return spans
    .map(([text, format]) => {
      const part = kept.slice(at, at + text.length);
      at += text.length;
      return part === '' || format === undefined ? part : paint(format, part);
    })
    .join('');
}

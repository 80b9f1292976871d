import {withVisibleMarks} from './visible.ts';

/**
 * Text from outside (stream data, headers, DNS, AWS descriptions) made safe for a terminal: control characters, escape
 * sequences, bidirectional and other invisible marks become visible `\u{…}` escapes. Line feeds and tabs become spaces. The limit is one
 * of length (in UTF-16 code units) against what floods a report, not of the columns that a terminal has.
 */
export function plainText(text: string, maxLength = 500): string {
  const oneLine = text.replace(/[\t\n\r]+/g, ' ');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const safe = withVisibleMarks(oneLine.replace(/[\u0000-\u001f]/g, spelled), spelled);
  if (safe.length <= maxLength) return safe;
  // Half of a surrogate pair is not a character.
  return `${safe.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** As {@link plainText}, line by line and whole. */
export function plainLines(text: string): string {
  return text
    .split('\n')
    .map((line) => plainText(line, Number.POSITIVE_INFINITY))
    .join('\n');
}

function spelled(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

/**
 * Text from outside (stream data, headers, DNS, AWS descriptions) made safe for a terminal: control characters, escape
 * sequences and bidirectional overrides become visible `\u{…}` escapes. Line feeds and tabs become spaces. The limit is one
 * of length (in UTF-16 code units) against what floods a report, not of the columns that a terminal has.
 */
export function plainText(text: string, maxLength = 500): string {
  const oneLine = text.replace(/[\t\n\r]+/g, ' ');
  const safe = oneLine.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
  if (safe.length <= maxLength) return safe;
  // Half of a surrogate pair is not a character.
  return `${safe.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

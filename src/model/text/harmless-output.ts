import {withVisibleMarks} from './visible.ts';

/**
 * What goes to stdout or stderr may become the log of a CI job, whose runner obeys `::name::` at the start of a line and
 * `##[` anywhere (`##vso[` and `##teamcity[` likewise). Both are spelled so that no runner knows them, and characters that
 * cannot be seen so that they can. The escapes are JSON's, in which they mean the same.
 *
 * @param line what is on the line already, as far as it is known.
 */
export function harmlessOutput(text: string, line = ''): string {
  const visible = withVisibleMarks(line + text, escaped).replace(
    COMMAND,
    (_, before: string) => `${before}${escaped(':')}:`,
  );
  return (visible.includes('##') ? visible.replace(LOGGING_COMMAND, withoutBracket) : visible).slice(line.length);
}

function withoutBracket(_: string, name: string): string {
  return `##${name}${escaped('[')}`;
}

/** What is on the last line after this text, as far as it matters for the next one. */
export function lastLineOf(text: string, line: string): string {
  const begun = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
  const last = begun === 0 ? line + text : text.slice(begun);
  return last.length <= MOST_KEPT ? last : `.${last.slice(-MOST_KEPT)}`;
}

const MOST_KEPT = 64;
// Blanks as a runner trims them; colours change nothing. Of a line that goes on nobody knows how.
// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's colours
const COMMAND = /((?:^|[\r\n])(?:[^\S\r\n]|\u001b\[[\d;]*m)*)::(?=.*::|[^\r\n]*$)/g;
const LOGGING_COMMAND = /##([A-Za-z]*)\[/g;

function escaped(text: string): string {
  return Array.from({length: text.length}, (_, i) => text.charCodeAt(i))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
}

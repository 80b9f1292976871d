import type {Problem} from '../../model/checklist.ts';
import {plainText} from '../../model/text/plain-text.ts';

/** Columns of a file's line that are shown; a longer one is cut around the caret. */
const MAX_COLUMNS = 100;

/** `checklist.yaml:12:9: error: …`, then the line of the file and a caret below the place. */
export function problemText(problem: Problem): string {
  const {file, line, column, severity, message, excerpt} = problem;
  if (excerpt === null) return `${plainText(file)}: ${severity}: ${message}`;
  const head = `${plainText(file)}:${line}:${column}: ${severity}: ${message}`;
  if (excerpt.trim() === '') return head;
  const {shown, caretAt} = windowAround(excerpt, column - 1);
  return `${head}\n  ${shown}\n  ${' '.repeat(caretAt)}^`;
}

function windowAround(excerpt: string, at: number): {shown: string; caretAt: number} {
  let before = [...printable(excerpt.slice(0, at))];
  let after = [...printable(excerpt.slice(at))];
  const room = MAX_COLUMNS - Math.min(columns(after), MAX_COLUMNS / 2);
  if (columns(before) > room) before = ['…', ...lastColumns(before, room - 1)];
  const rest = MAX_COLUMNS - columns(before);
  if (columns(after) > rest) after = [...firstColumns(after, rest - 1), '…'];
  return {shown: [...before, ...after].join(''), caretAt: columns(before)};
}

/** Tabs become one space, on both sides of the caret alike; control characters become visible. */
function printable(text: string): string {
  return plainText(text.replace(/\t/g, ' '), Number.POSITIVE_INFINITY);
}

function firstColumns(characters: readonly string[], limit: number): string[] {
  const taken: string[] = [];
  let room = limit;
  for (const character of characters) {
    room -= columnsOf(character);
    if (room < 0) break;
    taken.push(character);
  }
  return taken;
}

function lastColumns(characters: readonly string[], limit: number): string[] {
  return firstColumns(characters.toReversed(), limit).toReversed();
}

function columns(characters: readonly string[]): number {
  return characters.reduce((sum, character) => sum + columnsOf(character), 0);
}

const NO_COLUMN = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
/** East Asian wide and fullwidth forms and emoji (Unicode UAX #11), by block. */
const TWO_COLUMNS =
  /^[\u{1100}-\u{115f}\u{2e80}-\u{303e}\u{3041}-\u{a4cf}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff00}-\u{ff60}\u{ffe0}-\u{ffe6}\u{1f300}-\u{1f64f}\u{1f680}-\u{1faff}\u{20000}-\u{3fffd}]$/u;

function columnsOf(character: string): number {
  if (character < '\u0300') return 1;
  return NO_COLUMN.test(character) ? 0 : TWO_COLUMNS.test(character) ? 2 : 1;
}

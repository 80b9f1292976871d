import type {Problem} from '../model/checklist.ts';
import {plainText} from '../model/text/plain-text.ts';
import {charactersOf, widthOf} from './text-width.ts';

/** Columns of a file's line that are shown; a longer one is cut around the caret. */
const MAX_COLUMNS = 100;
const MAX_MEASURED = 1000;

/** `checklist.yaml:12:9: error: …`, then the line of the file with a caret below the column. */
export function problemText(problem: Problem): string {
  const {file, line, column, severity, message, excerpt, excerptStart} = problem;
  const what = `${severity}: ${printable(message)}`;
  if (excerpt === null) return `${plainText(file)}: ${what}`;
  const head = `${plainText(file)}:${line}:${column}: ${what}`;
  if (excerpt.trim() === '') return head;
  const {shown, caretAt} = windowAround(excerpt, column - 1 - excerptStart);
  return `${head}\n  ${shown}\n  ${' '.repeat(caretAt)}^`;
}

function windowAround(excerpt: string, at: number): {shown: string; caretAt: number} {
  // Of a line of a megabyte, only as much as can be shown is measured.
  let before = charactersOf(printable(excerpt.slice(Math.max(0, at - MAX_MEASURED), at)));
  let after = charactersOf(printable(excerpt.slice(at, at + MAX_MEASURED)));
  const room = MAX_COLUMNS - Math.min(columns(after), MAX_COLUMNS / 2);
  if (columns(before) > room) before = ['…', ...lastColumns(before, room - 1)];
  const rest = MAX_COLUMNS - columns(before);
  if (columns(after) > rest) after = [...firstColumns(after, rest - 1), '…'];
  return {shown: [...before, ...after].join(''), caretAt: columns(before)};
}

/** Tabs become one space on both sides of the caret; control characters become visible. */
function printable(text: string): string {
  return plainText(text.replace(/\t/g, ' '), Number.POSITIVE_INFINITY);
}

function firstColumns(characters: readonly string[], limit: number): string[] {
  const taken: string[] = [];
  let room = limit;
  for (const character of characters) {
    room -= widthOf(character);
    if (room < 0) break;
    taken.push(character);
  }
  return taken;
}

function lastColumns(characters: readonly string[], limit: number): string[] {
  return firstColumns(characters.toReversed(), limit).toReversed();
}

function columns(characters: readonly string[]): number {
  return characters.reduce((sum, character) => sum + widthOf(character), 0);
}

import {plainText} from '../model/text/plain-text.ts';

/** Text in a picture: it may come from anywhere, and is never longer than its room. */

const ESCAPES: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'};

/** Text as the content of an element or the value of an attribute; nothing in it is markup, or invisible. */
export function xmlText(text: string): string {
  return plainText(text.toWellFormed(), Number.POSITIVE_INFINITY)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
const segmenter = new Intl.Segmenter();

/** Broken at spaces, or anywhere in a word that is too long, into at most so many lines of so many columns. */
export function linesOf(text: string, columns: number, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  let width = 0;
  const end = () => {
    lines.push(line.trimEnd());
    [line, width] = ['', 0];
  };
  for (const word of plainText(text, 4000).split(/(?<= )/)) {
    if (width > 0 && width + columnsOf(word.trimEnd()) > columns) end();
    for (const {segment} of segmenter.segment(word)) {
      const more = columnsOf(segment);
      if (width + more > columns && segment !== ' ') end();
      line += segment;
      width += more;
    }
  }
  if (line.trim() !== '') end();
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${cutTo(lines[most - 1] ?? '', columns - 1)}…`];
}

/** The text, or its beginning and an ellipsis. */
export function cut(text: string, columns: number): string {
  return columnsOf(text) <= columns ? text : `${cutTo(text, columns - 1)}…`;
}

function cutTo(text: string, columns: number): string {
  let taken = '';
  let width = 0;
  for (const {segment} of segmenter.segment(text)) {
    width += columnsOf(segment);
    if (width > columns) break;
    taken += segment;
  }
  return taken;
}

/** Two for what fonts of fixed width draw wide: East Asian characters and emoji. An estimate on the wide side. */
export function columnsOf(text: string): number {
  if (PRINTABLE_ASCII.test(text)) return text.length;
  let columns = 0;
  for (const {segment} of segmenter.segment(text)) columns += /^[\u0020-\u10ff\u2000-\u2bff]/.test(segment) ? 1 : 2;
  return columns;
}

import {styleText} from 'node:util';
import type {Status} from '../model/outcome.ts';

type Format = Parameters<typeof styleText>[0];
/** Colours text, or hands it back as it is. */
export type Paint = (format: Format, text: string) => string;

export function createPaint(color: boolean): Paint {
  return color ? (format, text) => styleText(format, text, {validateStream: false}) : (_format, text) => text;
}

/** How text is laid out: handed down, so that nothing here asks the terminal. */
export interface Layout {
  readonly paint: Paint;
  readonly width: number;
  /** Also show the evidence of what passed, and how many calls it took. */
  readonly verbose: boolean;
}

/** How each status looks: a mark for the tree, a word for plain lines. */
export const STATUS_STYLE: Readonly<
  Record<Status, {readonly mark: string; readonly word: string; readonly format: Format}>
> = {
  pass: {mark: '✔', word: 'pass', format: 'green'},
  fail: {mark: '✖', word: 'FAIL', format: 'red'},
  error: {mark: '?', word: 'ERROR', format: 'yellow'},
  blocked: {mark: '⊘', word: 'blocked', format: 'magenta'},
  pending: {mark: '◌', word: 'pending', format: 'cyan'},
  'not-due': {mark: '·', word: 'not due', format: 'dim'},
  skip: {mark: '↓', word: 'skip', format: 'dim'},
};

/** `1 item`, `2 items`. */
export function counted(items: number): string {
  return `${items} item${items === 1 ? '' : 's'}`;
}

/** Breaks at spaces so that no line is wider than `width`; a longer word keeps a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

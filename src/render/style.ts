import {styleText} from 'node:util';
import type {Status} from '../model/outcome.ts';
import type {NamesShown, StreamsShown} from './screen.ts';

/** A colour or a weight, or several. */
export type Format = Parameters<typeof styleText>[0];
/** Colours text, or returns it unchanged. */
export type Paint = (format: Format, text: string) => string;

export function createPaint(color: boolean): Paint {
  return color ? (format, text) => styleText(format, text, {validateStream: false}) : (_format, text) => text;
}

/** How text is laid out: passed in, so that nothing here asks the terminal. */
export interface Layout {
  readonly paint: Paint;
  /** Infinite where there is no terminal. */
  readonly width: number;
  /** Also show the evidence of what passed, and how many calls it took. */
  readonly verbose: boolean;
  /** See `ScreenOptions`; left out: null. */
  readonly streams?: StreamsShown | null;
  /** See `ScreenOptions`; left out: null. */
  readonly names?: NamesShown | null;
}

/** How each status looks: a mark where there is little room, otherwise a word. */
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

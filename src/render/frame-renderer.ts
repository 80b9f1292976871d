import {stripVTControlCharacters} from 'node:util';
import {type ListrEventManager, ListrEventType, type ListrRenderer, type ProcessOutput} from 'listr2';
import type {Size} from './screen.ts';
import {beginningOf} from './text-width.ts';

const ESCAPE = '\u001b[';
const SHOW_CURSOR = `${ESCAPE}?25h`;
const HIDE_CURSOR = `${ESCAPE}?25l`;
/** Terminals with mode 2026 ("synchronized output") show a frame only when it is complete; others ignore it. */
const FRAME_BEGINS = `${ESCAPE}?2026h`;
const FRAME_ENDS = `${ESCAPE}?2026l`;
const ERASE_TO_END_OF_LINE = `${ESCAPE}K`;
const ERASE_BELOW = `${ESCAPE}J`;

interface Options {
  readonly output: ProcessOutput;
  readonly size: () => Size;
}

/**
 * A listr2 renderer that draws the title of its one task, a frame of lines that fit the terminal, over the previous
 * frame. listr2's own renderers lay out a tree and measure every line of it again for each change.
 */
export class FrameRenderer implements ListrRenderer {
  // Whether anyone watches is decided elsewhere, from another stream than the one listr2 checks.
  static nonTTY = true;
  static rendererOptions: Options;
  static rendererTaskOptions: never;

  readonly #frame: () => string;
  readonly #output: ProcessOutput;
  readonly #size: () => Size;
  readonly #events: ListrEventManager | undefined;
  #drawn: readonly string[] = [];
  #drawnSize: Size = {columns: 0, rows: 0};

  constructor(tasks: readonly {readonly title?: string}[], {output, size}: Options, events?: ListrEventManager) {
    this.#frame = () => tasks[0]?.title ?? '';
    this.#output = output;
    this.#size = size;
    this.#events = events;
  }

  /** From now on, other output to the terminal is held until the end: it would land in the middle of a frame. */
  render = (): void => {
    this.#output.hijack();
    this.#events?.on(ListrEventType.SHOULD_REFRESH_RENDER, this.#draw);
    process.on('exit', this.end).on('SIGTSTP', this.#suspend);
  };

  end = (): void => {
    process.off('exit', this.end).off('SIGTSTP', this.#suspend).off('SIGCONT', this.#resume);
    this.#events?.off(ListrEventType.SHOULD_REFRESH_RENDER, this.#draw);
    this.#replaceWith([]);
    this.#output.release();
  };

  /** Ctrl+Z: the shell gets its terminal back without our frame and with a cursor; the frame comes back with `fg`. */
  readonly #suspend = (): void => {
    this.#replaceWith([]);
    this.#output.toStdout(SHOW_CURSOR, false);
    process.off('SIGTSTP', this.#suspend).once('SIGCONT', this.#resume);
    // Not SIGSTOP: where no shell could resume it, the kernel ignores SIGTSTP.
    process.kill(process.pid, 'SIGTSTP');
  };

  readonly #resume = (): void => {
    process.on('SIGTSTP', this.#suspend);
    this.#output.toStdout(HIDE_CURSOR, false);
  };

  readonly #draw = (): void => {
    const frame = this.#frame();
    this.#replaceWith(frame === '' ? [] : frame.split('\n'));
  };

  /** Unchanged lines are skipped. Nothing is written when all of them are unchanged. */
  #replaceWith(lines: readonly string[]): void {
    if (lines.length === 0 && this.#drawn.length === 0) return;
    const {columns, rows} = this.#size();
    const up = this.#rowsAbove(columns);
    // After a resize the terminal may have rewrapped or scrolled old lines, so none of them is where it was.
    const isSameSize = columns === this.#drawnSize.columns && rows === this.#drawnSize.rows;
    const kept = isSameSize ? this.#drawn : [];
    if (isSameSize && lines.length === kept.length && lines.every((line, index) => line === kept[index])) return;
    const start = `${up === 0 ? '' : `\r${ESCAPE}${up}A`}${isSameSize ? '' : ERASE_BELOW}`;
    const text = lines
      .map((line, index) => (line === kept[index] ? '\n' : `${line}${ERASE_TO_END_OF_LINE}\n`))
      .join('');
    this.#output.toStdout(`${FRAME_BEGINS}${start}${text}${ERASE_BELOW}${FRAME_ENDS}`, false);
    this.#drawn = lines;
    this.#drawnSize = {columns, rows};
  }

  /** How far up the previous frame begins: a terminal that became narrower has wrapped its lines. */
  #rowsAbove(columns: number): number {
    if (columns >= this.#drawnSize.columns) return this.#drawn.length;
    return this.#drawn.reduce((sum, line) => sum + rowsOf(stripVTControlCharacters(line), columns), 0);
  }
}

/** Wraps like a terminal: a wide character that does not fit leaves the last column empty. */
function rowsOf(line: string, columns: number): number {
  let rest = line.slice(beginningOf(line, columns).length);
  let rows = 1;
  while (rest !== '') {
    // One column has no room for a wide character, but no terminal has one column.
    rest = rest.slice(Math.max(1, beginningOf(rest, columns).length));
    rows += 1;
  }
  return rows;
}

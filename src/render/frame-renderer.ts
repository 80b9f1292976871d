import {type ListrEventManager, ListrEventType, type ListrRenderer, type ProcessOutput} from 'listr2';
import type {Size} from './screen.ts';
import {widthOf} from './text-width.ts';

const ESCAPE = '\u001b[';
const SHOW_CURSOR = `${ESCAPE}?25h`;
const HIDE_CURSOR = `${ESCAPE}?25l`;
/** Terminals that know it show a frame when it is whole (mode 2026, "synchronized output"); the others ignore it. */
const FRAME_BEGINS = `${ESCAPE}?2026h`;
const FRAME_ENDS = `${ESCAPE}?2026l`;
const ERASE_TO_END_OF_LINE = `${ESCAPE}K`;
const ERASE_BELOW = `${ESCAPE}J`;

interface Options {
  readonly output: ProcessOutput;
  readonly size: () => Size;
}

/**
 * A renderer of listr2 that draws the title of its one task, which is a frame of lines that fit the terminal, over the
 * frame before. listr2's own renderers lay out a tree and measure each line of it anew for each change.
 */
export class FrameRenderer implements ListrRenderer {
  // Whether anybody watches is decided elsewhere, and by another stream than listr2 asks.
  static nonTTY = true;
  static rendererOptions: Options;
  static rendererTaskOptions: never;

  readonly #frame: () => string;
  readonly #output: ProcessOutput;
  readonly #size: () => Size;
  readonly #events: ListrEventManager | undefined;
  #drawn: readonly string[] = [];
  #drawnColumns = 0;

  constructor(tasks: readonly {readonly title?: string}[], {output, size}: Options, events?: ListrEventManager) {
    this.#frame = () => tasks[0]?.title ?? '';
    this.#output = output;
    this.#size = size;
    this.#events = events;
  }

  /** From now on, what others write to the terminal is kept until the end: it would stand in the midst of a frame. */
  render = (): void => {
    this.#output.hijack();
    this.#events?.on(ListrEventType.SHOULD_REFRESH_RENDER, this.#draw);
    process.on('exit', this.end).on('SIGTSTP', this.#suspend);
  };

  end = (): void => {
    process.off('exit', this.end).off('SIGTSTP', this.#suspend);
    this.#events?.off(ListrEventType.SHOULD_REFRESH_RENDER, this.#draw);
    this.#replaceWith([]);
    this.#output.release();
  };

  /** Ctrl+Z: the shell gets its terminal back without our frame and with a cursor; the frame returns with `fg`. */
  readonly #suspend = (): void => {
    this.#replaceWith([]);
    this.#output.toStdout(SHOW_CURSOR, false);
    process.once('SIGCONT', () => this.#output.toStdout(HIDE_CURSOR, false));
    process.kill(process.pid, 'SIGSTOP');
  };

  readonly #draw = (): void => {
    const frame = this.#frame();
    this.#replaceWith(frame === '' ? [] : frame.split('\n'));
  };

  /** Lines that are as they were are passed over. Nothing is written when all of them are. */
  #replaceWith(lines: readonly string[]): void {
    const {columns} = this.#size();
    const before = this.#drawn;
    const isSameWidth = columns === this.#drawnColumns;
    if (isSameWidth && lines.length === before.length && lines.every((line, index) => line === before[index])) return;
    const up = this.#rowsAbove(columns);
    const text = lines.map((line, index) =>
      isSameWidth && line === before[index] ? '\n' : `${line}${ERASE_TO_END_OF_LINE}\n`,
    );
    // At another width the old lines may have been broken anew, and none of them is where it was.
    const start = `${up === 0 ? '' : `\r${ESCAPE}${up}A`}${isSameWidth ? '' : ERASE_BELOW}`;
    this.#output.toStdout(`${FRAME_BEGINS}${start}${text.join('')}${ERASE_BELOW}${FRAME_ENDS}`, false);
    this.#drawn = lines;
    this.#drawnColumns = columns;
  }

  /** How far up the frame before begins: a terminal that became narrower has broken its lines. */
  #rowsAbove(columns: number): number {
    if (columns >= this.#drawnColumns) return this.#drawn.length;
    return this.#drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / columns)), 0);
  }
}

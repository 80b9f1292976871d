import {createPlainScreen} from './plain-screen.ts';
import type {Screen, Size} from './screen.ts';
import {createPaint, type Layout} from './style.ts';

export interface ScreenOptions {
  /** Stderr, in the product. */
  readonly terminal: NodeJS.WriteStream;
  readonly color: boolean;
  /** One screen that is drawn anew in place; otherwise a plain line for each item as it finishes. */
  readonly live: boolean;
  /** Of the terminal now. */
  readonly size: () => Size;
  /** Columns that text is laid out in now. */
  readonly width: () => number;
  /** Milliseconds of a clock that only ever goes forward. */
  readonly nowMs: () => number;
  /** Also show the evidence of what passed. */
  readonly verbose: boolean;
}

export async function createScreen(options: ScreenOptions): Promise<Screen> {
  const {terminal, live, width, verbose} = options;
  const paint = createPaint(options.color);
  const layout = (): Layout => ({paint, width: width(), verbose});
  if (!live) return createPlainScreen(terminal, layout);
  // A log has no use for listr2. It is loaded before any check's clock starts.
  const {createLiveScreen} = await import('./live-screen.ts');
  return createLiveScreen({...options, layout});
}

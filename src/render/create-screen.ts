import {createPlainScreen} from './plain-screen.ts';
import type {NamesShown, Screen, Size, StreamsShown} from './screen.ts';
import {createPaint, type Layout} from './style.ts';

export interface ScreenOptions {
  /** Stderr, in the product. */
  readonly terminal: NodeJS.WriteStream;
  readonly color: boolean;
  /** Whether to redraw one screen in place; otherwise each item gets a plain line as it finishes. */
  readonly live: boolean;
  /** The terminal's current size. */
  readonly size: () => Size;
  /** The columns that text is currently laid out in. */
  readonly width: () => number;
  /** Milliseconds of a monotonic clock. */
  readonly nowMs: () => number;
  /** Also show the evidence of what passed. */
  readonly verbose: boolean;
  /** Null: a run that is not about streams, however many it looks at. */
  readonly streams: StreamsShown | null;
  /** Null: a run that is not about a name, however many servers it asks. */
  readonly names: NamesShown | null;
}

export async function createScreen(options: ScreenOptions): Promise<Screen> {
  const {terminal, live, width, verbose, streams, names} = options;
  const paint = createPaint(options.color);
  const layout = (): Layout => ({paint, width: width(), verbose, streams, names});
  if (!live) return createPlainScreen(terminal, layout);
  // A log does not need listr2. It is loaded before any check's clock starts.
  const {createLiveScreen} = await import('./live-screen.ts');
  return createLiveScreen({...options, layout});
}

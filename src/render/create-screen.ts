import {createPlainScreen} from './plain-screen.ts';
import type {Screen} from './screen.ts';
import {createPaint, type Layout} from './style.ts';

export interface ScreenOptions {
  /** Stderr, in the product. */
  readonly terminal: NodeJS.WriteStream;
  readonly color: boolean;
  /** Redraw the tree in place; otherwise a plain line for each item as it finishes. */
  readonly live: boolean;
  readonly width: number;
  /** Also show the evidence of what passed. */
  readonly verbose: boolean;
}

export async function createScreen({terminal, color, live, width, verbose}: ScreenOptions): Promise<Screen> {
  const layout: Layout = {paint: createPaint(color), width, verbose};
  if (!live) return createPlainScreen(terminal, layout);
  // listr2 takes 60 ms to load, and a log has no use for it.
  const {createLiveScreen} = await import('./live-screen.ts');
  return createLiveScreen(terminal, layout);
}

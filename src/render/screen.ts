import type {RunEvent} from '../model/event.ts';
import {createPlainScreen} from './plain-screen.ts';
import {createPaint} from './style.ts';

/** Where progress is drawn: always stderr in the product. */
export type Terminal = Pick<NodeJS.WriteStream, 'write'> & {readonly isTTY?: boolean; readonly columns?: number};

/** Draws a run from its events. It decides nothing. */
export interface Screen {
  emit(event: RunEvent): void;
  /** Resolves when all is drawn. */
  finish(): Promise<void>;
}

export interface ScreenOptions {
  readonly terminal: NodeJS.WriteStream;
  readonly color: boolean;
  /** Redraw the tree in place; otherwise a plain line for each item as it finishes. */
  readonly live: boolean;
}

/** Lines of text are laid out for the terminal's width, 80 columns where there is none, 120 at most. */
export async function createScreen({terminal, color, live}: ScreenOptions): Promise<Screen> {
  const width = Math.min(terminal.columns ?? 80, 120);
  const paint = createPaint(color);
  if (!live) return createPlainScreen(terminal, paint, width);
  // listr2 takes 60 ms to load, and a log has no use for it.
  const {createLiveScreen} = await import('./live-screen.ts');
  return createLiveScreen(terminal, paint, width);
}

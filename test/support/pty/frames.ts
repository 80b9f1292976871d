import {stripVTControlCharacters} from 'node:util';
import {widthOf} from '../../../src/render/text-width.ts';
import type {TerminalEvent, TerminalSize} from './terminal.ts';

const [FRAME_BEGINS, FRAME_ENDS] = ['\u001b[?2026h', '\u001b[?2026l'];

export interface SentFrame {
  /** Of the terminal when the frame came, and before: a process hears of a new size a little late. */
  readonly sizes: readonly TerminalSize[];
  /** As many as the cursor went down. */
  readonly lines: number;
  readonly widest: number;
}

/** What was sent to a terminal between the marks of a frame. */
export function framesOf(events: readonly TerminalEvent[], first: TerminalSize): SentFrame[] {
  const frames: SentFrame[] = [];
  const decoder = new TextDecoder();
  let sizes = [first];
  let text = '';
  for (const event of events) {
    if ('resized' in event) {
      sizes = [...sizes, event.resized];
      continue;
    }
    text += decoder.decode(event.text, {stream: true});
    for (let end = text.indexOf(FRAME_ENDS); end !== -1; end = text.indexOf(FRAME_ENDS)) {
      const frame = text.slice(text.lastIndexOf(FRAME_BEGINS, end), end);
      const lines = stripVTControlCharacters(frame).split('\r\n');
      frames.push({sizes, lines: lines.length - 1, widest: Math.max(...lines.map((line) => widthOf(line)))});
      text = text.slice(end + FRAME_ENDS.length);
    }
  }
  return frames;
}

export function fits({lines, widest}: SentFrame, {rows, columns}: TerminalSize): boolean {
  return lines < rows && widest < columns;
}

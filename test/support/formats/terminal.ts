import xterm from '@xterm/headless';
import type {ReadBack} from './read-back.ts';

const COLUMNS = 120;

/** Text as a terminal shows it; the shape is what else it did with it. */
export async function readTerminal(document: string): Promise<ReadBack> {
  const rows = document.split('\n').reduce((sum, line) => sum + Math.ceil((2 * line.length) / COLUMNS) + 1, 0);
  const terminal = new xterm.Terminal({cols: COLUMNS, rows, allowProposedApi: true});
  const titles: string[] = [];
  let bells = 0;
  terminal.onTitleChange((title) => titles.push(title));
  terminal.onBell(() => {
    bells += 1;
  });
  await new Promise<void>((done) => terminal.write(document.replaceAll('\n', '\r\n'), done));
  const texts: string[] = [];
  let painted = 0;
  for (let row = 0; row < rows; row += 1) {
    const line = terminal.buffer.active.getLine(row);
    if (line === undefined) break;
    texts.push(line.translateToString(true));
    for (let column = 0; column < COLUMNS; column += 1) {
      const cell = line.getCell(column);
      if (cell !== undefined && !cell.isAttributeDefault()) painted += 1;
    }
  }
  terminal.dispose();
  return {texts, shape: {titles, bells, painted}};
}

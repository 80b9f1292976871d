import xterm from '@xterm/headless';
import type {TerminalEvent, TerminalSize} from './terminal.ts';

/** What a terminal shows after what was written to it: its lines with those scrolled away, and its cursor. */
export class Emulator {
  readonly #terminal: xterm.Terminal;
  #cursorHidden = false;

  /** A terminal driver makes `\r\n` of each line feed; where there is none, `convertEol` does. */
  constructor({rows, columns}: TerminalSize, {convertEol}: {readonly convertEol: boolean}) {
    this.#terminal = new xterm.Terminal({rows, cols: columns, convertEol, scrollback: 10_000, allowProposedApi: true});
    for (const final of ['h', 'l']) {
      this.#terminal.parser.registerCsiHandler({prefix: '?', final}, (params) => {
        if (params[0] === 25) this.#cursorHidden = final === 'l';
        return false;
      });
    }
  }

  get showsCursor(): boolean {
    return !this.#cursorHidden;
  }

  async play(events: readonly TerminalEvent[]): Promise<void> {
    for (const event of events) {
      if ('text' in event) await this.write(event.text);
      else this.resize(event.resized);
    }
  }

  write(text: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => this.#terminal.write(text, resolve));
  }

  resize({rows, columns}: TerminalSize): void {
    this.#terminal.resize(columns, rows);
  }

  /** From the first line ever to the last that holds something; what the terminal broke is joined. */
  text(): string {
    const {active} = this.#terminal.buffer;
    let text = '';
    for (let y = 0; y < active.length; y++) {
      const line = active.getLine(y);
      text += `${line?.isWrapped || y === 0 ? '' : '\n'}${line?.translateToString(!active.getLine(y + 1)?.isWrapped) ?? ''}`;
    }
    return text.trimEnd();
  }
}

import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';

const SCRIPT = fileURLToPath(new URL('pty.py', import.meta.url));

export interface TerminalSize {
  readonly rows: number;
  readonly columns: number;
}

/** What happened, in this order. */
export type TerminalEvent = {readonly text: Uint8Array} | {readonly resized: TerminalSize};

export interface Ended {
  readonly status: number;
  readonly cpuMs: number;
  readonly events: readonly TerminalEvent[];
  /** All that was printed. */
  readonly text: string;
}

export interface RunInTerminal {
  /** Default: Node.js. */
  readonly command?: string;
  readonly args: readonly string[];
  /** Null: the output goes to a pipe. */
  readonly size: TerminalSize | null;
  readonly env?: NodeJS.ProcessEnv;
  readonly onText?: (all: string, terminal: Keyboard) => void;
}

export interface Keyboard {
  resize(size: TerminalSize): void;
  type(text: string): void;
}

/** One run of a command in a terminal of its own. */
export async function runInTerminal({
  command = process.execPath,
  args,
  size,
  env = process.env,
  onText,
}: RunInTerminal): Promise<Ended> {
  const {rows, columns} = size ?? {rows: 0, columns: 0};
  const child = spawn('python3', [SCRIPT, `${rows}`, `${columns}`, command, ...args], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const keyboard = keyboardOf(child);
  const events: TerminalEvent[] = [];
  let text = '';
  let end: {status: number; cpuMs: number} | null = null;
  for await (const line of createInterface({input: child.stdout})) {
    const message = JSON.parse(line);
    if ('status' in message) end = message;
    else if ('resized' in message) events.push({resized: {rows: message.resized[0], columns: message.resized[1]}});
    else {
      const bytes = Buffer.from(message.text, 'base64');
      events.push({text: bytes});
      text += bytes.toString('latin1');
      onText?.(text, keyboard);
    }
  }
  child.stdin.end();
  await closed;
  if (end === null) throw new Error(`${args.join(' ')}: the terminal reported no end`);
  return {...end, events, text: Buffer.from(text, 'latin1').toString('utf8')};
}

function keyboardOf(child: ChildProcess): Keyboard {
  const tell = (order: unknown) => child.stdin?.write(`${JSON.stringify(order)}\n`);
  return {
    resize: ({rows, columns}) => tell({resize: [rows, columns]}),
    type: (text) => tell({type: text}),
  };
}

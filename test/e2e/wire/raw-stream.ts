import type {Socket} from 'node:net';

/** Writes what a response is made of as it comes: text, or bytes. */
type Part = string | Buffer;

export interface RawStream {
  readonly protocol?: 'HTTP/1.0' | 'HTTP/1.1';
  /** Before the response: informational ones. */
  readonly before?: string;
  /** Default: an event stream. */
  readonly status?: string;
  readonly headers?: readonly string[];
  /** Null: no Content-Type among the headers but theirs. */
  readonly contentType?: string | null;
  /** How the body is delimited; `extensions`: in chunks with an extension each. */
  readonly body?: 'chunks' | 'extensions' | 'close';
  /** At once, each in a chunk of its own. */
  readonly first?: readonly Part[];
  /** Then every so many milliseconds, again and again, or `times`, or for so long, however many that are. */
  readonly repeat?: Part | ((turn: number) => readonly Part[]);
  readonly everyMs?: number;
  readonly times?: number;
  readonly forMs?: number;
  /** When it has been repeated so often. Default: it stays open, and silent. */
  readonly end?: 'clean' | 'fin' | 'reset';
}

/** A raw answer to every request. */
export function rawStream(stream: RawStream): (socket: Socket, head: string) => void {
  return (socket) => writeStream(socket, stream);
}

function writeStream(socket: Socket, stream: RawStream): void {
  const {protocol = 'HTTP/1.1', before = '', status = '200 OK', headers = [], body = 'chunks', first = []} = stream;
  const {
    contentType = 'text/event-stream',
    repeat,
    everyMs = 300,
    times = Number.POSITIVE_INFINITY,
    forMs,
    end,
  } = stream;
  const head = [
    `${protocol} ${status}`,
    ...(contentType === null ? [] : [`Content-Type: ${contentType}`]),
    ...headers,
    ...(body === 'close' ? [] : ['Transfer-Encoding: chunked']),
  ];
  socket.setNoDelay(true);
  socket.write(`${before}${head.join('\r\n')}\r\n\r\n`);
  const write = (part: Part): void => void socket.write(framed(part, body));
  for (const part of first) write(part);
  const finish = (): void => {
    if (end === 'reset') socket.resetAndDestroy();
    if (end === 'fin' || (end === 'clean' && body === 'close')) socket.end();
    if (end === 'clean' && body !== 'close') socket.end('0\r\n\r\n');
  };
  if (repeat === undefined) {
    finish();
    return;
  }
  let turn = 0;
  const untilMs = forMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + forMs;
  const next = setInterval(() => {
    turn += 1;
    if (performance.now() > untilMs) {
      clearInterval(next);
      finish();
      return;
    }
    for (const part of typeof repeat === 'function' ? repeat(turn) : [repeat]) write(part);
    if (turn < times) return;
    clearInterval(next);
    finish();
  }, everyMs);
  socket.on('close', () => clearInterval(next));
}

function framed(part: Part, body: 'chunks' | 'extensions' | 'close'): Part {
  if (body === 'close') return part;
  const bytes = Buffer.from(part as string);
  const extension = body === 'extensions' ? ';name="a value; with a semicolon"' : '';
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}${extension}\r\n`), bytes, Buffer.from('\r\n')]);
}

/** A whole answer with a body, as a server or a hop gives it. */
export function rawPage(status: string, headers: readonly string[], body: string): (socket: Socket) => void {
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  return (socket) => void socket.end(`HTTP/1.1 ${[status, ...headers, length].join('\r\n')}\r\n\r\n${body}`);
}

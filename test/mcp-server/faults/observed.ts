import {connect} from 'node:net';
import {EventSource} from 'eventsource';

/** What a client saw of one request, byte by byte. */
export interface Observed {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it came, chunk marks and all. */
  readonly raw: Buffer;
  /** The contents of the chunks, one by one. */
  readonly chunks: readonly Buffer[];
  /** Whether the response was complete when the connection ended. */
  readonly end: 'complete' | 'truncated' | 'reset';
}

export interface Asked {
  readonly method?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
}

/** Asks, and reads until the connection is over. */
export async function observe(port: number, path: string, asked: Asked = {}): Promise<Observed> {
  const {method = 'GET', headers = [], body = ''} = asked;
  const socket = connect(port, '127.0.0.1');
  const parts: Buffer[] = [];
  let isReset = false;
  socket
    .on('data', (part) => parts.push(part))
    .on('error', () => {
      isReset = true;
    });
  const lengths = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  const head = [`${method} ${path} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers, ...lengths, '', ''];
  socket.write(head.join('\r\n') + body);
  await new Promise((resolve) => socket.once('close', resolve));
  const raw = Buffer.concat(parts);
  return {...readHead(raw), raw, ...readChunks(raw, isReset)};
}

function readHead(raw: Buffer): Pick<Observed, 'status' | 'headers'> {
  const [first = '', ...lines] = raw.toString('latin1').split('\r\n\r\n', 1)[0]?.split('\r\n') ?? [];
  const headers = lines.map((line) => {
    const at = line.indexOf(':');
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
  });
  return {status: Number(first.split(' ')[1]), headers: Object.fromEntries(headers)};
}

function readChunks(raw: Buffer, isReset: boolean): Pick<Observed, 'chunks' | 'end'> {
  const chunks: Buffer[] = [];
  let at = raw.indexOf('\r\n\r\n') + 4;
  for (;;) {
    const lineEnd = raw.indexOf('\r\n', at);
    const size = lineEnd === -1 ? Number.NaN : Number.parseInt(raw.toString('latin1', at, lineEnd), 16);
    if (size === 0) return {chunks, end: 'complete'};
    if (Number.isNaN(size)) return {chunks, end: isReset ? 'reset' : 'truncated'};
    chunks.push(raw.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}

/** The text of a stream, decoded as a whole. */
export function textOf({chunks}: Observed): string {
  return Buffer.concat(chunks).toString('utf8');
}

/** The numbers of the events, in the order they came. */
export function seqsOf(observed: Observed): readonly number[] {
  return [...textOf(observed).matchAll(/"seq":(\d+)/g)].map(([, seq]) => Number(seq));
}

/** What a real EventSource makes of a stream until its first error, or until it has so many events. */
export function received(url: string, most = Number.POSITIVE_INFINITY): Promise<readonly MessageEvent[]> {
  return new Promise((resolve) => {
    const events: MessageEvent[] = [];
    const source = new EventSource(url);
    const done = () => {
      source.close();
      resolve(events);
    };
    source.addEventListener('message', (event) => {
      events.push(event);
      if (events.length >= most) done();
    });
    source.addEventListener('error', done);
  });
}

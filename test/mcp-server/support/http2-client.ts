import {type ClientHttp2Session, connect, constants, type IncomingHttpHeaders} from 'node:http2';
import {connect as connectTls} from 'node:tls';

/** What a client saw of one stream of HTTP/2. */
export interface SeenOverHttp2 {
  /** 0: there was no head. */
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** `complete`: with END_STREAM; `closed`: the connection was closed before that; else as RST_STREAM named it. */
  readonly end: string;
  /** Whether the server said that it takes nothing more on this connection. */
  readonly saidGoaway: boolean;
}

interface AskedOverHttp2 {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Called when the head has come, and with each part of the body. */
  readonly onPart?: (textSoFar: string) => void;
}

export interface Http2Client {
  readonly session: ClientHttp2Session;
  ask(path: string, asked?: AskedOverHttp2): Promise<SeenOverHttp2>;
}

const ERRORS = ['INTERNAL_ERROR', 'PROTOCOL_ERROR', 'REFUSED_STREAM', 'ENHANCE_YOUR_CALM'] as const;

/** A connection to this port; it stands for the host, whose certificate it wants to see. */
export function http2Client(port: number, ca: string, host = 'localhost'): Http2Client {
  const socket = connectTls({host: '127.0.0.1', port, servername: host, ca, ALPNProtocols: ['h2']});
  const session = connect(`https://${host}`, {createConnection: () => socket});
  let saidGoaway = false;
  session.on('goaway', () => {
    saidGoaway = true;
  });
  session.on('error', () => {});
  return {
    session,
    async ask(path, {method = 'GET', headers = {}, body = '', onPart = () => {}} = {}) {
      const stream = session.request({':method': method, ':path': path, ...headers}, {endStream: body === ''});
      let text = '';
      let hasEnd = false;
      let head: IncomingHttpHeaders = {};
      stream
        .setEncoding('utf8')
        .on('error', () => {})
        .on('response', (seen) => {
          head = seen;
          onPart('');
        })
        .on('data', (part: string) => {
          text += part;
          onPart(text);
        })
        .on('end', () => {
          // Node.js also emits it when the connection is closed.
          hasEnd = !socket.destroyed && !socket.readableEnded;
        });
      if (body !== '') stream.end(body);
      await new Promise((resolve) => stream.once('close', resolve));
      const code = ERRORS.find((name) => constants[`NGHTTP2_${name}`] === stream.rstCode);
      const end = code ?? (hasEnd && !stream.aborted ? 'complete' : 'closed');
      return {status: Number(head[':status'] ?? 0), headers: head, text, end, saidGoaway};
    },
  };
}

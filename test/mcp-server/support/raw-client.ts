import {once} from 'node:events';
import {connect} from 'node:net';

/** A client that shows every byte as it came: chunk sizes, terminator and all. */
export interface RawClient {
  /** Resolves with everything received so far, once that contains `text`. Rejects when the connection closes before. */
  until(text: string): Promise<string>;
  /** Resolves with everything received, once the server has closed the connection. */
  closed(): Promise<string>;
  /** Sends more bytes. */
  write(text: string): void;
  /** Goes away without saying goodbye. */
  reset(): void;
}

/** `host`: null when it is among the headers. */
export async function rawGet(
  port: number,
  path: string,
  headers: readonly string[] = [],
  host: string | null = 'localhost',
  method = 'GET',
): Promise<RawClient> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let received = '';
  let isClosed = false;
  socket.setEncoding('utf8').on('data', (text: string) => {
    received += text;
  });
  socket.on('close', () => {
    isClosed = true;
  });
  const hosts = host === null ? [] : [`Host: ${host}`];
  socket.write([`${method} ${path} HTTP/1.1`, ...hosts, ...headers, '', ''].join('\r\n'));
  return {
    async until(text) {
      while (!received.includes(text)) {
        if (isClosed) throw new Error(`closed before ${JSON.stringify(text)}; received ${JSON.stringify(received)}`);
        await Promise.race([once(socket, 'data'), once(socket, 'close')]);
      }
      return received;
    },
    async closed() {
      if (!isClosed) await once(socket, 'close');
      return received;
    },
    write: (text) => void socket.write(text),
    reset: () => void socket.resetAndDestroy(),
  };
}

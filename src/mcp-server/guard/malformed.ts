import type {EventEmitter} from 'node:events';
import type {Socket} from 'node:net';
import type {Connections} from '../connections.ts';
import type {Log} from '../log.ts';

interface Malformed {
  readonly status: string;
  readonly reason: string;
}

const BY_CODE: Readonly<Record<string, Malformed>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {status: '408 Request Timeout', reason: 'request-too-slow'},
  HPE_HEADER_OVERFLOW: {status: '431 Request Header Fields Too Large', reason: 'head-too-large'},
  HPE_INVALID_EOF_STATE: {status: '400 Bad Request', reason: 'request-cut-off'},
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {status: '413 Payload Too Large', reason: 'chunk-extensions-too-large'},
};
const BAD_REQUEST: Malformed = {status: '400 Bad Request', reason: 'no-http'};

/**
 * Answers, as Node.js would, what never becomes a complete request; and logs it, so that a refusal by this server can
 * be told from one by a hop in front.
 */
export function refuseMalformed(server: EventEmitter, connections: Pick<Connections, 'ofSocket'>, log: Log): void {
  server.on('clientError', ({code = ''}: NodeJS.ErrnoException, socket: Socket) => {
    const known = BY_CODE[code] ?? (code.startsWith('HPE_') ? BAD_REQUEST : null);
    // Otherwise the connection is lost.
    if (known !== null) log({event: 'refused', reason: known.reason, path: '', address: socket.remoteAddress ?? ''});
    // Never in the middle of another answer, and without waiting for one that goes on.
    const begun = connections.ofSocket(socket).filter((response) => response.headersSent);
    if (socket.writable && begun.length === 0) {
      socket.write(`HTTP/1.1 ${(known ?? BAD_REQUEST).status}\r\nConnection: close\r\n\r\n`);
    }
    if (begun.some((response) => !response.writableEnded)) socket.destroy();
    else socket.destroySoon();
  });
}

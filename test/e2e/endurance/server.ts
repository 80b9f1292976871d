/**
 * Event streams in a process of their own, an event each 200 ms, over HTTP/1.1 or (with TLS) over HTTP/2 alone. A path is
 * `/RUN/healthy` or `/RUN/HOW/MS`: what ends the stream, that long after its headers. Says its port, then `{run, opened}` for
 * each stream and `{run, lateMs}` at its end: how late its own timers were, as that is what a client then sees.
 */
import {createServer} from 'node:http';
import {createSecureServer, type Http2ServerResponse} from 'node:http2';
import type {AddressInfo} from 'node:net';
import type {Ending} from './endure.ts';

const CADENCE_MS = 200;
const {protocol, key, cert} = JSON.parse(process.argv[2] ?? '') as {protocol: string; key: string; cert: string};

/** What both kinds of response have. */
interface Response {
  writeHead(status: number, headers: Record<string, string>): unknown;
  write(text: string): unknown;
  end(): unknown;
  once(event: 'close', listener: () => void): unknown;
  readonly socket: {destroy(): void; resetAndDestroy(): void} | null;
}

const ENDINGS: Readonly<Record<Ending, (response: Response) => void>> = {
  end: (response) => response.end(),
  cut: (response) => {
    if (protocol === 'h2') (response as unknown as Http2ServerResponse).stream.session?.destroy();
    else response.socket?.destroy();
  },
  reset: (response) => {
    if (protocol === 'h2') (response as unknown as Http2ServerResponse).stream.close(2);
    else response.socket?.resetAndDestroy();
  },
};

function say(what: object): void {
  console.log(JSON.stringify(what));
}

function stream(path: string, response: Response): void {
  const [, run = '', how = '', ms = ''] = path.split('/');
  response.writeHead(200, {'content-type': 'text/event-stream', 'cache-control': 'no-store'});
  say({run, opened: true});
  let [dueMs, lateMs, sequence] = [performance.now(), 0, 0];
  const beat = () => {
    lateMs = Math.max(lateMs, performance.now() - dueMs);
    dueMs = performance.now() + CADENCE_MS;
    response.write(`id: ${++sequence}\ndata: {"sequence": ${sequence}}\n\n`);
  };
  beat();
  const timer = setInterval(beat, CADENCE_MS);
  const over = how in ENDINGS ? setTimeout(() => ENDINGS[how as Ending](response), Number(ms)) : undefined;
  response.once('close', () => {
    clearInterval(timer);
    clearTimeout(over);
    say({run, lateMs});
  });
}

const server =
  protocol === 'h2'
    ? createSecureServer({key, cert, allowHTTP1: false}, (request, response) => stream(request.url, response))
    : createServer((request, response) => stream(request.url ?? '', response));
// Whatever a client that goes away leaves behind.
server.on('sessionError', () => {});
server.listen(0, '127.0.0.1', () => say({port: (server.address() as AddressInfo).port}));

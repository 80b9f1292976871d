/**
 * Answers pages at once or 100 ms late, or with a stream of two events a second. Prints its port, and for each line it
 * is given how long it took from the first request to the end of the last answer.
 */
import {createServer, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';

const LATE_MS = 100;
const EVENT_EVERY_MS = 500;

let firstMs = Number.NaN;
let lastMs = Number.NaN;

function page(url: string | undefined, response: ServerResponse): void {
  response.end(`this is page ${url?.slice(1)}`);
  lastMs = performance.now();
}

function stream(response: ServerResponse): void {
  response.writeHead(200, {'content-type': 'text/event-stream', 'cache-control': 'no-store'});
  const event = () => response.write('data: {"at": 1}\n\n');
  event();
  const timer = setInterval(event, EVENT_EVERY_MS);
  response.on('close', () => clearInterval(timer));
}

const [, , kind] = process.argv;
const server = createServer((request, response) => {
  if (Number.isNaN(firstMs)) firstMs = performance.now();
  if (kind === 'stream') stream(response);
  else if (kind === 'slow') setTimeout(() => page(request.url, response), LATE_MS);
  else page(request.url, response);
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
process.stdin.on('data', () => {
  console.log(lastMs - firstMs);
  firstMs = Number.NaN;
});

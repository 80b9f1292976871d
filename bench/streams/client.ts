/**
 * Opens streams, reads them for a while, and prints the result: events a second, and the 99th percentile of their
 * delay. Bytes are searched, not parsed: it has to be cheaper than any server that it measures.
 */
import {once} from 'node:events';
import {connect, type Socket} from 'node:net';

interface Load {
  readonly port: number;
  /** The complete request. */
  readonly request: string;
  readonly streams: number;
  readonly warmUpMs: number;
  readonly windowMs: number;
}

const {port, request, streams, warmUpMs, windowMs}: Load = JSON.parse(process.argv[2] ?? '');
const MARK = Buffer.from('"seq"');
const ESCAPED = Buffer.from('\\"seq\\"');
const TIME = /serverTime\\?":\s?\\?"([^"\\]+)/g;

let isCounting = false;
let events = 0;
const lagsMs: number[] = [];

function read(part: Buffer): void {
  if (!isCounting) return;
  const arrivedMs = Date.now();
  const mark = part.includes(ESCAPED) ? ESCAPED : MARK;
  for (let at = part.indexOf(mark); at !== -1; at = part.indexOf(mark, at + 5)) events += 1;
  if (lagsMs.length > 200_000) return;
  for (const [, time = ''] of part.toString('latin1').matchAll(TIME)) lagsMs.push(arrivedMs - Date.parse(time));
}

async function open(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.on('data', read);
  socket.write(request);
  await once(socket, 'data');
  return socket;
}

const sockets: Socket[] = [];
while (sockets.length < streams) {
  sockets.push(...(await Promise.all(Array.from({length: Math.min(50, streams - sockets.length)}, open))));
}
console.log('open');
await new Promise((resolve) => setTimeout(resolve, warmUpMs));
isCounting = true;
const startMs = performance.now();
await new Promise((resolve) => setTimeout(resolve, windowMs));
isCounting = false;
const seconds = (performance.now() - startMs) / 1000;
lagsMs.sort((a, b) => a - b);
console.log(JSON.stringify({perSecond: events / seconds, p99Ms: lagsMs[Math.floor(lagsMs.length * 0.99)] ?? null}));
for (const socket of sockets) socket.destroy();

/**
 * The least that a Node.js server can do to send the same events, as the baseline for ours: a timer for each stream,
 * and only the changing part of an event is built. With the argument `shared`, one timer serves all streams, which then
 * have no cadence of their own: cheaper than any server with the required features, and shown for comparison.
 */
import {randomUUID} from 'node:crypto';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';

const instance = randomUUID();
const sends = new Set<() => void>();
const isShared = process.argv[2] === 'shared';
let isTicking = false;

const server = createServer((request, response) => {
  const cadenceMs = Number(/cadence=(\d+)/.exec(request.url ?? '')?.[1] ?? 1000);
  const stream = randomUUID();
  const startMs = performance.now();
  const tail = `,"stream":"${stream}","instance":"${instance}","cadenceMs":${cadenceMs},"heartbeatMs":15000}\n\n`;
  let seq = 0;
  response.writeHead(200, {'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache'});
  const send = () => {
    seq += 1;
    const sinceStartMs = (performance.now() - startMs).toFixed(3);
    const times = `"serverTime":"${new Date().toISOString()}","sinceStartMs":${sinceStartMs}`;
    response.write(`id: ${stream}.${seq}\ndata: {"seq":${seq},${times}${tail}`);
  };
  send();
  if (!isShared) {
    const timer = setInterval(send, cadenceMs);
    response.on('close', () => clearInterval(timer));
    return;
  }
  sends.add(send);
  if (!isTicking) setInterval(() => sends.forEach((each) => void each()), cadenceMs);
  isTicking = true;
  response.on('close', () => sends.delete(send));
});

server.listen(0, '127.0.0.1', () => console.log(`ready on port ${(server.address() as AddressInfo).port}`));

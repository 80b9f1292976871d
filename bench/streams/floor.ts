/**
 * The least that a Node.js server can do to send the same events, which is what ours is measured against: one timer for
 * all streams, and of each event only what changes is made anew.
 */
import {randomUUID} from 'node:crypto';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';

const instance = randomUUID();
const sends = new Set<() => void>();
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
  sends.add(send);
  if (!isTicking) setInterval(() => sends.forEach((each) => void each()), cadenceMs);
  isTicking = true;
  response.on('close', () => sends.delete(send));
});

server.listen(0, '127.0.0.1', () => console.log(`ready on port ${(server.address() as AddressInfo).port}`));

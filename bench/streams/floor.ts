/** The least that a Node.js server can do to send the same events: what ours is measured against. */
import {randomUUID} from 'node:crypto';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';

const instance = randomUUID();

const server = createServer((request, response) => {
  const cadenceMs = Number(/cadence=(\d+)/.exec(request.url ?? '')?.[1] ?? 1000);
  const stream = randomUUID();
  const startMs = performance.now();
  // What does not change is written once, as in ours.
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
  const timer = setInterval(send, cadenceMs);
  response.on('close', () => clearInterval(timer));
});

server.listen(0, '127.0.0.1', () => console.log(`ready on port ${(server.address() as AddressInfo).port}`));

/** The least that a Node.js server can do to send the same events: what ours is measured against. */
import {randomUUID} from 'node:crypto';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';

const instance = randomUUID();

const server = createServer((request, response) => {
  const cadenceMs = Number(/cadence=(\d+)/.exec(request.url ?? '')?.[1] ?? 1000);
  const stream = randomUUID();
  const startMs = performance.now();
  let seq = 0;
  response.writeHead(200, {'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache'});
  const send = () => {
    seq += 1;
    const serverTime = new Date().toISOString();
    const sinceStartMs = Number((performance.now() - startMs).toFixed(3));
    const data = JSON.stringify({seq, serverTime, sinceStartMs, stream, instance, cadenceMs, heartbeatMs: 15_000});
    response.write(`id: ${stream}.${seq}\ndata: ${data}\n\n`);
  };
  send();
  const timer = setInterval(send, cadenceMs);
  response.on('close', () => clearInterval(timer));
});

server.listen(0, '127.0.0.1', () => console.log(`ready on port ${(server.address() as AddressInfo).port}`));

/**
 * A reference server in a process of its own, started with `--expose-gc`, that tells what it holds: each line it reads
 * is answered by a line. `count` asks for the streams and sessions that are open and how many streams ended for which
 * cause; `measure` also for the bytes in use after garbage collection, the most that were in use since it was last
 * asked, and the timers that run. To collect what thousands of streams hold takes long: who waits, counts.
 */
import {createInterface} from 'node:readline';
import {createReferenceServer, type Limits} from '../../../src/mcp-server/index.ts';

const limits: Partial<Limits> = JSON.parse(process.argv[2] ?? '{}');
const causes: Record<string, number> = {};
let peak = 0;

const inUse = (): number => {
  const {heapUsed, external} = process.memoryUsage();
  return heapUsed + external;
};
setInterval(() => {
  peak = Math.max(peak, inUse());
}, 20).unref();

const server = createReferenceServer({
  port: 0,
  limits,
  onError: (error) => console.error('BUG', error),
  onLog(entry) {
    if (entry.event === 'stream-close') causes[entry.cause] = (causes[entry.cause] ?? 0) + 1;
  },
});
const {port} = await server.listen();
console.log(JSON.stringify({port}));

const counted = () => ({streams: server.openStreams(), sessions: server.openSessions(), causes});

async function measured() {
  // What a connection leaves behind is released some turns after its end.
  for (let turn = 0; turn < 5; turn++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const timers = process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
  const all = {...counted(), heap: inUse(), peak, timers};
  peak = 0;
  return all;
}

createInterface(process.stdin).on('line', async (line) => {
  console.log(JSON.stringify(line === 'count' ? counted() : await measured()));
});

/**
 * A reference server in a process of its own, started with `--expose-gc`, that tells its heap: each line it reads is
 * answered by a line with the bytes in use after garbage collection and the streams and sessions that are open.
 */
import {createInterface} from 'node:readline';
import {createReferenceServer, type Limits} from '../../../src/mcp-server/index.ts';

const limits: Partial<Limits> = JSON.parse(process.argv[2] ?? '{}');
const server = createReferenceServer({port: 0, limits, onError: (error) => console.error('BUG', error)});
const {port} = await server.listen();
console.log(JSON.stringify({port}));

createInterface(process.stdin).on('line', async () => {
  // What a connection leaves behind is let go some turns after it is over.
  for (let turn = 0; turn < 5; turn++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const {heapUsed, external} = process.memoryUsage();
  console.log(
    JSON.stringify({heap: heapUsed + external, streams: server.openStreams(), sessions: server.openSessions()}),
  );
});

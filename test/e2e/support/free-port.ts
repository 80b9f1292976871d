import {createServer} from 'node:net';
import {ServerDidNotStart} from './server-process.ts';

/** Of loopback, at this moment. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}

const TAKEN = /address already in use|cannot bind socket/i;

/** For a server that does not accept port 0: a free port may be taken before it starts, so there is more than one try. */
export async function onFreePorts<Started>(
  count: number,
  start: (ports: readonly number[]) => Promise<Started>,
): Promise<Started> {
  for (let attempt = 1; ; attempt++) {
    const ports: number[] = [];
    while (ports.length < count) {
      const port = await freePort();
      if (!ports.includes(port)) ports.push(port);
    }
    try {
      return await start(ports);
    } catch (thrown) {
      const taken = thrown instanceof ServerDidNotStart && TAKEN.test(thrown.output);
      if (!taken || attempt === 5) throw thrown;
    }
  }
}

import {once} from 'node:events';
import {createServer} from 'node:net';
import {expect} from 'chai';
import {serverClock, systemClock} from '../../src/mcp-server/system-clock.ts';

describe('mcp-server clock', () => {
  it('calls back after its time, unless it is cancelled', async () => {
    const called: string[] = [];
    const cancel = systemClock.after(1, () => called.push('cancelled'));
    const cancelNow = systemClock.after(0, () => called.push('cancelled at once'));
    cancel();
    cancelNow();
    await new Promise<void>((resolve) => systemClock.after(2, resolve));
    await new Promise<void>((resolve) => systemClock.after(0, resolve));
    expect(called).to.deep.equal([]);
  });

  it('lets what arrives be read in between, however late all callbacks are', async () => {
    let isReady = false;
    const late = () => {
      const until = performance.now() + 2;
      while (performance.now() < until);
      if (!isReady) systemClock.after(0, late);
    };
    const server = createServer();
    late();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    isReady = true;
    server.close();
  });

  it('makes any clock one that calls back', async () => {
    const slept: number[] = [];
    const clock = serverClock({
      now: () => new Date(0),
      monotonicMs: () => 7,
      sleep: async (ms) => void slept.push(ms),
    });
    await new Promise<void>((resolve) => clock.after(5, resolve));
    expect([slept, clock.monotonicMs(), clock.now().getTime()]).to.deep.equal([[5], 7, 0]);
    expect(serverClock(systemClock)).to.equal(systemClock);
  });
});

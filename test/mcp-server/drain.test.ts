import {expect} from 'chai';
import {type DrainOptions, drainOnSignal} from '../../src/mcp-server/drain.ts';
import type {ReferenceServer} from '../../src/mcp-server/index.ts';

/** The longest time until the process gets its signal. */
const EXPIRY_MS = 5;

describe('mcp-server drain', () => {
  const before = process.listenerCount('SIGTERM');

  /** A server that notes how it is closed, and is closed when the test says so. */
  function draining(options: DrainOptions) {
    const closes: unknown[] = [];
    const closed = Promise.withResolvers<void>();
    const signalled = Promise.withResolvers<void>();
    const server = {
      close(how: unknown) {
        closes.push(how);
        signalled.resolve();
        return closed.promise;
      },
    } as unknown as ReferenceServer;
    const over = drainOnSignal(server, options);
    const done = async () => {
      closed.resolve();
      await over;
      expect(process.listenerCount('SIGTERM')).to.equal(before);
    };
    return {closes, signalled: signalled.promise, done};
  }

  const signal = () => process.emit('SIGTERM', 'SIGTERM');

  it('takes its time by the first signal, and none by the second', async () => {
    const {closes, done} = draining({graceMs: 9, drainDelayMs: 7});
    signal();
    signal();
    expect(closes).to.deep.equal([
      {graceMs: 9, drainDelayMs: 7, why: 'SIGTERM'},
      {graceMs: 0, drainDelayMs: 0, why: 'SIGTERM'},
    ]);
    await done();
  });

  it('leaves calls their time when the first signal comes after it has expired', async () => {
    const {closes, signalled, done} = draining({graceMs: 9, drainDelayMs: 7, expireAfterMs: EXPIRY_MS});
    await signalled;
    signal();
    signal();
    expect(closes).to.deep.equal([
      {graceMs: 9, drainDelayMs: 7, why: 'expired'},
      {graceMs: 9, drainDelayMs: 0, why: 'SIGTERM'},
      {graceMs: 0, drainDelayMs: 0, why: 'SIGTERM'},
    ]);
    await done();
  });
});

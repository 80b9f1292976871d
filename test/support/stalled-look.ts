/**
 * One check on the real wire, in a process that a test can stop and let go on. Says `holds` when response headers are
 * there, then the verdict. With `busyMs` it blocks itself for that long, some milliseconds after the headers.
 */
import {CHECKS} from '../../src/checks/index.ts';
import {CannotTell, messageOf} from '../../src/model/errors.ts';
import {liveWire} from './live-wire.ts';

interface Asked {
  readonly check: string;
  readonly params: object;
  readonly busyAfterMs?: number;
  readonly busyMs?: number;
  /** To trust, and where everything is then asked. */
  readonly tls?: {readonly ca: string; readonly port: number};
}

const {check: id, params, busyAfterMs, busyMs = 0, tls}: Asked = JSON.parse(process.argv[2] ?? '');
const check = CHECKS.find((one) => one.id === id);
const there = tls === undefined ? {} : {ca: tls.ca, connectTo: () => ({address: '127.0.0.1', port: tls.port})};
const wire = liveWire(there);
const context = {
  signal: new AbortController().signal,
  factsNotBefore: Number.NEGATIVE_INFINITY,
  waiting<T>(_ms: number, work: (begin: () => void) => Promise<T>): Promise<T> {
    return work(() => {
      console.log('holds');
      if (busyAfterMs !== undefined) setTimeout(() => beBusy(busyMs), busyAfterMs);
    });
  },
};

function beBusy(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}

await wire.warmUp();
console.log('ready');
try {
  const world = {now: new Date(), http: wire.http(context), sse: wire.sse(context)};
  const verdict = await check?.run(check.params.parse(params) as never, world as never);
  console.log(JSON.stringify({status: verdict?.status, summary: verdict?.summary}));
} catch (thrown) {
  const heals = thrown instanceof CannotTell && thrown.transient;
  console.log(JSON.stringify({status: (thrown as Error).name, summary: messageOf(thrown), heals}));
}

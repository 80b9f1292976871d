/**
 * Opens streams, so many at a time, reads them for a while, and prints what that took. `ours`: looks as a check makes them;
 * `undici`: a client that counts bytes; `socket`: to which the bytes are not even HTTP. Needs --expose-gc.
 */
import {connect} from 'node:net';
import {Client} from 'undici';
import {KnownSecrets} from '../../src/model/text/secrets/known-secrets.ts';
import {systemClock} from '../../src/probes/clock.ts';
import {liveFacts} from '../../src/probes/facts.ts';
import {createPresence} from '../../src/probes/presence.ts';
import {createWire} from '../../src/probes/wire/wire.ts';

export interface Reading {
  readonly reader: 'ours' | 'undici' | 'socket';
  readonly port: number;
  readonly streams: number;
  readonly cadenceMs: number;
  /** So many are connecting at once. */
  readonly atOnce: number;
  /** From the headers of each; the time to open all of them, to settle and to measure lies in it. */
  readonly holdForMs: number;
  readonly settleMs: number;
  readonly windowMs: number;
}

export interface Figures {
  readonly kibPerStream: number;
  readonly cpuMsPerSecond: number;
  /** Until all were open. */
  readonly openedMs: number;
  /** From when a stream's turn came to its first byte. */
  readonly firstByteP50Ms: number;
  readonly firstByteP99Ms: number;
  /** Streams that were open to the end. */
  readonly held: number;
}

interface Look {
  readonly firstByteMs: number;
  readonly held: boolean;
}

/** `opened` is called when response headers have come. */
type Open = (path: string, holdForMs: number, opened: () => void) => Promise<Look>;

const reading: Reading = JSON.parse(process.argv[2] ?? '');
const ORIGIN = `http://127.0.0.1:${reading.port}`;

function byOurs(): Open {
  const wire = createWire({
    store: liveFacts(systemClock),
    clock: systemClock,
    presence: createPresence(),
    connectTo: () => null,
    ca: null,
    secrets: new KnownSecrets(),
  });
  return async (path, holdForMs, opened) => {
    const {signal} = new AbortController();
    const probe = wire.sse({signal, factsNotBefore: Number.NEGATIVE_INFINITY, waiting: (_ms, work) => work(opened)});
    const {answer} = await probe.stream({
      url: ORIGIN + path,
      headers: {},
      headersWithinMs: 60_000,
      holdForMs,
      protocol: 'http/1.1',
    });
    return {firstByteMs: answer?.firstByteAtMs ?? Number.NaN, held: answer?.end === 'held'};
  };
}

const byUndici: Open = (path, holdForMs, opened) =>
  new Promise((resolve) => {
    const startMs = performance.now();
    const client = new Client(ORIGIN, {allowH2: false, headersTimeout: 0, bodyTimeout: 0});
    let firstByteMs = Number.NaN;
    let bytes = 0;
    const finish = (held: boolean) => {
      resolve({firstByteMs, held: held && bytes > 0});
      void client.destroy();
    };
    client.dispatch(
      {path, method: 'GET', headers: {accept: 'text/event-stream'}},
      {
        onRequestStart() {},
        onResponseStart() {
          opened();
          setTimeout(finish, holdForMs, true);
        },
        onResponseData(_controller, chunk) {
          if (bytes === 0) firstByteMs = performance.now() - startMs;
          bytes += chunk.length;
        },
        onResponseEnd: () => finish(false),
        onResponseError: () => finish(false),
      },
    );
  });

const bySocket: Open = (path, holdForMs, opened) =>
  new Promise((resolve) => {
    const startMs = performance.now();
    const socket = connect(reading.port, '127.0.0.1');
    let firstByteMs = Number.NaN;
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    socket.on('data', () => {
      if (!Number.isNaN(firstByteMs)) return;
      firstByteMs = performance.now() - startMs;
      opened();
      setTimeout(() => socket.destroy(), holdForMs);
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve({firstByteMs, held: performance.now() - startMs >= holdForMs}));
  });

/** Starts the looks so many at a time: a stream that is open makes room for the next. */
function openAll(open: Open): {opened: Promise<void>; looks: Promise<Look>[]} {
  const {promise, resolve} = Promise.withResolvers<void>();
  const looks: Promise<Look>[] = [];
  let left = reading.streams;
  const next = () => {
    if (looks.length === reading.streams) return;
    const path = `/?cadence=${reading.cadenceMs}&n=${looks.length}`;
    let isOpen = false;
    const done = () => {
      if (isOpen) return;
      isOpen = true;
      left -= 1;
      if (left === 0) resolve();
      next();
    };
    const look = open(path, reading.holdForMs, done);
    looks.push(look);
    void look.then(done);
  };
  for (let slot = 0; slot < reading.atOnce; slot++) next();
  return {opened: promise, looks};
}

function memoryKib(): number {
  for (let round = 0; round < 3; round++) globalThis.gc?.();
  return process.memoryUsage().rss / 1024;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const open = {ours: byOurs, undici: () => byUndici, socket: () => bySocket}[reading.reader]();
// What the first streams load is not counted.
await Promise.all(Array.from({length: 10}, (_, n) => open(`/?cadence=50&warm=${n}`, 300, () => {})));
const before = memoryKib();
const openingMs = performance.now();
const {opened, looks} = openAll(open);
await opened;
const openedMs = performance.now() - openingMs;
await pause(reading.settleMs);
const cpu = process.cpuUsage();
const startMs = performance.now();
await pause(reading.windowMs);
const {user, system} = process.cpuUsage(cpu);
const seconds = (performance.now() - startMs) / 1000;
const after = memoryKib();
const results = await Promise.all(looks);
const times = results.map(({firstByteMs}) => firstByteMs).toSorted((a, b) => a - b);
const figures: Figures = {
  kibPerStream: (after - before) / reading.streams,
  cpuMsPerSecond: (user + system) / 1000 / seconds,
  openedMs,
  firstByteP50Ms: times[Math.floor(times.length * 0.5)] ?? Number.NaN,
  firstByteP99Ms: times[Math.floor(times.length * 0.99)] ?? Number.NaN,
  held: results.filter(({held}) => held).length,
};
console.log(JSON.stringify(figures));

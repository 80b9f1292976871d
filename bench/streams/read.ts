import {execFile} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {started} from './measure.ts';
import type {Figures, Reading} from './reader.ts';
import {FLOOR} from './subjects.ts';

const ROUNDS = 3;
const KIB_AT_MOST = 80;
const CPU_AT_MOST = 1.25;
const FIRST_BYTE_AT_MOST = 1.5;
/** Of a run, unless `--concurrency` says another. */
const AT_ONCE = 64;
const READER = fileURLToPath(new URL('reader.ts', import.meta.url));
const CALM = {streams: 1000, cadenceMs: 1000, atOnce: AT_ONCE, holdForMs: 12_000, settleMs: 2000, windowMs: 4000};
/** So fast that what a process costs by itself does not count. */
const BUSY = {...CALM, cadenceMs: 100, windowMs: 6000};
const MANY = {...CALM, streams: 5000, holdForMs: 30_000};

/**
 * Looks at streams of the floor server, beside a client of undici that counts bytes, by turns; prints the medians. False when
 * ours exceeds its bounds: for memory an absolute one, as it does not depend on the speed of the machine.
 */
export async function compareReaders(): Promise<boolean> {
  const server = await started(FLOOR);
  try {
    const read = (reader: Reading['reader'], how: Omit<Reading, 'reader' | 'port'>) =>
      figuresOf({...how, reader, port: server.port});
    const rounds: {calm: Figures; raw: Figures; ours: Figures; busy: number}[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const [raw, calm, ours] = [await read('socket', CALM), await read('undici', CALM), await read('ours', CALM)];
      const [floor, busy] = [await read('undici', BUSY), await read('ours', BUSY)];
      rounds.push({raw, calm, ours, busy: busy.cpuMsPerSecond / floor.cpuMsPerSecond});
    }
    const [floor, many] = [await read('undici', MANY), await read('ours', MANY)];
    const median = (of: (round: (typeof rounds)[number]) => number) => middle(rounds.map(of));
    const beside = ['raw', 'calm'] as const;
    const [socket, undici] = beside.map((name) => median((round) => round[name].kibPerStream).toFixed(0));
    console.log(`\nstreams read, medians (KiB each of a socket ${socket}, of undici ${undici})`);
    // A look's own time begins when its turn comes: what all of them take to open is said beside it.
    console.log(
      `all ${MANY.streams} open after ${many.openedMs.toFixed(0)} ms, with undici after ${floor.openedMs.toFixed(0)} ms`,
    );
    return [
      judge(
        '1,000 streams: KiB each',
        median(({ours}) => ours.kibPerStream),
        KIB_AT_MOST,
      ),
      judge(
        '1,000 streams: CPU for each event, ours by undici',
        median(({busy}) => busy),
        CPU_AT_MOST,
      ),
      judge(`${MANY.streams} streams: not held`, MANY.streams - many.held, 0),
      judge(
        'their first byte at the median, ours by undici',
        many.firstByteP50Ms / floor.firstByteP50Ms,
        FIRST_BYTE_AT_MOST,
      ),
      judge('their first byte at the 99th percentile', many.firstByteP99Ms / floor.firstByteP99Ms, FIRST_BYTE_AT_MOST),
    ].every((isWell) => isWell);
  } finally {
    server.child.kill('SIGKILL');
  }
}

async function figuresOf(reading: Reading): Promise<Figures> {
  const {stdout} = await promisify(execFile)(process.execPath, ['--expose-gc', READER, JSON.stringify(reading)]);
  return JSON.parse(stdout);
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function judge(what: string, figure: number, atMost: number): boolean {
  const isWell = figure <= atMost;
  const row = [figure.toFixed(2), String(atMost)].map((text) => text.padStart(9)).join('');
  console.log(`${what.padEnd(54)}${row}  ${isWell ? 'ok' : 'OVER'}`);
  return isWell;
}

if (import.meta.main) process.exitCode = (await compareReaders()) ? 0 : 1;

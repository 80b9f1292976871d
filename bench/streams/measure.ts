import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {PACED_MS, QUIET_MS, SATURATING_MS} from './cadences.ts';
import type {Subject} from './subjects.ts';

export interface Figures {
  readonly perSecond: number;
  readonly kibPerStream: number;
  readonly p99Ms: number;
  /** CPU of the server for each event at a pace that it keeps with time to spare, in microseconds. */
  readonly cpuUs: number;
}

const CLIENT = fileURLToPath(new URL('client.ts', import.meta.url));
const STREAMS = 1000;

interface Seen {
  readonly perSecond: number;
  readonly p99Ms: number;
}

interface Started {
  readonly child: ChildProcess;
  readonly port: number;
}

export async function started({command, args, ready}: Subject): Promise<Started> {
  const child = spawn(command, args, {stdio: ['ignore', 'pipe', 'inherit'], env: {...process.env, BASE_PATH: ''}});
  for await (const line of createInterface(child.stdout as NodeJS.ReadableStream)) {
    const port = ready.exec(line)?.[1];
    if (port !== undefined) return {child, port: Number(port)};
  }
  throw new Error(`${command} ${args.join(' ')} ended before it listened`);
}

/** `whileOpen` is called when all streams are open. */
async function load(
  port: number,
  request: string,
  warmUpMs: number,
  windowMs: number,
  {streams = STREAMS, whileOpen = () => {}} = {},
): Promise<Seen> {
  const client = spawn(process.execPath, [CLIENT, JSON.stringify({port, request, streams, warmUpMs, windowMs})], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface(client.stdout as NodeJS.ReadableStream)[Symbol.asyncIterator]();
  await lines.next();
  setTimeout(whileOpen, warmUpMs);
  const {value} = await lines.next();
  await once(client, 'exit');
  return JSON.parse(value ?? '{}');
}

const PACED_WINDOW_MS = 6000;

async function loadAtPace({child, port}: Started, request: string): Promise<Pick<Figures, 'p99Ms' | 'cpuUs'>> {
  let cpuMs = 0;
  let seconds = 0;
  const {perSecond, p99Ms} = await load(port, request, 1500, PACED_WINDOW_MS, {
    whileOpen() {
      const [beforeMs, startMs] = [cpuMsOf(child), performance.now()];
      // Shortly before the streams are closed.
      setTimeout(() => {
        cpuMs = cpuMsOf(child) - beforeMs;
        seconds = (performance.now() - startMs) / 1000;
      }, PACED_WINDOW_MS - 200);
    },
  });
  return {p99Ms, cpuUs: (cpuMs * 1000) / (perSecond * seconds)};
}

/** User and system time, by the kernel's ticks of 10 ms. */
function cpuMsOf({pid}: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Resident memory in KiB. */
function memoryOf({pid}: ChildProcess): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

/** One round of one subject, with a separate process for each figure. */
export async function measure(subject: Subject): Promise<Figures> {
  const quiet = await started(subject);
  await load(quiet.port, subject.request(QUIET_MS), 200, 100, {streams: 10}); // Not to count what the first streams load.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const before = memoryOf(quiet.child);
  let during = before;
  await load(quiet.port, subject.request(QUIET_MS), 1500, 100, {
    whileOpen: () => {
      during = memoryOf(quiet.child);
    },
  });
  await ended(quiet.child);
  const paced = await started(subject);
  const {p99Ms, cpuUs} = await loadAtPace(paced, subject.request(PACED_MS));
  await ended(paced.child);
  const busy = await started(subject);
  const {perSecond} = await load(busy.port, subject.request(SATURATING_MS), 2000, 4000);
  await ended(busy.child);
  return {perSecond, p99Ms, cpuUs, kibPerStream: (during - before) / STREAMS};
}

async function ended(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

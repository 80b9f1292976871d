import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync, readFileSync} from 'node:fs';
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

interface Load {
  readonly streams?: number;
  readonly warmUpMs: number;
  readonly windowMs: number;
}

interface Client {
  readonly child: ChildProcess;
  seen(): Promise<Seen>;
}

/** A process that has opened its streams. */
async function clientOf(port: number, request: string, {streams = STREAMS, ...times}: Load): Promise<Client> {
  const child = spawn(process.execPath, [CLIENT, JSON.stringify({port, request, streams, ...times})], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout as NodeJS.ReadableStream)[Symbol.asyncIterator]();
  await lines.next();
  return {
    child,
    async seen() {
      const {value} = await lines.next();
      await once(child, 'exit');
      return JSON.parse(value ?? '{}');
    },
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** After what was left of opening the streams has been collected. */
const PACED_WARM_UP_MS = 4000;
const PACED_WINDOW_MS = 8000;

async function loadAtPace({child, port}: Started, request: string): Promise<Pick<Figures, 'p99Ms' | 'cpuUs'>> {
  const client = await clientOf(port, request, {warmUpMs: PACED_WARM_UP_MS, windowMs: PACED_WINDOW_MS});
  await pause(PACED_WARM_UP_MS);
  const [beforeMs, startMs] = [cpuMsOf(child), performance.now()];
  // Until shortly before the streams are closed.
  await pause(PACED_WINDOW_MS - 200);
  const cpuMs = cpuMsOf(child) - beforeMs;
  const seconds = (performance.now() - startMs) / 1000;
  const {perSecond, p99Ms} = await client.seen();
  return {p99Ms, cpuUs: (cpuMs * 1000) / (perSecond * seconds)};
}

/** Time of all its threads on a core: the scheduler counts nanoseconds, `stat` only the ticks that hit it. */
function cpuMsOf({pid}: ChildProcess): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const ns = threads.map((id) => Number(readFileSync(`/proc/${pid}/task/${id}/schedstat`, 'utf8').split(' ')[0]));
  return ns.reduce((sum, each) => sum + each, 0) / 1e6;
}

/** Resident memory in KiB. */
function memoryOf({pid}: ChildProcess): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

/** Memory of streams that are opened beside these: without what a process takes once, whoever opens the first ones. */
const OPEN_BEFORE = 500;

async function memoryPerStream({child, port}: Started, request: string): Promise<number> {
  const first = await clientOf(port, request, {streams: OPEN_BEFORE, warmUpMs: 0, windowMs: 60_000});
  await pause(1500);
  const before = memoryOf(child);
  const client = await clientOf(port, request, {warmUpMs: 0, windowMs: 60_000});
  await pause(1500);
  const during = memoryOf(child);
  await Promise.all([ended(first.child), ended(client.child)]);
  return (during - before) / STREAMS;
}

/** One round of one subject, with a separate process for each figure. */
export async function measure(subject: Subject): Promise<Figures> {
  const quiet = await started(subject);
  const kibPerStream = await memoryPerStream(quiet, subject.request(QUIET_MS));
  await ended(quiet.child);
  const paced = await started(subject);
  const {p99Ms, cpuUs} = await loadAtPace(paced, subject.request(PACED_MS));
  await ended(paced.child);
  const busy = await started(subject);
  const client = await clientOf(busy.port, subject.request(SATURATING_MS), {warmUpMs: 2000, windowMs: 4000});
  const {perSecond} = await client.seen();
  await ended(busy.child);
  return {perSecond, p99Ms, cpuUs, kibPerStream};
}

async function ended(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

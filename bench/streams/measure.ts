import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {QUIET_MS, SATURATING_MS} from './cadences.ts';
import type {Subject} from './subjects.ts';

export interface Figures {
  readonly perSecond: number;
  readonly kibPerStream: number;
  readonly p99Ms: number;
}

const CLIENT = fileURLToPath(new URL('client.ts', import.meta.url));
const STREAMS = 1000;

interface Seen {
  readonly perSecond: number;
  readonly p99Ms: number;
}

export async function started({command, args, ready}: Subject): Promise<{child: ChildProcess; port: number}> {
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
  const steady = await started(subject);
  const {p99Ms} = await load(steady.port, subject.request(1000), 1500, 4000);
  await ended(steady.child);
  const busy = await started(subject);
  const {perSecond} = await load(busy.port, subject.request(SATURATING_MS), 2000, 4000);
  await ended(busy.child);
  return {perSecond, p99Ms, kibPerStream: (during - before) / STREAMS};
}

async function ended(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

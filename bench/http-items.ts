/**
 * What one more item of `http/responds` costs, how well many share the time that a slow server takes, and how long many
 * holds take at once. Every server is a process of its own: what it costs is not what is measured.
 */
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {httpChecklist, streamChecklist} from './inputs.ts';
import {median} from './stopwatch.ts';

const ROUNDS = 5;
const [FEW, MANY] = [50, 1050];
/** Of one further item, by a bare request of `node:http` on a connection of its own. */
const ITEM_AT_MOST = 3.7;

const SLOW_ITEMS = 500;
const CONCURRENCY = 64;
const SLOW_MS = 100;
const SLOW_AT_MOST = 1.3;

const HOLDS = 100;
const LONGEST_HOLD_S = 5;
const SILENCE_S = 0.5;

const bin = fileURLToPath(new URL('../bin/run.js', import.meta.url));
const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Written by each process that is measured, at its end: its processor time in milliseconds. */
const SAYS_ITS_CPU = `data:text/javascript,${encodeURIComponent(
  'process.on("exit", () => { const {user, system} = process.cpuUsage(); console.error("CPU", (user + system) / 1000); });',
)}`;

interface Run {
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** Rejects when it prints something else on stdout than it should. */
async function run(args: readonly string[], prints: RegExp): Promise<Run> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, ['--import', SAYS_ITS_CPU, ...args], {stdio: ['ignore', 'pipe', 'pipe']});
  const [stdout, stderr] = await Promise.all([textOf(child.stdout), textOf(child.stderr), once(child, 'close')]);
  const wallMs = performance.now() - startedMs;
  const cpuMs = Number(/^CPU ([\d.]+)$/m.exec(stderr)?.[1]);
  if (!prints.test(stdout) || Number.isNaN(cpuMs)) throw new Error(`${args.join(' ')}: printed ${stdout}\n${stderr}`);
  return {cpuMs, wallMs};
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const part of stream) text += part;
  return text;
}

interface Server {
  readonly port: number;
  /** Milliseconds from the first request since the last time this was asked to the end of the last answer. */
  busyMs(): Promise<number>;
  close(): Promise<void>;
}

async function serverOf(kind: string): Promise<Server> {
  const child: ChildProcess = spawn(process.execPath, [pathOf('http-items-server.ts'), kind], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout as NodeJS.ReadableStream)[Symbol.asyncIterator]();
  const number = async () => Number((await lines.next()).value);
  return {
    port: await number(),
    busyMs() {
      child.stdin?.write('\n');
      return number();
    },
    async close() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

function tell(what: string, figures: readonly string[], isWell: boolean): boolean {
  const row = figures.map((figure) => figure.padStart(9)).join('');
  console.log(`${what.padEnd(36)}${row}  ${isWell ? 'ok' : 'OVER'}`);
  return isWell;
}

function head(what: string, columns: readonly string[]): void {
  console.log(`\n${what.padEnd(36)}${columns.map((column) => column.padStart(9)).join('')}`);
}

async function compareCosts(folder: string): Promise<boolean> {
  const server = await serverOf('at-once');
  try {
    const checklists = await Promise.all(
      [FEW, MANY].map(async (items) => {
        const file = join(folder, `${items}.yaml`);
        await writeFile(file, httpChecklist(items, server.port));
        return file;
      }),
    );
    const ours = (index: 0 | 1) =>
      run([bin, 'run', checklists[index] ?? '', '--quiet', '--json'], new RegExp(`"pass": ${[FEW, MANY][index]}\\b`));
    const bare = (index: 0 | 1) =>
      run([pathOf('bare-requests.js'), String(server.port), String([FEW, MANY][index])], /^well$/m);
    await ours(0);
    const each: {ours: number; bare: number}[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const further = async (one: typeof ours) => {
        const few = await one(0);
        return ((await one(1)).cpuMs - few.cpuMs) / (MANY - FEW);
      };
      each.push({ours: await further(ours), bare: await further(bare)});
    }
    head('processor time', ['bare ms', 'ms', 'ratio', 'at most']);
    const ratio = median(each.map((one) => one.ours / one.bare));
    const figures = [median(each.map((one) => one.bare)), median(each.map((one) => one.ours)), ratio, ITEM_AT_MOST];
    return tell(
      'each further http/responds',
      figures.map((figure) => figure.toFixed(2)),
      ratio <= ITEM_AT_MOST,
    );
  } finally {
    await server.close();
  }
}

async function compareConcurrency(folder: string): Promise<boolean> {
  const server = await serverOf('slow');
  try {
    const file = join(folder, 'slow.yaml');
    await writeFile(file, httpChecklist(SLOW_ITEMS, server.port));
    const args = [bin, 'run', file, '--quiet', '--json', '--concurrency', String(CONCURRENCY)];
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await run(args, new RegExp(`"pass": ${SLOW_ITEMS}\\b`));
      times.push(await server.busyMs());
    }
    const idealMs = Math.ceil(SLOW_ITEMS / CONCURRENCY) * SLOW_MS;
    const ratio = median(times) / idealMs;
    head('from first request to last answer', ['ideal ms', 'ms', 'ratio', 'at most']);
    const figures = [idealMs.toFixed(0), median(times).toFixed(0), ratio.toFixed(2), String(SLOW_AT_MOST)];
    return tell(`${SLOW_ITEMS} items of ${SLOW_MS} ms, ${CONCURRENCY} at once`, figures, ratio <= SLOW_AT_MOST);
  } finally {
    await server.close();
  }
}

async function compareHolds(folder: string): Promise<boolean> {
  const server = await serverOf('stream');
  try {
    const file = join(folder, 'holds.yaml');
    await writeFile(file, streamChecklist(HOLDS, server.port, LONGEST_HOLD_S));
    const {wallMs} = await run([bin, 'run', file, '--quiet', '--json'], new RegExp(`"pass": ${HOLDS}\\b`));
    const atMostMs = (LONGEST_HOLD_S + SILENCE_S + 1) * 1000;
    head('holds', ['hold ms', 'ms', 'at most']);
    const figures = [LONGEST_HOLD_S * 1000, wallMs, atMostMs].map((figure) => figure.toFixed(0));
    return tell(`${HOLDS} streams held up to ${LONGEST_HOLD_S} s`, figures, wallMs <= atMostMs);
  } finally {
    await server.close();
  }
}

/** Prints a row for each, and is false when one exceeds its bound. */
export async function compareItems(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'migrate-check-items-'));
  try {
    const judged = [await compareCosts(folder), await compareConcurrency(folder), await compareHolds(folder)];
    return judged.every((isWell) => isWell);
  } finally {
    await rm(folder, {recursive: true});
  }
}

if (import.meta.main) process.exitCode = (await compareItems()) ? 0 : 1;

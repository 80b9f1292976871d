import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {setTimeout as pause} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {BUILT_TOOL} from '../../support/built-tool.ts';
import {makeTestAuthority} from '../../support/test-authority.ts';

const PROTOCOLS = ['http/1.1', 'h2'] as const;
const ENDINGS = ['end', 'cut', 'reset'] as const;
export type Ending = (typeof ENDINGS)[number];

/** All times are a tenth of what is meant: the tool is stopped for 1 to 10 seconds, and its limits are the usual ones. */
const HOLD_MS = 2000;
const STOP_MS = {least: 100, most: 1000} as const;
const LIMITS = {
  headersWithin: '1500ms',
  firstByteWithin: '500ms',
  firstEventWithin: '1000ms',
  heartbeatWithin: '500ms',
} as const;
/** A cut is seen by who is there within the hold. */
const CUT_MS = {least: 200, most: 1700} as const;
/** A server that was as late as this is no witness: the run is repeated. */
const SERVER_LATE_MS = 150;
const MOST_REPEATS = 20;
const NAME = 'endurance.test';

export interface Plan {
  readonly protocol: (typeof PROTOCOLS)[number];
  /** Null: a healthy stream. */
  readonly ending: {readonly how: Ending; readonly afterMs: number} | null;
  /** After the stream was opened, one after the other. */
  readonly stops: readonly {readonly afterMs: number; readonly forMs: number}[];
}

export interface Endured extends Plan {
  readonly status: string;
  readonly summary: string;
}

/** Half of them healthy, half over each protocol. Of the cut ones half are cut while the tool is stopped. */
export function plansOf(count: number, seed: number): Plan[] {
  const random = seeded(seed);
  const between = ({least, most}: {least: number; most: number}) => Math.round(least + random() * (most - least));
  return Array.from({length: count}, (_, index): Plan => {
    const protocol = PROTOCOLS[(index >> 1) % 2] ?? 'h2';
    const forMs = between(STOP_MS);
    const anywhere = {afterMs: between({least: 0, most: HOLD_MS}), forMs};
    if (index % 2 === 0) return {protocol, ending: null, stops: [anywhere]};
    const ending = {how: ENDINGS[(index >> 3) % ENDINGS.length] ?? 'end', afterMs: between(CUT_MS)};
    const over = {afterMs: Math.max(0, ending.afterMs - between({least: 0, most: forMs})), forMs};
    return {protocol, ending, stops: [(index >> 2) % 2 === 0 ? over : anywhere]};
  });
}

/** Those that are told wrongly: a healthy stream for a broken one, or a cut one for a healthy one. */
export function wrongOf(endured: readonly Endured[]): Endured[] {
  return endured.filter(({ending, status}) => status === (ending === null ? 'fail' : 'pass'));
}

/** Holds a stream with the built tool for each plan, so many at once, and stops the tool meanwhile. */
export async function endure(
  plans: readonly Plan[],
  {atOnce, onEndured = () => {}}: {readonly atOnce: number; readonly onEndured?: (one: Endured) => void},
): Promise<Endured[]> {
  const folder = await mkdtemp(join(tmpdir(), 'endurance-'));
  const authority = await makeTestAuthority();
  const identity = await authority.certificateFor([NAME]);
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, authority.cert);
  const servers = await Promise.all(PROTOCOLS.map((protocol) => StreamServer.start({protocol, ...identity})));
  const endured: Endured[] = [];
  try {
    const next = plans.entries();
    const work = async () => {
      for (const [index, plan] of next) {
        const server = servers[PROTOCOLS.indexOf(plan.protocol)] as StreamServer;
        const one = await enduredBy(plan, String(index), server, caFile);
        endured.push(one);
        onEndured(one);
      }
    };
    await Promise.all(Array.from({length: atOnce}, work));
    return endured;
  } finally {
    await Promise.all(servers.map((server) => server.close()));
    await rm(folder, {recursive: true});
  }
}

async function enduredBy(plan: Plan, name: string, server: StreamServer, caFile: string): Promise<Endured> {
  for (let repeat = 0; repeat < MOST_REPEATS; repeat++) {
    const run = `${name}-${repeat}`;
    const told = await look(plan, run, server, caFile);
    if (server.lateMs(run) < SERVER_LATE_MS) return {...plan, ...told};
  }
  throw new Error(`this machine was too slow for its own server, ${MOST_REPEATS} times`);
}

async function look({ending, stops}: Plan, run: string, server: StreamServer, caFile: string) {
  const path = ending === null ? `/${run}/healthy` : `/${run}/${ending.how}/${ending.afterMs}`;
  const secure = server.protocol === 'h2';
  const url = secure ? `https://${NAME}${path}` : `http://127.0.0.1:${server.port}${path}`;
  const where = secure ? ['--ca-file', caFile, '--connect-to', `${NAME}:443:127.0.0.1:${server.port}`] : [];
  // One look: of several, another one would see what the first missed.
  const params = JSON.stringify({url, holdFor: `${HOLD_MS}ms`, codings: ['identity'], ...LIMITS});
  const args = [BUILT_TOOL, 'check', 'sse/stream-holds', '--with-json', params, '--json', '--quiet', ...where];
  const child = spawn(process.execPath, args, {stdio: ['ignore', 'pipe', 'pipe']});
  const exited = once(child, 'close');
  const opened = server.opened(run);
  const written = Promise.all([textOf(child.stdout), textOf(child.stderr)]);
  await Promise.race([opened, exited]);
  for (const {afterMs, forMs} of stops) {
    await Promise.race([pause(afterMs), exited]);
    if (child.exitCode !== null || child.signalCode !== null) break;
    child.kill('SIGSTOP');
    await pause(forMs);
    child.kill('SIGCONT');
  }
  await exited;
  const [stdout, stderr] = await written;
  return toldIn(stdout, stderr);
}

function toldIn(stdout: string, stderr: string): {status: string; summary: string} {
  try {
    const [{status, summary}] = JSON.parse(stdout).items;
    return {status, summary};
  } catch (cause) {
    throw new Error(`it wrote no report: ${stdout}${stderr}`, {cause});
  }
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const part of stream) text += part;
  return text;
}

interface Said {
  readonly port?: number;
  readonly run?: string;
  readonly opened?: true;
  readonly lateMs?: number;
}

class StreamServer {
  readonly protocol: string;
  port = 0;
  readonly #child: ChildProcess;
  readonly #late = new Map<string, number>();
  readonly #opened = new Map<string, PromiseWithResolvers<void>>();

  private constructor(asked: {protocol: string; key: string; cert: string}) {
    this.protocol = asked.protocol;
    const script = fileURLToPath(new URL('server.ts', import.meta.url));
    this.#child = spawn(process.execPath, [script, JSON.stringify(asked)], {stdio: ['ignore', 'pipe', 'inherit']});
  }

  static async start(asked: {protocol: string; key: string; cert: string}): Promise<StreamServer> {
    const server = new StreamServer(asked);
    const lines = createInterface(server.#child.stdout as NodeJS.ReadableStream);
    const ready = Promise.withResolvers<void>();
    lines.on('line', (line) => {
      const {port, run = '', opened, lateMs}: Said = JSON.parse(line);
      if (port !== undefined) {
        server.port = port;
        ready.resolve();
      }
      if (opened === true) server.#openedOf(run).resolve();
      if (lateMs !== undefined) server.#late.set(run, Math.max(lateMs, server.#late.get(run) ?? 0));
    });
    lines.once('close', () => ready.reject(new Error('the server ended')));
    await ready.promise;
    return server;
  }

  /** When the first stream of this run has headers. */
  opened(run: string): Promise<void> {
    return this.#openedOf(run).promise;
  }

  /** How late it was in any stream of this run that is over. */
  lateMs(run: string): number {
    return this.#late.get(run) ?? 0;
  }

  async close(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }

  #openedOf(run: string): PromiseWithResolvers<void> {
    const known = this.#opened.get(run) ?? Promise.withResolvers<void>();
    this.#opened.set(run, known);
    return known;
  }
}

/** Mulberry32: the same numbers for the same seed, from 0 to 1. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

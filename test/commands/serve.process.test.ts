import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {text} from 'node:stream/consumers';
import {expect} from 'chai';
import {rawGet} from '../mcp-server/support/raw-client.ts';
import {BUILT_TOOL} from '../support/built-tool.ts';

interface Ready {
  readonly url: string;
  readonly port: number;
  readonly basePath: string;
}

/** Long enough that nothing is cut at its end: everything ends properly before. */
const PATIENT = ['--grace', '1h'];

describe('serve', () => {
  let folder: string;
  let child: ChildProcess | undefined;
  /** Its exit code. Awaited from the start, as it may end before a test asks. */
  let exited: Promise<number | null>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'serve-'));
  });

  afterEach(async () => {
    child?.kill('SIGKILL');
    await exited;
    await rm(folder, {recursive: true});
  });

  function start(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const started = spawn(process.execPath, [BUILT_TOOL, 'serve', ...args], {
      cwd: folder,
      env: {...process.env, ...env},
    });
    exited = new Promise((resolve) => started.once('exit', resolve));
    child = started;
    return child as ChildProcess & {stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream};
  }

  /** The document that `--json` prints once the server listens. */
  async function ready(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ready> {
    const {stdout} = start(['--json', '--port', '0', ...args], env);
    const [line] = (await once(createInterface(stdout), 'line')) as [string];
    return JSON.parse(line);
  }

  async function ended({stderr}: ReturnType<typeof start>): Promise<{code: number | null; stderr: string}> {
    return {stderr: await text(stderr), code: await exited};
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`ends its streams properly and exits 0 on ${signal}`, async () => {
      const {port} = await ready([...PATIENT, '--base-path', '/test']);
      const clients = await Promise.all(['/test/events', '/test/mcp/sse/stream'].map((path) => rawGet(port, path)));
      await Promise.all(clients.map((client) => client.until('data: ')));
      child?.kill(signal);
      expect(await exited).to.equal(0);
      for (const client of clients) expect(await client.closed()).to.match(/retry: \d+\n\n\r\n0\r\n\r\n$/);
    });
  }

  it('logs JSON lines on stderr: where it listens, streams and their ends, and nothing that is secret', async () => {
    const token = 'a-token-of-sixteen';
    const child = start([...PATIENT, '--port', '0', '--base-path', 'test'], {MIGRATE_CHECK_BEARER_TOKEN: token});
    const lines: Record<string, unknown>[] = [];
    const log = createInterface(child.stderr).on('line', (line) => lines.push(JSON.parse(line)));
    await once(log, 'line');
    expect(lines[0]).to.include({event: 'listening'});
    const port = Number(new URL(String(lines[0]?.url)).port);
    const client = await rawGet(port, '/test/events?token=hidden', [`Authorization: Bearer ${token}`]);
    await client.until('"seq":1');
    expect(await (await rawGet(port, '/test/events')).until('\r\n\r\n')).to.include('401');
    child.kill('SIGTERM');
    await once(child, 'close');
    expect(lines.map(({event}) => event)).to.deep.equal([
      ...['listening', 'stream-open', 'refused', 'draining', 'stream-close', 'stopped'],
    ]);
    expect(lines[3]).to.include({streams: 1, why: 'SIGTERM'});
    expect(lines[4]).to.include({path: '/test/events', cause: 'drain', address: '127.0.0.1', stream: lines[1]?.stream});
    expect(lines[4]?.ageMs).to.be.a('number');
    expect(lines.every(({time, instance}) => time !== undefined && instance === lines[0]?.instance)).to.equal(true);
    expect(JSON.stringify(lines)).to.not.match(/hidden|sixteen/);
  });

  it('stops by itself when it expires', async () => {
    // Long enough for a client to connect, even on a busy machine.
    const {port} = await ready([...PATIENT, '--expire-after', '5s', '--log', 'off']);
    const client = await rawGet(port, '/events');
    expect(await client.closed()).to.match(/retry: \d+\n\n\r\n0\r\n\r\n$/);
    expect(await exited).to.equal(0);
  });

  it('misbehaves as asked', async () => {
    const {url} = await ready(['--fault', 'end-after=2', '--fault', 'missing-seq=2', '--cadence', '10ms']);
    const text = await (await fetch(`${url}/events`)).text();
    expect(text.match(/"seq":\d/g)).to.deep.equal(['"seq":1', '"seq":3']);
  });

  it('takes BASE_PATH from a .env file, from another file, from the environment, from the flag', async () => {
    await writeFile(join(folder, '.env'), 'BASE_PATH=/from-file\n');
    await writeFile(join(folder, 'other.env'), 'BASE_PATH=/from-other\n');
    const cases: [args: string[], env: NodeJS.ProcessEnv, expected: string][] = [
      [[], {}, '/from-file'],
      [['--dotenv', 'other.env'], {}, '/from-other'],
      [[], {BASE_PATH: '/from-environment'}, '/from-environment'],
      [['--base-path', '/from-flag'], {BASE_PATH: '/from-environment'}, '/from-flag'],
    ];
    for (const [args, env, expected] of cases) {
      const {basePath, url} = await ready(args, env);
      expect(basePath).to.equal(expected);
      expect((await fetch(`${url}/api/v1/status`)).status).to.equal(200);
      child?.kill();
      await exited;
    }
  });

  it('passes heartbeat and cadence on', async () => {
    const {url} = await ready(['--heartbeat', '0', '--cadence', '250ms']);
    expect(await (await fetch(`${url}/api/v1/status`)).json()).to.include({heartbeatMs: 0, cadenceMs: 250});
  });

  it('refuses in one line what cannot be done', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const {port} = taken.address() as {port: number};
    const {code, stderr} = await ended(start(['--port', `${port}`]));
    expect(stderr).to.match(new RegExp(`^127\\.0\\.0\\.1:${port}: the port is in use.*\\n$`));
    expect(code).to.equal(2);
    taken.close();
  });
});

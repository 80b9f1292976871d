import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import {rawGet} from '../mcp-server/support/raw-client.ts';

const BIN = fileURLToPath(new URL('../../bin/dev.js', import.meta.url));

interface Ready {
  readonly url: string;
  readonly port: number;
  readonly basePath: string;
}

describe('serve', () => {
  let folder: string;
  let child: ChildProcess | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'serve-'));
  });

  afterEach(async () => {
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await rm(folder, {recursive: true});
  });

  function start(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    child = spawn(process.execPath, [BIN, 'serve', ...args], {cwd: folder, env: {...process.env, ...env}});
    return child as ChildProcess & {stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream};
  }

  /** The document that `--json` prints once the server listens. */
  async function ready(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ready> {
    const {stdout} = start(['--json', '--port', '0', ...args], env);
    const [line] = (await once(createInterface(stdout), 'line')) as [string];
    return JSON.parse(line);
  }

  async function refused(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<{code: number; stderr: string}> {
    const process = start(args, env);
    let stderr = '';
    process.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk;
    });
    const [code] = (await once(process, 'close')) as [number];
    return {code, stderr};
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`ends its streams in good order and exits 0 on ${signal}`, async () => {
      const {port} = await ready(['--base-path', '/test']);
      const clients = await Promise.all(['/test/events', '/test/mcp/sse/stream'].map((path) => rawGet(port, path)));
      await Promise.all(clients.map((client) => client.until('data: ')));
      child?.kill(signal);
      const [code] = (await once(child as ChildProcess, 'exit')) as [number];
      expect(code).to.equal(0);
      for (const client of clients) expect(await client.closed()).to.match(/retry: \d+\n\n\r\n0\r\n\r\n$/);
    });
  }

  it('says on stderr where it listens', async () => {
    const {stderr} = start(['--port', '0', '--base-path', 'test']);
    const [line] = (await once(createInterface(stderr), 'line')) as [string];
    expect(line).to.match(/^listening: MCP http:\/\/127\.0\.0\.1:\d+\/test\/mcp\/sse\/stream, events /);
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
      await once(child as ChildProcess, 'exit');
    }
  }).timeout(60_000); // Several starts of the tool.

  it('passes heartbeat and cadence on', async () => {
    const {url} = await ready(['--heartbeat', '0', '--cadence', '250ms']);
    expect(await (await fetch(`${url}/api/v1/status`)).json()).to.include({heartbeatMs: 0, cadenceMs: 250});
  });

  it('refuses in one line what can not be done', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const {port} = taken.address() as {port: number};
    const cases: [args: string[], env: NodeJS.ProcessEnv, says: string][] = [
      [['--port', `${port}`], {}, `127.0.0.1:${port}: the port is in use`],
      [['--base-path', '/a b'], {}, '--base-path: "/a b" is not a path'],
      [[], {BASE_PATH: '../x'}, 'BASE_PATH: "../x" is not a path'],
      [['--dotenv', 'missing'], {}, "missing: can't be read"],
      [['--heartbeat', 'often'], {}, '--heartbeat: "often" is not a time'],
    ];
    for (const [args, env, says] of cases) {
      const {code, stderr} = await refused(args, env);
      expect(stderr.startsWith(says), stderr).to.equal(true);
      expect(stderr.trimEnd().split('\n'), stderr).to.have.length(1);
      expect(code).to.equal(2);
    }
    taken.close();
  }).timeout(60_000); // Several starts of the tool.
});

import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {chmod, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {expect} from 'chai';
import {checkOut} from './support/checkout.ts';
import {buildImage, type Image} from './support/container.ts';
import {given} from './support/given.ts';
import {run} from './support/run.ts';
import {ROOT} from './support/tool.ts';

describe('e2e: the container file, without an engine', function () {
  // Its steps install packages, which takes as long as the registry needs.
  this.timeout(900_000);
  let folder: string;
  let image: Image;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'migrate-check-image-'));
    await chmod(folder, 0o755);
    const context = path.join(folder, 'context');
    // What an engine would receive.
    const ignored = readFileSync(path.join(ROOT, '.dockerignore'), 'utf8').split('\n').filter(Boolean);
    checkOut(context, (file) => ignored.some((name) => file === name || file.startsWith(`${name}/`)));
    image = await buildImage(path.join(ROOT, 'deploy/Containerfile'), context, folder);
  });

  after(() => rm(folder, {recursive: true, force: true}));

  it('runs without root, from an official image', () => {
    expect(image.user).to.equal('node');
    expect(image.image).to.match(/^node:24/);
    expect(image.environment.NODE_OPTIONS).to.equal('--max-old-space-size=640');
    // Flags would win over variables: none is fixed.
    expect(image.entrypoint).to.deep.equal(['node', 'bin/run.js', 'serve']);
    expect(image.environment).to.include({MIGRATE_CHECK_HOST: '0.0.0.0', MIGRATE_CHECK_PORT: '8000'});
  });

  it('starts, is healthy, answers MCP below its base path, and exits 0 when it is asked to stop', async () => {
    const [, ...args] = image.entrypoint;
    const asRoot = process.getuid?.() === 0;
    const child = spawn(process.execPath, args, {
      cwd: image.folder,
      env: {
        ...image.environment,
        ...{BASE_PATH: '/jessica-service', MIGRATE_CHECK_EXPIRE_AFTER: '1h'},
        // The container's port may be taken on this machine: any free one.
        ...{MIGRATE_CHECK_HOST: '127.0.0.1', MIGRATE_CHECK_PORT: '0'},
      },
      ...(asRoot ? {uid: 1000, gid: 1000} : {}),
    });
    const lines = createInterface(given(child.stderr));
    const [line] = (await once(lines, 'line')) as [string];
    const {url} = JSON.parse(line);
    const {port} = new URL(url);
    const [, ...check] = image.healthcheck;
    expect((await run(process.execPath, check, {MIGRATE_CHECK_PORT: port})).code).to.equal(0);
    expect((await run(process.execPath, check, {MIGRATE_CHECK_PORT: '1'})).code).to.equal(1);
    const headers = {'Content-Type': 'application/json', Accept: 'application/json, text/event-stream'};
    const params = {protocolVersion: '2025-11-25', capabilities: {}, clientInfo: {name: 'e2e', version: '1'}};
    const body = JSON.stringify({jsonrpc: '2.0', id: 1, method: 'initialize', params});
    const answer = await fetch(`${url}/mcp`, {method: 'POST', headers, body});
    expect(await answer.text()).to.include('migrate-check-reference');
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).to.equal(0);
  });
});

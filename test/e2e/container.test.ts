import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync, statSync} from 'node:fs';
import {chmod, mkdir, mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {expect} from 'chai';
import {checkOut} from './support/checkout.ts';
import {buildImages, type Image} from './support/container.ts';
import {given} from './support/given.ts';
import {run} from './support/run.ts';
import {ROOT} from './support/tool.ts';

describe('e2e: the container file, without an engine', function () {
  // Its steps install packages, which takes as long as the registry needs.
  this.timeout(900_000);
  let folder: string;
  let tool: Image;
  let server: Image;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'migrate-check-image-'));
    await chmod(folder, 0o755);
    const context = path.join(folder, 'context');
    // What an engine would receive.
    const ignored = readFileSync(path.join(ROOT, '.dockerignore'), 'utf8').split('\n').filter(Boolean);
    checkOut(context, (file) => ignored.some((name) => file === name || file.startsWith(`${name}/`)));
    const {stages, byDefault} = await buildImages(path.join(ROOT, 'deploy/Containerfile'), context, folder);
    tool = given(stages.get('migrate-check'));
    server = byDefault;
    expect(stages.get('serve')).to.equal(server);
  });

  after(() => rm(folder, {recursive: true, force: true}));

  /** Starts what a container of the image would, with its user and environment; as a whole, `env` wins over that. */
  function start(image: Image, args: readonly string[], options: {cwd?: string; env?: NodeJS.ProcessEnv} = {}) {
    const [, file = '', ...fixed] = image.entrypoint;
    return spawn(process.execPath, [path.join(image.root, file), ...fixed, ...args], {
      cwd: options.cwd ?? path.join(image.root, image.workdir),
      env: {...image.environment, ...options.env},
      ...(process.getuid?.() === 0 ? {uid: 1000, gid: 1000} : {}),
    });
  }

  it('runs without root, from an official image, and starts Node.js as the first process', () => {
    for (const image of [tool, server]) {
      expect(image.user).to.equal('node');
      expect(image.image).to.match(/^node:24-slim$/);
      expect(image.workdir).to.equal('/work');
    }
    // Flags would win over variables: none is fixed.
    expect(tool.entrypoint).to.deep.equal(['node', '/app/bin/run.js']);
    expect(server.entrypoint).to.deep.equal(['node', '/app/bin/run.js', 'serve']);
    expect(server.environment).to.include({MIGRATE_CHECK_HOST: '0.0.0.0', MIGRATE_CHECK_PORT: '8000'});
    expect(server.environment.NODE_OPTIONS).to.equal('--max-old-space-size=640');
    expect(tool.environment).to.deep.equal({NODE_ENV: 'production'});
    expect(tool.healthcheck).to.deep.equal([]);
  });

  it('holds the tool and no more than it needs', async () => {
    const held = await readdir(path.join(tool.root, 'app'));
    expect(held).to.include.members(['bin', 'dist', 'node_modules', 'LICENSE', 'THIRD-PARTY-LICENSES']);
    expect(held).to.not.include.members(['src', 'scripts', 'deploy']);
    // What `init` writes from.
    expect(held).to.include('examples');
    const byName = path.join(tool.root, 'usr/local/bin/migrate-check');
    expect(statSync(byName).mode & 0o111, 'executable').to.equal(0o111);
    expect(readFileSync(byName, 'utf8')).to.match(/^#!\/bin\/sh\n(?:#.*\n)*exec node \/app\/bin\/run\.js "\$@"\n$/);
    const {packages} = JSON.parse(readFileSync(path.join(tool.root, 'app/node_modules/.package-lock.json'), 'utf8'));
    expect(Object.keys(packages).length).to.be.at.most(10);
  });

  it('runs the tool: the built-in world', async () => {
    const child = start(tool, ['lab', 'rule-order', '--quiet', '--reporter=tap']);
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (more: string) => {
      text += more;
    });
    expect((await once(child, 'close'))[0]).to.equal(1);
    expect(text)
      .to.match(/^TAP version 14$/m)
      .and.to.match(/^not ok /m);
  });

  it('writes a first checklist from the examples it holds', async () => {
    const child = start(tool, ['init', '--lab', '--output', '-']);
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (more: string) => {
      text += more;
    });
    expect((await once(child, 'close'))[0]).to.equal(0);
    expect(text).to.match(/^version: 1$/m);
  });

  it('completes its report when the container is stopped', async () => {
    const work = path.join(folder, 'work');
    await mkdir(work);
    await chmod(work, 0o777);
    const asked = createServer();
    asked.listen(0, '127.0.0.1');
    await once(asked, 'listening');
    const {port} = asked.address() as AddressInfo;
    const checklist = `version: 1
title: Move it
items:
  - {id: served, title: it answers, check: http/responds, with: {url: "http://127.0.0.1:${port}/"}}
`;
    await writeFile(path.join(work, 'checklist.yaml'), checklist);
    const child = start(tool, ['run', '--reporter=json:report.json', '--quiet'], {cwd: work});
    await once(asked, 'request');
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).to.equal(143);
    asked.closeAllConnections();
    asked.close();
    const report = JSON.parse(readFileSync(path.join(work, 'report.json'), 'utf8'));
    expect(report.incomplete).to.equal('interrupted');
  });

  it('serves: starts, is healthy, answers MCP below its base path, and exits 0 when it is asked to stop', async () => {
    const child = start(server, [], {
      env: {
        ...{BASE_PATH: '/jessica-service', MIGRATE_CHECK_EXPIRE_AFTER: '1h'},
        // The container's port may be taken on this machine: any free one.
        ...{MIGRATE_CHECK_HOST: '127.0.0.1', MIGRATE_CHECK_PORT: '0'},
      },
    });
    const lines = createInterface(given(child.stderr));
    const [line] = (await once(lines, 'line')) as [string];
    const {url} = JSON.parse(line);
    const {port} = new URL(url);
    const [, ...check] = server.healthcheck;
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

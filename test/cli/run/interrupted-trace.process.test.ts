import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {BUILT_TOOL} from '../../support/built-tool.ts';

const CHECKLIST = `version: 1
title: Move it
accounts:
  main: {region: eu-central-1}
items:
  - {id: written, title: it is written, check: repo/file-contains, with: {path: checklist.yaml, text: Move it}}
`;

describe('run --trace', () => {
  let folder = '';
  /** An AWS that takes requests and never answers. */
  let silent: Server;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'interrupted-trace-'));
    await writeFile(join(folder, 'checklist.yaml'), CHECKLIST);
    silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
  });
  afterEach(async () => {
    silent.closeAllConnections();
    silent.close();
    await rm(folder, {recursive: true});
  });

  it('says in its report that it was interrupted, where that was in the trace, and keeps what the items found', async () => {
    const args = ['run', '--trace', 'https://mcp.example.com/', '--reporter', 'json:report.json', '--quiet'];
    const tool = spawn(process.execPath, [BUILT_TOOL, ...args], {
      cwd: folder,
      env: {
        ...process.env,
        AWS_ENDPOINT_URL: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
      },
    });
    const ended = once(tool, 'exit');
    await once(silent, 'request');
    tool.kill('SIGINT');
    expect(await ended).to.deep.equal([130, null]);
    const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'));
    expect(report.incomplete).to.equal('interrupted');
    expect(report).not.to.have.property('traces');
    expect(report.items.map(({status}: {status: string}) => status)).to.deep.equal(['pass']);
    expect(report.decision.verdict).to.equal('hold');
  });
});

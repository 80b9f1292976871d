import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {startServer, stopServers} from '../mcp-server/support/started-server.ts';
import {runInProcess} from '../support/run-in-process.ts';

interface Item {
  readonly id: string;
  readonly status: string;
  readonly outcome: {readonly summary?: string} | null;
}

async function ask(url: string, ...flags: readonly string[]) {
  const {status, stdout, stderr} = await runInProcess(['mcp', url, '--json', '--quiet', ...flags], {
    env: {AUTH: 'Bearer s3cret-t0ken'},
  });
  expect(stdout, stderr).not.to.equal('');
  const report = JSON.parse(stdout) as {items: readonly Item[]; decision: unknown};
  return {status, report, text: stdout, of: (id: string) => report.items.find((item) => item.id === id)};
}

describe('mcp', () => {
  after(stopServers);

  it('speaks whatever the server speaks, and decides nothing', async () => {
    const {url} = await startServer({basePath: '/svc'});
    const {status, report} = await ask(`${url}/mcp`);
    expect(status).to.equal(0);
    expect(report.items.map((item) => item.status)).to.satisfy((all: string[]) => all.every((one) => one === 'pass'));
    expect(report.decision).to.equal(null);
  });

  it('speaks the revision of --era, and says where that is not spoken', async () => {
    const {url} = await startServer({});
    const stream = await ask(`${url}/mcp/sse/stream`, '--era', '2024-11-05');
    expect(stream.status).to.equal(0);
    const other = await ask(`${url}/mcp/sse/stream`, '--era', '2025-11-25');
    expect(other.status).to.equal(1);
    expect(other.of('handshake')?.status).to.equal('fail');
    expect(other.of('tools')?.status).to.equal('blocked');
  });

  it('takes a token from the environment, and shows it nowhere', async () => {
    const {url} = await startServer({bearerToken: 's3cret-t0ken'});
    expect((await ask(`${url}/mcp`)).of('handshake')?.status).to.equal('fail');
    const {status, text} = await ask(`${url}/mcp`, '--header-from-env', 'Authorization=AUTH');
    expect(status).to.equal(0);
    expect(text).not.to.include('s3cret-t0ken');
  });

  it('says the same of a recording, in which no session is', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mcp-'));
    const file = join(folder, 'recording.json');
    const {url, server} = await startServer({});
    const live = await ask(`${url}/mcp/sse/stream`, '--record', file);
    const recorded = await readFile(file, 'utf8');
    expect(recorded).not.to.match(/sessionId=(?!\[redacted\])|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/);
    await server.close({graceMs: 0});
    const replayed = await ask(`${url}/mcp/sse/stream`, '--replay', file);
    expect(replayed.report.items.map(({id, status}) => ({id, status}))).to.deep.equal(
      live.report.items.map(({id, status}) => ({id, status})),
    );
    expect(replayed.status).to.equal(0);
    await rm(folder, {recursive: true});
  });

  it('refuses what it cannot use', async () => {
    expect((await runInProcess(['mcp', 'mcp.example.com/mcp'])).status).to.equal(2);
    expect((await runInProcess(['mcp', 'https://mcp.example.com/mcp', '--era', '2023-01-01'])).status).to.equal(2);
  });
});

import {existsSync} from 'node:fs';
import path from 'node:path';
import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernHttp,
  SSEClientTransport as ModernSse,
} from '@modelcontextprotocol/client';
import {Client} from '@modelcontextprotocol/sdk/client/index.js';
import {SSEClientTransport} from '@modelcontextprotocol/sdk/client/sse.js';
import {StreamableHTTPClientTransport} from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type {Transport} from '@modelcontextprotocol/sdk/shared/transport.js';
import {expect} from 'chai';
import type {Report} from '../../src/model/report.ts';
import {type PythonEnvironment, startPython} from './support/python.ts';
import {run} from './support/run.ts';
import {startServer} from './support/server-process.ts';
import {ROOT, runTool, startReferenceServer} from './support/tool.ts';

type Kind = 'sse' | 'http';

/** A server somebody else wrote, or ours with a fault, and whether clients can use it. */
interface Peer {
  readonly what: string;
  readonly kind: Kind;
  readonly start: (started: AsyncDisposableStack) => Promise<string>;
  readonly works: boolean;
}

const E2E = path.join(ROOT, '.e2e');
const EXAMPLES = path.join(E2E, 'peers/node_modules/@modelcontextprotocol/sdk/dist/esm/examples/server');
const ANY_PORT = path.join(import.meta.dirname, 'support/peer-server.mjs');

/** An example of the TypeScript SDK, line 1. */
function example(name: string, at: string, kind: Kind = 'http'): Peer {
  return {
    what: `${name} of the TypeScript SDK at ${at}`,
    kind,
    works: true,
    async start(started) {
      const file = path.join(EXAMPLES, `${name}.js`);
      if (!existsSync(file)) throw new Error(`${file} is missing; run scripts/e2e-setup`);
      const ready = /^port \d+ is ready on port (\d+)$/m;
      const server = await startServer(process.execPath, ['--import', ANY_PORT, file], {
        ready,
        env: {PATH: process.env.PATH},
      });
      started.defer(async () => void (await server.close()));
      return `http://localhost:${server.ready[1]}${at}`;
    },
  };
}

function python(script: string, venv: PythonEnvironment, at: string, kind: Kind): Peer {
  return {
    what: `${script} (${venv}) at ${at}`,
    kind,
    works: true,
    async start(started) {
      const {port, process: server} = await startPython(script, {venv});
      started.defer(async () => void (await server.close()));
      return `http://127.0.0.1:${port}${at}`;
    },
  };
}

/** The reference server, below a base path. */
function ours(at: string, kind: Kind, fault: string | null): Peer {
  return {
    what: fault === null ? `serve at ${at}` : `serve --fault ${fault} at ${at}`,
    kind,
    works: fault === null,
    async start(started) {
      const faults = fault === null ? [] : ['--fault', fault];
      const server = await startReferenceServer(['--base-path', '/svc', ...faults]);
      started.defer(async () => void (await server.process.close()));
      return `http://127.0.0.1:${server.port}/svc${at}`;
    },
  };
}

const PEERS: readonly Peer[] = [
  example('simpleSseServer', '/mcp', 'sse'),
  example('simpleStreamableHttp', '/mcp'),
  example('simpleStatelessStreamableHttp', '/mcp'),
  example('jsonResponseStreamableHttp', '/mcp'),
  example('sseAndStreamableHttpCompatibleServer', '/mcp'),
  example('sseAndStreamableHttpCompatibleServer', '/sse', 'sse'),
  example('ssePollingExample', '/mcp'),
  example('standaloneSseWithGetStreamableHttp', '/mcp'),
  example('honoWebStandardStreamableHttp', '/mcp'),
  example('simpleTaskInteractive', '/mcp'),
  python('fast_mcp.py', 'venv', '/mcp', 'http'),
  python('fast_mcp.py', 'venv-mcp-2', '/mcp', 'http'),
  python('frameworks.py', 'venv', '/mcp/sse', 'sse'),
  python('frameworks.py', 'venv', '/mcp/http', 'http'),
  ours('/mcp', 'http', null),
  ours('/mcp/sse/stream', 'sse', null),
  ours('/mcp', 'http', 'reject=host'),
  ours('/mcp', 'http', 'invalid-host=421'),
  ours('/mcp', 'http', 'connect-status=502'),
  ours('/mcp/sse/stream', 'sse', 'lost-session=100'),
  ours('/mcp/sse/stream', 'sse', 'endpoint=no-base'),
  ours('/mcp/sse/stream', 'sse', 'endpoint=double-base'),
  ours('/mcp/sse/stream', 'sse', 'endpoint=other-origin'),
];

type Ask = (kind: Kind, url: URL) => Promise<unknown>;

/** A server need not have tools: clients ask for what it says that it has. */
async function listed(client: Client | ModernClient): Promise<unknown> {
  const has = client.getServerCapabilities() ?? {};
  return has.tools === undefined ? client.listResources(undefined, LIMIT) : client.listTools(undefined, LIMIT);
}

const LIMIT = {timeout: 10_000};

async function byOldSdk(kind: Kind, url: URL): Promise<unknown> {
  const transport = kind === 'sse' ? new SSEClientTransport(url) : new StreamableHTTPClientTransport(url);
  const client = new Client({name: 'e2e', version: '1'});
  try {
    await client.connect(transport as Transport, LIMIT);
    return await listed(client);
  } finally {
    await client.close();
  }
}

async function byNewSdk(kind: Kind, url: URL): Promise<unknown> {
  const client = new ModernClient(
    {name: 'e2e', version: '2'},
    {versionNegotiation: {mode: kind === 'sse' ? 'legacy' : 'auto'}},
  );
  try {
    await client.connect(kind === 'sse' ? new ModernSse(url) : new ModernHttp(url), LIMIT);
    return await listed(client);
  } finally {
    await client.close();
  }
}

function byPython(venv: PythonEnvironment): Ask {
  return async (kind, url) => {
    const script = path.join(import.meta.dirname, 'python/mcp_lists.py');
    const command = path.join(E2E, venv, 'bin/python');
    const {code, stderr} = await run(command, [script, kind, url.href], {PYTHONUTF8: '1'});
    if (code !== 0) throw new Error(stderr.slice(-500));
    return null;
  };
}

const CLIENTS: readonly (readonly [string, Ask])[] = [
  ['the TypeScript SDK 1.x', byOldSdk],
  ['the TypeScript SDK 2.x', byNewSdk],
  ['the Python SDK 1.x', byPython('venv')],
  ['the Python SDK 2.x', byPython('venv-mcp-2')],
];

/** Whether a client gets as far as the list of tools, and why not. */
async function worksFor(ask: Ask, kind: Kind, url: string): Promise<string | true> {
  try {
    await ask(kind, new URL(url));
    return true;
  } catch (thrown) {
    return String(thrown);
  }
}

describe('e2e: official servers and clients of MCP, and what mcp says of each', function () {
  this.timeout(180_000);
  const started = new AsyncDisposableStack();

  after(() => started.disposeAsync());

  for (const {what, kind, works, start} of PEERS) {
    it(`${what} ${works ? 'works' : 'does not work'}, for all clients and for us`, async () => {
      const url = await start(started);
      const {stdout, stderr} = await runTool(['mcp', url, '--json', '--quiet']);
      expect(stdout, stderr).to.include('"items"');
      const report: Report = JSON.parse(stdout);
      const said = report.items
        .filter(({id}) => id === 'handshake' || id === 'tools')
        .map(({status, summary}) => `${status}: ${summary}`);
      expect(
        said.every((text) => text.startsWith('pass')),
        said.join('\n'),
      ).to.equal(works);
      // What is broken has been proven so: nothing of it is only unknown.
      expect(said.filter((text) => text.startsWith('error'))).to.deep.equal([]);
      const seen = await Promise.all(CLIENTS.map(([, ask]) => worksFor(ask, kind, url)));
      for (const [index, [name]] of CLIENTS.entries()) {
        expect(seen[index] === true, `${name}: ${seen[index]}; we say: ${said.join('\n')}`).to.equal(works);
      }
    });
  }
});

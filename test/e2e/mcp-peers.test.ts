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
import {inParallel} from './support/in-parallel.ts';
import {type PythonEnvironment, startPython} from './support/python.ts';
import {PythonSdks} from './support/python-sdk.ts';
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

/** @param seconds how long it waits: a busy machine may take long where it is served, and where it is not, nothing may ever answer. */
type Ask = (kind: Kind, url: URL, seconds: number) => Promise<unknown>;

const SERVED_WITHIN = 60;
const PATIENCE = 10;

/** A server need not have tools: clients ask for what it says that it has. */
async function listed(client: Client | ModernClient, limit: {readonly timeout: number}): Promise<unknown> {
  const has = client.getServerCapabilities() ?? {};
  return has.tools === undefined ? client.listResources(undefined, limit) : client.listTools(undefined, limit);
}

async function byOldSdk(kind: Kind, url: URL, seconds: number): Promise<unknown> {
  const limit = {timeout: 1000 * seconds};
  const transport = kind === 'sse' ? new SSEClientTransport(url) : new StreamableHTTPClientTransport(url);
  const client = new Client({name: 'e2e', version: '1'});
  try {
    await client.connect(transport as Transport, limit);
    return await listed(client, limit);
  } finally {
    await client.close();
  }
}

async function byNewSdk(kind: Kind, url: URL, seconds: number): Promise<unknown> {
  const limit = {timeout: 1000 * seconds};
  const client = new ModernClient(
    {name: 'e2e', version: '2'},
    {versionNegotiation: {mode: kind === 'sse' ? 'legacy' : 'auto'}},
  );
  try {
    await client.connect(kind === 'sse' ? new ModernSse(url) : new ModernHttp(url), limit);
    return await listed(client, limit);
  } finally {
    await client.close();
  }
}

const PYTHON = new PythonSdks();

function byPython(venv: PythonEnvironment): Ask {
  return async (kind, url, seconds) => {
    // Its own limit is the one that counts.
    const {code, stderr} = await PYTHON.run(venv, 'mcp_lists.py', [kind, url.href, String(seconds)], 2 * seconds);
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
async function worksFor(ask: Ask, {kind, works}: Peer, url: string): Promise<string | true> {
  try {
    await ask(kind, new URL(url), works ? SERVED_WITHIN : PATIENCE);
    return true;
  } catch (thrown) {
    return String(thrown);
  }
}

interface Met {
  /** What we say of the handshake and of the tools. */
  readonly said: readonly string[];
  /** Of each client, in their order. */
  readonly seen: readonly (string | true)[];
}

async function meet(peer: Peer, started: AsyncDisposableStack): Promise<Met> {
  const url = await peer.start(started);
  const {stdout, stderr} = await runTool(['mcp', url, '--json', '--quiet']);
  expect(stdout, stderr).to.include('"items"');
  const report: Report = JSON.parse(stdout);
  const said = report.items
    .filter(({id}) => id === 'handshake' || id === 'tools')
    .map(({status, summary}) => `${status}: ${summary}`);
  return {said, seen: await Promise.all(CLIENTS.map(([, ask]) => worksFor(ask, peer, url)))};
}

/** Most of it is waiting for answers that do not come. */
const AT_ONCE = 6;

describe('e2e: official servers and clients of MCP, and what mcp says of each', function () {
  this.timeout(600_000);
  const started = new AsyncDisposableStack();
  let met: ReadonlyMap<Peer, Promise<Met>>;

  before(() => {
    met = inParallel(AT_ONCE, PEERS, (peer) => meet(peer, started));
  });

  after(async () => {
    PYTHON.close();
    await started.disposeAsync();
  });

  for (const peer of PEERS) {
    const {what, works} = peer;
    it(`${what} ${works ? 'works' : 'does not work'}, for all clients and for us`, async () => {
      const {said, seen} = (await met.get(peer)) ?? {said: [], seen: []};
      expect(said).to.have.length(2);
      expect(
        said.every((text) => text.startsWith('pass')),
        said.join('\n'),
      ).to.equal(works);
      // What is broken has been proven so: nothing of it is only unknown.
      expect(said.filter((text) => text.startsWith('error'))).to.deep.equal([]);
      for (const [index, [name]] of CLIENTS.entries()) {
        expect(seen[index] === true, `${name}: ${seen[index]}; we say: ${said.join('\n')}`).to.equal(works);
      }
    });
  }
});

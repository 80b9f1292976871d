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
import {type Nginx, startNginx} from './support/nginx.ts';
import type {PythonEnvironment} from './support/python.ts';
import {PythonSdks} from './support/python-sdk.ts';
import {type ReferenceServer, startReferenceServer} from './support/tool.ts';

const BASE = '/jessica-service';

/** What a client of any SDK can say of its connection. */
interface Seen {
  readonly revision: string | undefined;
  readonly tools: readonly string[];
  readonly text: string;
}

function textOf(content: unknown): string {
  return (content as {text: string}[])[0]?.text ?? '';
}

async function byOldSdk(transport: Transport & {protocolVersion?: string | undefined}): Promise<Seen> {
  const client = new Client({name: 'e2e', version: '1'});
  await client.connect(transport);
  const {tools} = await client.listTools();
  const {content} = await client.callTool({name: 'echo', arguments: {message: 'grüße'}});
  await client.close();
  return {revision: transport.protocolVersion, tools: tools.map(({name}) => name), text: textOf(content)};
}

async function byNewSdk(transport: ModernHttp | ModernSse, mode: 'legacy' | 'auto'): Promise<Seen> {
  const client = new ModernClient({name: 'e2e', version: '2'}, {versionNegotiation: {mode}});
  await client.connect(transport);
  const {tools} = await client.listTools();
  const {content} = await client.callTool({name: 'echo', arguments: {message: 'grüße'}});
  const revision = client.getNegotiatedProtocolVersion();
  await client.close();
  return {revision, tools: tools.map(({name}) => name), text: textOf(content)};
}

const PYTHON = new PythonSdks();

async function byPython(venv: PythonEnvironment, script: string, args: readonly string[], url: URL): Promise<Seen> {
  const {code, stdout, stderr} = await PYTHON.run(venv, script, [...args, url.href], 60);
  if (code !== 0) throw new Error(`${script} ended with ${code}:\n${stderr}`);
  const {revision, tools, text} = JSON.parse(stdout);
  return {revision, tools, text};
}

function byOldPython(transport: 'sse' | 'http', url: URL): Promise<Seen> {
  return byPython('venv', 'mcp_client.py', [transport], url);
}

function byNewPython(transport: 'sse' | 'http', mode: 'legacy' | 'auto', url: URL): Promise<Seen> {
  return byPython('venv-mcp-2', 'mcp_client_next.py', [transport, mode], url);
}

type Ask = (url: URL) => Promise<Seen>;

/** By name: a client, its path, and the revision that it has to negotiate (null: it cannot say). */
const CLIENTS: readonly (readonly [string, string, string | null, Ask])[] = [
  ['the TypeScript SDK 1.x over HTTP+SSE', '/mcp/sse/stream', null, (url) => byOldSdk(new SSEClientTransport(url))],
  [
    'the TypeScript SDK 1.x over HTTP',
    '/mcp',
    '2025-11-25',
    (url) => byOldSdk(new StreamableHTTPClientTransport(url) as Transport),
  ],
  ['the TypeScript SDK 2.x over HTTP+SSE', '/mcp/sse', '2025-11-25', (url) => byNewSdk(new ModernSse(url), 'legacy')],
  ['the TypeScript SDK 2.x over HTTP, legacy', '/mcp', '2025-11-25', (url) => byNewSdk(new ModernHttp(url), 'legacy')],
  ['the TypeScript SDK 2.x over HTTP, modern', '/mcp', '2026-07-28', (url) => byNewSdk(new ModernHttp(url), 'auto')],
  ['the Python SDK 1.x over HTTP+SSE', '/mcp/sse/stream', '2025-11-25', (url) => byOldPython('sse', url)],
  ['the Python SDK 1.x over HTTP', '/mcp', '2025-11-25', (url) => byOldPython('http', url)],
  ['the Python SDK 2.x over HTTP+SSE', '/mcp/sse', '2025-11-25', (url) => byNewPython('sse', 'legacy', url)],
  ['the Python SDK 2.x over HTTP, legacy', '/mcp', '2025-11-25', (url) => byNewPython('http', 'legacy', url)],
  ['the Python SDK 2.x over HTTP, modern', '/mcp', '2026-07-28', (url) => byNewPython('http', 'auto', url)],
];

describe('e2e: official MCP clients below a base path', function () {
  this.timeout(120_000);
  const started = new AsyncDisposableStack();
  const servers = new Map<string, ReferenceServer>();
  const proxies = new Map<string, Nginx>();

  before(async () => {
    for (const [prefix, args] of [
      ['kept', []],
      ['stripped', ['--strip-prefix']],
    ] as const) {
      const server = await startReferenceServer(['--base-path', BASE, ...args]);
      started.defer(async () => void (await server.process.close()));
      const nginx = await startNginx({
        upstreamPort: server.port,
        readTimeoutSeconds: 60,
        hosts: {localhost: BASE},
        isPlain: true,
        stripsPrefix: prefix === 'stripped',
      });
      started.defer(() => nginx.close());
      servers.set(prefix, server);
      proxies.set(prefix, nginx);
    }
  });

  after(async () => {
    PYTHON.close();
    await started.disposeAsync();
  });

  for (const [name, at, revision, ask] of CLIENTS) {
    const expected = (seen: Seen) => {
      expect(seen.tools).to.include.members(['echo', 'sleep', 'count', 'describe_connection']);
      expect(seen.text).to.match(/^grüße/);
      if (revision !== null) expect(seen.revision).to.equal(revision);
    };

    it(`${name}: directly`, async () => {
      expected(await ask(new URL(`http://localhost:${servers.get('kept')?.port}${BASE}${at}`)));
    });

    for (const prefix of ['kept', 'stripped']) {
      it(`${name}: through nginx, prefix ${prefix}`, async () => {
        expected(await ask(new URL(`http://localhost:${proxies.get(prefix)?.port}${BASE}${at}`)));
      });
    }
  }

  it('a stream through a proxy that strips the prefix comes, and other prefixes are not answered', async () => {
    const port = proxies.get('stripped')?.port;
    const events = await fetch(`http://localhost:${port}${BASE}/mcp/sse/events?count=2&cadence=10ms`);
    expect(await events.text()).to.include('"seq":2');
    const direct = servers.get('stripped')?.port;
    const statuses = await Promise.all(
      ['/mcp/sse/events?count=1', `${BASE}/mcp/sse/events?count=1`, `${BASE}/health`, '/ready'].map(
        async (at) => (await fetch(`http://localhost:${direct}${at}`)).status,
      ),
    );
    expect(statuses).to.deep.equal([200, 404, 200, 200]);
  });
});

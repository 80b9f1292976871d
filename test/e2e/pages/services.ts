import {readFileSync} from 'node:fs';
import path from 'node:path';
import manifest from '../../../package.json' with {type: 'json'};
import {type PythonServer, startGunicorn, startPython} from '../support/python.ts';
import {type ReferenceServer, ROOT, startReferenceServer} from '../support/tool.ts';
import {type PageFile, pageOf, type Question} from './page.ts';

/** The packages that a server is made of, as pinned: `uvicorn 0.54.0, fastapi 0.165.0`. */
function pinnedIn(file: string, ...names: readonly string[]): string {
  const lines = readFileSync(path.join(ROOT, 'test/e2e', file), 'utf8').split('\n');
  return names
    .map((name) => {
      const line = lines.find((each) => each.startsWith(`${name}==`));
      if (line === undefined) throw new Error(`${file} does not pin ${name}`);
      return line.replace('==', ' ');
    })
    .join(', ');
}

const pinned = (...names: readonly string[]): string => pinnedIn('requirements.txt', ...names);

const typescriptSdk: string = manifest.devDependencies['@modelcontextprotocol/sdk'];

interface Service {
  readonly file: string;
  readonly server: string;
  readonly start: () => Promise<PythonServer | ReferenceServer>;
  readonly pages: readonly Omit<Question, 'port'>[];
}

const ACCEPT_BOTH = 'application/json, text/event-stream';
const JSON_BODY = {'content-type': 'application/json', accept: ACCEPT_BOTH};
const PING = JSON.stringify({jsonrpc: '2.0', id: 1, method: 'ping'});
const NO_SESSION = '0123456789abcdef0123456789abcdef';

/** What a client or a hop gets wrong with MCP over Streamable HTTP; the path is the server's. */
function mcpPages(path: string): readonly Omit<Question, 'port'>[] {
  return [
    {when: 'a stream is asked for without a session', path, headers: {accept: 'text/event-stream'}},
    {when: 'a stream is asked for without Accept', path},
    {
      when: 'a stream is asked for with a session that it does not know',
      path,
      headers: {accept: 'text/event-stream', 'mcp-session-id': NO_SESSION},
    },
    {when: 'a request comes without a session', method: 'POST', path, headers: JSON_BODY, body: PING},
    {
      when: 'a request comes with a session that it does not know',
      method: 'POST',
      path,
      headers: {...JSON_BODY, 'mcp-session-id': NO_SESSION},
      body: PING,
    },
    {
      when: 'a hop took Accept away',
      method: 'POST',
      path,
      headers: {'content-type': 'application/json'},
      body: PING,
    },
    {
      when: 'the request accepts JSON only',
      method: 'POST',
      path,
      headers: {...JSON_BODY, accept: 'application/json'},
      body: PING,
    },
    {
      when: 'the request is not of type JSON',
      method: 'POST',
      path,
      headers: {...JSON_BODY, 'content-type': 'text/plain'},
      body: PING,
    },
    {when: 'the request is no JSON', method: 'POST', path, headers: JSON_BODY, body: '{'},
    {
      when: 'it is asked by a public host name, behind a proxy',
      method: 'POST',
      path,
      headers: {...JSON_BODY, host: 'mcp.example.com'},
      body: PING,
    },
    {
      when: 'it is asked by a page of another origin',
      method: 'POST',
      path,
      headers: {...JSON_BODY, origin: 'https://app.example.com'},
      body: PING,
    },
    {when: 'the method is not one of MCP', method: 'PUT', path, headers: JSON_BODY, body: PING},
    {when: 'the path is wrong', path: '/wrong'},
    {
      when: 'the protocol version is one that it does not know',
      method: 'POST',
      path,
      headers: {...JSON_BODY, 'mcp-protocol-version': '1999-01-01', 'mcp-session-id': NO_SESSION},
      body: PING,
    },
  ];
}

const SERVICES: readonly Service[] = [
  {
    file: 'uvicorn-fastapi',
    server: pinned('uvicorn', 'fastapi', 'fastapi-mcp'),
    // It trusts nobody's X-Forwarded-Proto, as behind a proxy on another machine.
    start: () => startPython('frameworks.py', {env: {FORWARDED_ALLOW_IPS: '192.0.2.1'}}),
    pages: [
      {when: 'the application raises an exception', path: '/boom'},
      {when: 'the path is wrong', path: '/wrong'},
      {when: 'the method is wrong', method: 'POST', path: '/once'},
      {
        when: 'the path lacks its slash, and the proxy that ended TLS is not trusted',
        path: '/slash',
        headers: {host: 'api.example.com', 'x-forwarded-proto': 'https'},
      },
      {
        when: 'an MCP message comes without a session',
        method: 'POST',
        path: '/mcp/sse/messages/',
        headers: JSON_BODY,
        body: PING,
      },
      {
        when: 'an MCP message comes with a session that is no UUID',
        method: 'POST',
        path: '/mcp/sse/messages/?session_id=1',
        headers: JSON_BODY,
        body: PING,
      },
      {
        when: 'an MCP message comes to another worker than its session',
        method: 'POST',
        path: `/mcp/sse/messages/?session_id=${NO_SESSION}`,
        headers: JSON_BODY,
        body: PING,
      },
      {
        when: 'an MCP message is sent to the path of the stream',
        method: 'POST',
        path: '/mcp/sse',
        headers: JSON_BODY,
        body: PING,
      },
      {
        when: 'an MCP message is sent without the slash that its path ends with',
        method: 'POST',
        path: `/mcp/sse/messages?session_id=${NO_SESSION}`,
        headers: {...JSON_BODY, host: 'api.example.com', 'x-forwarded-proto': 'https'},
        body: PING,
      },
      ...mcpPages('/mcp/http').filter(({when}) => when !== 'a stream is asked for without a session'),
    ],
  },
  {
    file: 'uvicorn-full',
    server: pinned('uvicorn'),
    start: () => startPython('frameworks.py', {env: {LIMIT_CONCURRENCY: '1'}}),
    pages: [{when: 'it is full (--limit-concurrency)'}],
  },
  {
    file: 'gunicorn-sync',
    server: pinned('gunicorn'),
    start: () => startGunicorn('workers:app', ['--timeout', '2']),
    pages: [
      {when: 'the application raises an exception', path: '/boom'},
      {when: 'the path is wrong', path: '/wrong'},
      {when: 'its worker is killed at --timeout before headers', path: '/silent'},
      {when: 'the request line is too long (--limit-request-line)', path: `/${'x'.repeat(5000)}`},
    ],
  },
  {
    file: 'gunicorn-uvicorn',
    server: pinned('gunicorn', 'uvicorn-worker', 'uvicorn'),
    start: () => startGunicorn('frameworks:app', ['-k', 'uvicorn_worker.UvicornWorker']),
    pages: [
      {when: 'the application raises an exception', path: '/boom'},
      {when: 'the path is wrong', path: '/wrong'},
    ],
  },
  {file: 'mcp-python-1', server: pinned('mcp'), start: () => startPython('fast_mcp.py'), pages: mcpPages('/mcp')},
  {
    file: 'mcp-python-2',
    server: pinnedIn('requirements-mcp-2.txt', 'mcp'),
    start: () => startPython('fast_mcp.py', {venv: 'venv-mcp-2'}),
    pages: mcpPages('/mcp'),
  },
  {
    file: 'mcp-typescript',
    server: `@modelcontextprotocol/sdk ${typescriptSdk} in our reference server`,
    start: () => startReferenceServer([]),
    pages: mcpPages('/mcp'),
  },
];

/** The error pages of frameworks and MCP servers, by the name of their file. */
export async function servicePages(): Promise<Readonly<Record<string, PageFile>>> {
  const found: Record<string, PageFile> = {};
  for (const {file, server, start, pages} of SERVICES) {
    const {port, process} = await start();
    try {
      const captured = [];
      for (const page of pages) captured.push(await pageOf({...page, port}));
      found[file] = {server, pages: captured};
    } finally {
      await process.close();
    }
  }
  return found;
}

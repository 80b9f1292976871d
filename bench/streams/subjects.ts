import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {SATURATING_MS} from './cadences.ts';

export interface Subject {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** What it prints when it listens, with its port. */
  readonly ready: RegExp;
  /** The request for a stream of events at this cadence. */
  request(cadenceMs: number): string;
}

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

function call(cadence: number): string {
  const _meta = {
    progressToken: 1,
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': {name: 'bench', version: '1'},
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const params = {name: 'notify', arguments: {cadence}, _meta};
  const body = JSON.stringify({jsonrpc: '2.0', id: 1, method: 'tools/call', params});
  const lines = [
    ...['POST /mcp HTTP/1.1', 'Host: localhost', 'Content-Type: application/json'],
    ...['Accept: application/json, text/event-stream', 'MCP-Protocol-Version: 2026-07-28'],
    ...['Mcp-Method: tools/call', 'Mcp-Name: notify', `Content-Length: ${body.length}`],
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

export const OURS: Subject = {
  name: 'reference server',
  command: process.execPath,
  args: [at('ours.js')],
  ready: /port (\d+)/,
  request: (cadenceMs) => get(`/mcp/sse/events${cadenceMs === SATURATING_MS ? '' : `?cadence=${cadenceMs}`}`),
};

export const FLOOR: Subject = {
  name: 'bare node:http writer',
  command: process.execPath,
  args: [at('floor.ts')],
  ready: /port (\d+)/,
  request: (cadenceMs) => get(`/?cadence=${cadenceMs}`),
};

/** For comparison only: it does less than required. */
export const SHARED: Subject = {...FLOOR, name: 'the same, one timer for all', args: [at('floor.ts'), 'shared']};

export const SDK: Subject = {
  name: "the official SDK's example",
  command: process.execPath,
  args: [at('sdk-server.ts')],
  ready: /port (\d+)/,
  request: call,
};

const PYTHON_BIN = at('../../.e2e/venv/bin/python');

/** The kind of service that is migrated: FastAPI, fastapi-mcp and sse-starlette under uvicorn. */
export const PYTHON: Subject = {
  name: 'FastAPI, sse-starlette',
  command: PYTHON_BIN,
  args: [at('../../test/e2e/python/service.py')],
  ready: /port (\d+)/,
  request: (cadenceMs) => get(`/events?cadence=${cadenceMs}`),
};

/** @throws when the Python service cannot be started here. */
export function needPython(): void {
  if (!existsSync(PYTHON_BIN)) throw new Error(`${PYTHON_BIN} is missing; run scripts/e2e-setup`);
}

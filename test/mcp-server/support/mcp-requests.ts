import {observe} from '../faults/observed.ts';
import {type RawClient, rawGet} from './raw-client.ts';

/** Header lines of a message of MCP over HTTP. */
export const JSON_POST = ['Content-Type: application/json', 'Accept: application/json, text/event-stream'];

export function initialize(revision = '2025-11-25'): string {
  const params = {protocolVersion: revision, capabilities: {}, clientInfo: {name: 'test', version: '1'}};
  return JSON.stringify({jsonrpc: '2.0', id: 1, method: 'initialize', params});
}

export function call(id: number, name: string, args: object = {}): object {
  return {jsonrpc: '2.0', id, method: 'tools/call', params: {name, arguments: args}};
}

/** Header lines of a new session of 2025-11-25. */
export async function openSession(port: number, base = ''): Promise<readonly string[]> {
  const {headers} = await observe(port, `${base}/mcp`, {method: 'POST', headers: JSON_POST, body: initialize()});
  return [`Mcp-Session-Id: ${headers['mcp-session-id']}`, 'MCP-Protocol-Version: 2025-11-25'];
}

/** A message of 2026-07-28: header lines and body. */
export function stateless(id: number, method: string, params: Readonly<Record<string, unknown>>) {
  const _meta = {
    progressToken: id,
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': {name: 'test', version: '1'},
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const name = typeof params.name === 'string' ? [`Mcp-Name: ${params.name}`] : [];
  const headers = [...JSON_POST, 'MCP-Protocol-Version: 2026-07-28', `Mcp-Method: ${method}`, ...name];
  return {method: 'POST', headers, body: JSON.stringify({jsonrpc: '2.0', id, method, params: {...params, _meta}})};
}

/** Sends a message and leaves its connection open. */
export function post(port: number, path: string, headers: readonly string[], body: string): Promise<RawClient> {
  return rawGet(port, path, [...headers, `Content-Length: ${Buffer.byteLength(body)}`, '', body], 'localhost', 'POST');
}

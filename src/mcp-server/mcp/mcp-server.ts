import {McpServer} from '@modelcontextprotocol/server';
import type {ServerState} from '../server-state.ts';
import {registerProbeTools} from './tools/probe-tools.ts';

/** An MCP server with the reference tools, the same for every revision; each session, or request without one, has its own. */
export function createMcpServer(state: ServerState): McpServer {
  const server = new McpServer({name: 'migrate-check-reference', version: state.version});
  registerProbeTools(server, state);
  return server;
}

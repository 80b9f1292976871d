import {McpServer} from '@modelcontextprotocol/server';
import type {ServerState} from '../server-state.ts';
import {registerFixtures} from './fixtures/index.ts';
import {verifyRequestState} from './fixtures/request-state.ts';
import {registerProbeTools} from './tools/probe-tools.ts';

/**
 * An MCP server with the reference tools and the conformance suite's fixtures, the same for every revision; each session,
 * or request without one, has its own.
 */
export function createMcpServer(state: ServerState): McpServer {
  const server = new McpServer(
    {name: 'migrate-check-reference', version: state.version},
    {
      capabilities: {
        logging: {},
        completions: {},
        tools: {listChanged: true},
        prompts: {listChanged: true},
        resources: {listChanged: true, subscribe: true},
      },
      requestState: {verify: verifyRequestState},
      instructions: 'Tells what arrives here: call describe_connection, or count to see what becomes of a stream.',
    },
  );
  registerProbeTools(server, state);
  registerFixtures(server, state);
  return server;
}

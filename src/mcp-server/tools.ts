import {McpServer} from '@modelcontextprotocol/sdk/server/mcp.js';
import {z} from 'zod';
import type {ServerState} from './server-state.ts';

const LONGEST_WAIT_MS = 600_000;

/** An MCP server with the reference tools; each session has its own. */
export function createMcpServer(state: ServerState): McpServer {
  const server = new McpServer({name: 'migrate-check-reference', version: state.version});
  server.registerTool(
    'echo',
    {
      description: 'Answers with the message it was given.',
      inputSchema: {message: z.string().describe('What to answer')},
    },
    ({message}) => text(message),
  );
  server.registerTool(
    'server-info',
    {description: 'Says which instance answers, below which path prefix, and what time it has.'},
    () => text(JSON.stringify({instance: state.instance, basePath: state.basePath, serverTime: state.clock.now()})),
  );
  server.registerTool(
    'wait',
    {
      description: 'Answers after a time: shows whether a slow call outlives the timeouts on the way.',
      inputSchema: {ms: z.int().min(0).max(LONGEST_WAIT_MS).describe('How long to wait, in milliseconds')},
    },
    async ({ms}, {signal}) => {
      await state.clock.sleep(ms, signal);
      return text(`waited ${ms} ms`);
    },
  );
  return server;
}

function text(content: string) {
  return {content: [{type: 'text' as const, text: content}]};
}

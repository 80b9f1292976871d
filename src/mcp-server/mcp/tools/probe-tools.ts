import type {McpServer} from '@modelcontextprotocol/server';
import {z} from 'zod';
import type {ServerState} from '../../server-state.ts';

const LONGEST_SLEEP_MS = 600_000;

/** The tools with which an operator looks at the way between a client and this server. */
export function registerProbeTools(server: McpServer, state: ServerState): void {
  server.registerTool(
    'echo',
    {
      description: 'Answers with the message it was given.',
      inputSchema: z.object({message: z.string().describe('What to answer')}),
    },
    ({message}) => text(message),
  );
  server.registerTool(
    'sleep',
    {
      description: 'Answers after a time: shows whether a slow call outlives the timeouts on the way.',
      inputSchema: z.object({ms: z.int().min(0).max(LONGEST_SLEEP_MS).describe('How long to wait, in milliseconds')}),
    },
    async ({ms}, {mcpReq: {signal}}) => {
      await state.clock.sleep(ms, signal);
      return text(`slept ${ms} ms`);
    },
  );
}

function text(content: string) {
  return {content: [{type: 'text' as const, text: content}]};
}

/** A server as in the official SDK's documentation: a tool that reports progress on the stream of its call. */
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {toNodeHandler} from '@modelcontextprotocol/node';
import {createMcpHandler, McpServer} from '@modelcontextprotocol/server';
import {z} from 'zod';

const handler = createMcpHandler(() => {
  const server = new McpServer({name: 'example', version: '1.0.0'});
  const inputSchema = z.object({cadence: z.number()});
  server.registerTool('notify', {description: 'Reports the time', inputSchema}, async ({cadence}, {mcpReq}) => {
    const progressToken = mcpReq._meta?.progressToken ?? 0;
    const startMs = performance.now();
    for (let seq = 1; !mcpReq.signal.aborted; seq++) {
      const message = JSON.stringify({
        seq,
        serverTime: new Date().toISOString(),
        sinceStartMs: performance.now() - startMs,
      });
      await mcpReq.notify({method: 'notifications/progress', params: {progressToken, progress: seq, message}});
      const dueInMs = startMs + seq * cadence - performance.now();
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueInMs)));
    }
    return {content: []};
  });
  return server;
});

const answer = toNodeHandler(handler);
const server = createServer((request, response) => void answer(request as never, response as never));
server.listen(0, '127.0.0.1', () => console.log(`ready on port ${(server.address() as AddressInfo).port}`));

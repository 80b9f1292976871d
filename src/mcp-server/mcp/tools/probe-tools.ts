import {type McpServer, PROTOCOL_VERSION_META_KEY} from '@modelcontextprotocol/server';
import {z} from 'zod';
import type {ServerState} from '../../server-state.ts';
import {seenConnection, shownHeaders} from '../../shown-request.ts';
import {currentExchange} from '../current-exchange.ts';
import {textResult} from '../text-result.ts';

const LONGEST_SLEEP_MS = 600_000;
const LONGEST_INTERVAL_MS = 60_000;
const LARGEST_COUNT = 10_000;

/** Tools for operators to examine the path between a client and this server. */
export function registerProbeTools(server: McpServer, state: ServerState): void {
  const {clock} = state;
  server.registerTool(
    'echo',
    {
      description: 'Answers with the message it was given.',
      inputSchema: z.object({message: z.string().describe('What to answer')}),
    },
    ({message}) => textResult(message),
  );

  server.registerTool(
    'sleep',
    {
      description: 'Answers after a time: shows whether a slow call outlives the timeouts on the way.',
      inputSchema: z.object({ms: z.int().min(0).max(LONGEST_SLEEP_MS).describe('How long to wait, in milliseconds')}),
    },
    async ({ms}, {mcpReq: {signal}}) => {
      await clock.sleep(ms, signal);
      return textResult(`slept ${ms} ms`);
    },
  );

  server.registerTool(
    'count',
    {
      description: 'Counts, and reports each number as progress: shows whether messages of a call arrive one by one.',
      inputSchema: z.object({
        to: z.int().min(1).max(LARGEST_COUNT).describe('The last number'),
        intervalMs: z.int().min(0).max(LONGEST_INTERVAL_MS).default(1000).describe('Milliseconds between two numbers'),
      }),
    },
    async ({to, intervalMs}, {mcpReq: {_meta, notify, signal}}) => {
      const progressToken = _meta?.progressToken;
      const startMs = clock.monotonicMs();
      for (let number = 1; number <= to; number++) {
        const dueInMs = startMs + number * intervalMs - clock.monotonicMs();
        await clock.sleep(Math.max(0, dueInMs), signal);
        if (progressToken === undefined) continue;
        const message = JSON.stringify({seq: number, serverTime: clock.now(), instance: state.instance});
        await notify({
          method: 'notifications/progress',
          params: {progressToken, progress: number, total: to, message},
        });
      }
      return textResult(`counted to ${to}`);
    },
  );

  server.registerTool(
    'describe_connection',
    {
      description:
        'Says what arrived here of this call after all hops: address, protocol, headers, and which instance.',
    },
    ({mcpReq: {envelope}, sessionId}) => {
      const exchange = currentExchange.getStore();
      if (exchange === undefined) throw new Error('a tool was called outside of a request');
      const {request, path} = exchange;
      const declared = (envelope as Record<string, unknown> | undefined)?.[PROTOCOL_VERSION_META_KEY];
      const description = {
        instance: state.instance,
        basePath: state.basePath,
        method: request.method,
        path,
        ...seenConnection(request),
        headers: shownHeaders(request, state.knownPlain),
        protocolVersion: declared ?? request.headers['mcp-protocol-version'] ?? null,
        hasSession: sessionId !== undefined || exchange.query.has('sessionId'),
        serverTime: clock.now(),
      };
      return textResult(JSON.stringify(description));
    },
  );
}

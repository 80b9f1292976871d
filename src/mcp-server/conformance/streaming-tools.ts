import type {McpServer} from '@modelcontextprotocol/server';
import {textResult} from '../mcp/text-result.ts';
import type {ServerState} from '../server-state.ts';

const STEP_MS = 50;

/** Tools that send something before their result, or that change something that others listen for. */
export function registerStreamingTools(server: McpServer, state: ServerState): void {
  const {clock, changes} = state;

  server.registerTool(
    'test_tool_with_logging',
    {description: 'Logs three messages while it runs.'},
    async ({mcpReq: {log, signal}}) => {
      await log('info', 'Tool execution started');
      await clock.sleep(STEP_MS, signal);
      await log('info', 'Tool processing data');
      await clock.sleep(STEP_MS, signal);
      await log('info', 'Tool execution completed');
      return textResult('three messages were logged');
    },
  );
  server.registerTool(
    'test_logging_tool',
    {description: 'Logs a message to whoever asked.'},
    async ({mcpReq: {log}}) => {
      await log('info', 'a message');
      return textResult('a message was logged');
    },
  );

  server.registerTool(
    'test_tool_with_progress',
    {description: 'Reports its progress in three steps.'},
    async ({mcpReq: {_meta, notify, signal}}) => {
      const progressToken = _meta?.progressToken;
      for (const progress of [0, 50, 100]) {
        if (progress > 0) await clock.sleep(STEP_MS, signal);
        if (progressToken === undefined) continue;
        await notify({method: 'notifications/progress', params: {progressToken, progress, total: 100}});
      }
      return textResult('three steps were reported');
    },
  );

  server.registerTool(
    'test_reconnection',
    {description: 'Closes its stream before its result: a client has to come back for it.'},
    async ({http, mcpReq: {signal}}) => {
      http?.closeSSE?.();
      await clock.sleep(2 * STEP_MS, signal);
      return textResult('the result came after the stream was closed');
    },
  );

  server.registerTool('test_trigger_tool_change', {description: 'Says that the list of tools changed.'}, () => {
    changes.tell({kind: 'tools'});
    return textResult('told');
  });
  server.registerTool('test_trigger_prompt_change', {description: 'Says that the list of prompts changed.'}, () => {
    changes.tell({kind: 'prompts'});
    return textResult('told');
  });
}

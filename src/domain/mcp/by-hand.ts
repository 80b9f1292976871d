import type {McpConversation, McpStep} from '../../model/facts/wire/mcp.ts';
import {command} from '../../model/text/shell.ts';

const JSON_HEADERS = '-H "Content-Type: application/json" -H "Accept: application/json, text/event-stream"';
const INITIALIZE =
  '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"curl","version":"1"}}}';
const STATELESS_META =
  '"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"curl","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}';

/**
 * Shows a person what a request of a conversation saw: with curl alone, from the first message on. Headers that the user
 * gave are left out, as they may hold secrets.
 */
export function mcpByHand({url, transport}: McpConversation, step: McpStep | null): string {
  const isOfStream = transport === 'http-sse' || (step?.purpose === 'stream' && step.answer?.format === 'event-stream');
  if (isOfStream) return streamByHand(url);
  const method = step?.rpc ?? null;
  if (transport === 'stateless' || step?.purpose === 'discover') {
    return statelessByHand(url, method === 'tools/call' ? 'tools/list' : (method ?? 'server/discover'));
  }
  if (method === null || method === 'initialize') return initializeByHand(url);
  const message = messageOf(method);
  return [
    `SESSION=$(${initializeByHand(url)} | sed -n 's/^mcp-session-id: *//Ip' | tr -d '\\r')`,
    `curl -sS -N -i --max-time 15 ${JSON_HEADERS} -H "Mcp-Session-Id: $SESSION" -d '${message}' ${command`${url}`}`,
  ].join('; ');
}

function initializeByHand(url: string): string {
  return `curl -sS -N -i --max-time 15 ${JSON_HEADERS} -d '${INITIALIZE}' ${command`${url}`}`;
}

/** The stream in the foreground; its endpoint event makes the message go out, whose reply comes on it. */
function streamByHand(url: string): string {
  const {origin} = new URL(url);
  const post = `curl -sS -i -H "Content-Type: application/json" -d '${INITIALIZE}' "${origin}$endpoint"`;
  const read =
    'while IFS= read -r line; do echo "$line"; endpoint=$(printf %s "$line" | tr -d \'\\r\' | sed -n \'s/^data: *\\(\\/.*\\)/\\1/p\')';
  const stream = `curl -sS -N -i --max-time 15 -H "Accept: text/event-stream" ${command`${url}`}`;
  return `${stream} | ${read}; if [ -n "$endpoint" ]; then ${post}; fi; done`;
}

function statelessByHand(url: string, method: string): string {
  const body = `{"jsonrpc":"2.0","id":1,"method":"${method}","params":{${STATELESS_META}}}`;
  const headers = `-H "MCP-Protocol-Version: 2026-07-28" -H "Mcp-Method: ${method}"`;
  return `curl -sS -N -i --max-time 15 ${JSON_HEADERS} ${headers} -d '${body}' ${command`${url}`}`;
}

/** What a call has as its arguments may hold secrets: it is listed, not called. */
function messageOf(method: string): string {
  if (method.startsWith('notifications/')) return `{"jsonrpc":"2.0","method":"${method}"}`;
  return `{"jsonrpc":"2.0","id":2,"method":"${method === 'tools/call' ? 'tools/list' : method}"}`;
}

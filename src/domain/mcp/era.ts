import {MCP_REVISIONS, type McpConversation, type McpRevision} from '../../model/facts/wire/mcp.ts';

/** The revision with whose transport a conversation began, or came as far as to an endpoint event; null: neither. */
export function eraOf({transport, revision, steps}: McpConversation): McpRevision | null {
  switch (transport) {
    case 'http-sse':
      return '2024-11-05';
    case 'stateless':
      return '2026-07-28';
    case 'streamable':
      return MCP_REVISIONS.find((known) => known === revision) ?? null;
    case null:
      return steps.some(({answer}) => answer?.endpoint != null) ? '2024-11-05' : null;
  }
}

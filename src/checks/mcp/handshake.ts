import {spokenText} from '../../domain/mcp/conversation-evidence.ts';
import {conversationVerdict} from '../../domain/mcp/conversation-verdict.ts';
import {isUnknownPing} from '../../domain/mcp/step-findings.ts';
import {defineCheck} from '../../model/check.ts';
import type {McpConversation} from '../../model/facts/wire/mcp.ts';
import {INITIALIZE_BY_HAND, mcpParams} from '../../model/mcp-params.ts';

export const handshake = defineCheck({
  id: 'mcp/handshake',
  title: 'A client of MCP can begin a conversation',
  why: 'A path that answers 200 may be a login page, another service, or a server whose first message fails: a client notices only when it initializes.',
  fix: 'See which service answers the path, which revision of MCP it speaks, and whether every hop passes on Accept, Content-Type and the headers of MCP.',
  byHand: INITIALIZE_BY_HAND,
  links: [
    'https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle',
    'https://modelcontextprotocol.io/specification/2025-11-25/basic/transports',
  ],
  facts: ['mcp'],
  params: () => mcpParams(),

  async run({within, ...target}, {mcp}) {
    const conversation = await mcp.converse({task: 'handshake', ...target, withinMs: within});
    const {era} = target;
    const expected = `${era === undefined ? 'MCP' : `MCP ${era}`} that answers its handshake`;
    return conversationVerdict(conversation, {era, expected}, () => ({
      ...{step: null, fault: null, doubt: null},
      actual: `${spokenText(conversation)}, and its handshake is answered${pingText(conversation)}`,
    }));
  },
});

function pingText({steps}: McpConversation): string {
  return steps.some(isUnknownPing)
    ? ', ping with an error (-32601), where the specification wants an empty result'
    : '';
}

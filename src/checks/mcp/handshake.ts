import {conversationEvidence, spokenText} from '../../domain/mcp/conversation-evidence.ts';
import {handshakeFindings} from '../../domain/mcp/handshake.ts';
import {stepPlace} from '../../domain/mcp/step-place.ts';
import {defineCheck, fail, pass} from '../../model/check.ts';
import {mcpParams} from '../../model/mcp-params.ts';

export const handshake = defineCheck({
  id: 'mcp/handshake',
  title: 'A client of MCP can begin a conversation',
  why: 'A path that answers 200 may be a login page, another service, or a server whose first message fails: a client notices only when it initializes.',
  fix: 'See which service answers the path, which revision of MCP it speaks, and whether every hop passes on Accept, Content-Type and the headers of MCP.',
  byHand:
    'curl -sS -N -i --max-time 15 -H "Content-Type: application/json" -H "Accept: application/json, text/event-stream" -d \'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"curl","version":"1"}}}\' <url>',
  links: [
    'https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle',
    'https://modelcontextprotocol.io/specification/2025-11-25/basic/transports',
  ],
  facts: ['mcp'],
  params: () => mcpParams(),

  async run({within, ...target}, {mcp}) {
    const conversation = await mcp.converse({task: 'handshake', ...target, withinMs: within});
    const expected = `${target.era === undefined ? 'MCP' : `MCP ${target.era}`} that answers its handshake`;
    const {step, fault, doubt} = handshakeFindings(conversation, target.era);
    const evidence = conversationEvidence(conversation);
    if (fault !== null) return fail({place: stepPlace(conversation, step), expected, faults: [fault], evidence});
    if (doubt !== null) throw doubt;
    return pass({
      place: conversation.url,
      expected,
      actual: `${spokenText(conversation)}, and its handshake is answered`,
      evidence,
    });
  },
});

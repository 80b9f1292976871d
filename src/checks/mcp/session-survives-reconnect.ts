import {conversationEvidence} from '../../domain/mcp/conversation-evidence.ts';
import {stepPlace} from '../../domain/mcp/conversation-verdict.ts';
import {handshakeFindings} from '../../domain/mcp/handshake.ts';
import {reconnectFindings} from '../../domain/mcp/reconnect-findings.ts';
import {defineCheck, fail, pass} from '../../model/check.ts';
import {mcpParams} from '../../model/mcp-params.ts';

export const sessionSurvivesReconnect = defineCheck({
  id: 'mcp/session-survives-reconnect',
  title: 'A client of MCP whose stream was cut comes back and is served',
  why: 'Every stream is cut some day: by a deployment, an idle timeout, a phone in a tunnel. A session that ends with its stream, or that another home is asked for, leaves a client that believes to be connected and gets no answer any more.',
  fix: 'Keep sessions apart from connections and give each one home; let clients of HTTP+SSE initialize again on the new stream, and those of Streamable HTTP after a 404.',
  byHand: 'for i in 1 2; do curl -sS -N -i --max-time 5 -H "Accept: text/event-stream" <url>; done',
  links: [
    'https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#resumability-and-redelivery',
    'https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#session-management',
  ],
  facts: ['mcp'],
  params: () => mcpParams(),

  async run({within, ...target}, {mcp}) {
    const conversation = await mcp.converse({task: 'reconnect', ...target, withinMs: within});
    const expected = 'a client that comes back and is served';
    const evidence = conversationEvidence(conversation);
    const begun = conversation.transport === null ? handshakeFindings(conversation, target.era) : null;
    const {step, fault, doubt, actual, because} =
      begun === null ? reconnectFindings(conversation) : {...begun, actual: 'no session', because: null};
    if (fault !== null) return fail({place: stepPlace(conversation, step), expected, faults: [fault], evidence});
    if (doubt !== null) throw doubt;
    return pass({place: conversation.url, expected, actual, because, evidence});
  },
});

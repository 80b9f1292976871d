import {conversationEvidence, spokenText} from '../../domain/mcp/conversation-evidence.ts';
import {notBegun} from '../../domain/mcp/begun.ts';
import {endpointFindings, namedEndpoint, unroutedFault} from '../../domain/mcp/endpoint-findings.ts';
import {basePathIn} from '../../domain/mcp/endpoint-place.ts';
import {stepPlace} from '../../domain/mcp/step-place.ts';
import {defineCheck, fail, pass} from '../../model/check.ts';
import {basePathParam, mcpParams} from '../../model/mcp-params.ts';

export const endpointKeepsBasePath = defineCheck({
  id: 'mcp/endpoint-keeps-base-path',
  title: 'The stream names a path for messages that is below its own base path, and takes them',
  why: 'Of HTTP+SSE the first event names the path that messages go to. A prefix that a hop takes away and the application does not know is missing there, one that is applied twice is there twice: the stream opens, and no message ever arrives.',
  fix: 'Let the application know its prefix in one place (FastAPI: root_path), let it announce a path and no URL, and forward the path for messages by the rule that forwards the stream.',
  byHand: 'curl -sS -N -i --max-time 5 -H "Accept: text/event-stream" <url>',
  links: [
    'https://modelcontextprotocol.io/specification/2024-11-05/basic/transports#http-with-sse',
    'https://fastapi.tiangolo.com/advanced/behind-a-proxy/',
  ],
  facts: ['mcp'],
  params: () => ({...mcpParams(), basePath: basePathParam()}),

  async run({within, basePath: wanted, ...target}, {mcp}) {
    const asked = {kind: 'handshake', ...target, withinMs: within} as const;
    const conversation = await mcp.converse(asked);
    const basePath = wanted ?? basePathIn(target.url);
    const evidence = conversationEvidence(conversation);
    const expected = `a path for messages below ${basePath === '' ? 'the origin of the stream' : basePath}`;
    const named = namedEndpoint(conversation);
    if (named !== null) {
      const place = conversation.url;
      const found = endpointFindings({streamUrl: conversation.url, basePath, ...named});
      if (found.fault !== null) return fail({place, expected, faults: [found.fault], evidence});
      if (found.doubt !== null) throw found.doubt;
      return pass({place, expected, actual: found.actual, because: found.because, evidence});
    }
    if (conversation.transport !== null) {
      const actual = `${spokenText(conversation)}, whose messages go to this URL itself: there is no endpoint event`;
      return pass({place: conversation.url, expected, actual, evidence});
    }
    const begun = notBegun(conversation);
    …
  },
});

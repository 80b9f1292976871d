import {conversationEvidence} from '../../domain/mcp/conversation-evidence.ts';
import {stepPlace} from '../../domain/mcp/conversation-verdict.ts';
import {basePathParam} from '../../model/base-path-param.ts';
import {defineCheck, fail, pass} from '../../model/check.ts';
import {mcpParams} from '../../model/mcp-params.ts';
import {lookAtEndpoint} from '../../readers/mcp-endpoint.ts';

export const endpointKeepsBasePath = defineCheck({
  id: 'mcp/endpoint-keeps-base-path',
  title: 'The stream names a path for messages that is below its own base path, and takes them there',
  why: 'Of HTTP+SSE the first event names the path for messages. A prefix that a hop takes away and the application does not know is missing there, and one that is applied twice is there twice: the stream opens, and no message ever arrives.',
  fix: 'Let the application know its prefix in one place (FastAPI: root_path), let it announce a path and no URL, and forward the path for messages as the stream is forwarded.',
  byHand: 'curl -sS -N -i --max-time 5 -H "Accept: text/event-stream" <url>',
  links: [
    'https://modelcontextprotocol.io/specification/2024-11-05/basic/transports#http-with-sse',
    'https://fastapi.tiangolo.com/advanced/behind-a-proxy/',
  ],
  facts: ['mcp'],
  params: () => ({
    ...mcpParams(),
    basePath: basePathParam(
      'The prefix that the stream and its messages are below; left out: what comes before `mcp`, `sse` or another name of a transport in the path of the URL',
    ).optional(),
  }),

  async run({within, ...target}, {mcp}) {
    const look = await lookAtEndpoint({...target, withinMs: within}, mcp);
    const {conversation, basePath, step, fault, doubt, actual, because} = look;
    const place = stepPlace(conversation, step);
    const expected = `a path for messages below ${basePath === '' ? 'the origin of the stream' : basePath}`;
    const evidence = conversationEvidence(conversation);
    if (fault !== null) return fail({place, expected, faults: [fault], evidence});
    if (doubt !== null) throw doubt;
    return pass({place, expected, actual, because, evidence});
  },
});

import type {McpConversation, McpStep, McpTransport} from '../../model/facts/wire/mcp.ts';
import type {Evidence} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {plainText} from '../../model/text/plain-text.ts';

const TRANSPORTS: Readonly<Record<McpTransport, string>> = {
  'http-sse': 'HTTP+SSE',
  streamable: 'Streamable HTTP',
  stateless: 'HTTP without sessions',
};

/** What was spoken, for a sentence. */
export function spokenText({transport, revision, steps}: McpConversation): string {
  if (transport === null) return 'no MCP';
  const hasSession = steps.some(({answer}) => answer?.headers['mcp-session-id'] !== undefined);
  const session = transport !== 'streamable' ? '' : hasSession ? ', with a session' : ', without a session';
  return `MCP ${plainText(revision ?? '', 40)} over ${TRANSPORTS[transport]}${session}`;
}

/** Each request of a conversation in one line. */
export function conversationEvidence({steps}: McpConversation): readonly Evidence[] {
  return steps.map((step) => ({what: stepName(step), value: stepText(step), source: step.url}));
}

/** The request in the words of its protocol. */
export function stepName({method, rpc}: McpStep): string {
  return rpc === null ? method : `${method} ${rpc}`;
}

function stepText({answer, refusal, silence, reply, waited}: McpStep): string {
  if (answer === null) return refusal?.message ?? silence?.message ?? 'no answer';
  const {status, headersAt, endpoint} = answer;
  const replied =
    reply === null
      ? waited === null
        ? ''
        : ', no reply on the stream'
      : `, ${reply.kind === 'error' ? `error ${reply.error?.code ?? ''}` : 'a result'} after ${formatDuration(reply.at.atMs)}`;
  const named = endpoint === null ? '' : `, endpoint ${plainText(endpoint.data, 120)}`;
  return `${status} after ${formatDuration(headersAt.atMs)}${named}${replied}`;
}

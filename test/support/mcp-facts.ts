import {NEVER_AWAY} from '../../src/model/facts/observer.ts';
import type {
  McpAnswer,
  McpConversation,
  McpMessage,
  McpProbe,
  McpRequest,
  McpResult,
  McpStep,
} from '../../src/model/facts/wire/mcp.ts';

export const MCP_URL = 'https://mcp.example.com/jessica-service/mcp';

export const RESULT: McpResult = {
  protocolVersion: null,
  supportedVersions: [],
  server: null,
  capabilities: [],
  tools: null,
  hasMore: false,
  isError: false,
  text: null,
};

export function mcpMessage(differing: Partial<McpMessage> = {}): McpMessage {
  return {
    at: {atMs: 12, earliestMs: 12},
    kind: 'result',
    id: '1',
    method: null,
    error: null,
    result: RESULT,
    bytes: 40,
    ...differing,
  };
}

/** A reply that is an error. */
export function mcpError(code: number, message: string): McpMessage {
  return mcpMessage({kind: 'error', error: {code, message}, result: null});
}

export function mcpAnswer(differing: Partial<McpAnswer> = {}): McpAnswer {
  return {
    status: 200,
    headers: {'content-type': 'application/json'},
    headersAt: {atMs: 10, earliestMs: 10},
    format: 'json',
    text: '',
    bytes: 40,
    messages: [],
    endpoint: null,
    events: 0,
    comments: 0,
    firstEvent: null,
    end: 'complete',
    endAt: {atMs: 13, earliestMs: 13},
    ...differing,
  };
}

/** A POST of a message to {@link MCP_URL}, answered 200, but for what the test says. */
export function mcpStep({
  answer = {},
  ...differing
}: Partial<Omit<McpStep, 'answer'>> & {readonly answer?: Partial<McpAnswer> | null} = {}): McpStep {
  return {
    purpose: 'initialize',
    askedAtMs: 0,
    method: 'POST',
    url: MCP_URL,
    sentHeaders: ['accept', 'content-type'],
    rpc: 'initialize',
    connection: null,
    refusal: null,
    answer: answer === null ? null : mcpAnswer(answer),
    silence: null,
    reply: null,
    waited: null,
    progress: [],
    observer: NEVER_AWAY,
    ...differing,
  };
}

export const INITIALIZED = mcpStep({
  answer: {headers: {'content-type': 'application/json', 'mcp-session-id': '[redacted]'}},
  reply: mcpMessage({
    result: {...RESULT, protocolVersion: '2025-11-25', server: 'jessica 1.0', capabilities: ['tools']},
  }),
});
export const NOTIFIED = mcpStep({
  purpose: 'initialized',
  rpc: 'notifications/initialized',
  answer: {status: 202, format: 'other', headers: {}},
});
export const PINGED = mcpStep({purpose: 'ping', rpc: 'ping', reply: mcpMessage()});

/** A conversation of Streamable HTTP in which all is well, but for what the test says. */
export function conversation(differing: Partial<McpConversation> = {}): McpConversation {
  return {
    url: MCP_URL,
    transport: 'streamable',
    revision: '2025-11-25',
    steps: [INITIALIZED, NOTIFIED, PINGED],
    ...differing,
  };
}

/** One in which no revision was agreed on. */
export function notBegunWith(...steps: readonly McpStep[]): McpConversation {
  return conversation({transport: null, revision: null, steps});
}

export function mcpProbe(converse: (request: McpRequest) => McpConversation): McpProbe {
  return {converse: async (request) => converse(request)};
}

/** A session of HTTP+SSE whose stream is at this URL and names this path for messages, each of which is answered. */
export function legacyAt(
  url: string,
  messages = `${new URL(url).pathname}/messages/?session_id=[redacted]`,
): McpConversation {
  const endpoint = {at: {atMs: 12, earliestMs: 12}, data: messages, url: new URL(messages, url).href};
  const stream = mcpStep({
    ...{purpose: 'stream', method: 'GET', rpc: null, url},
    answer: {format: 'event-stream', endpoint, events: 3, firstEvent: 'endpoint', end: 'held'},
  });
  const accepted = {status: 202, format: 'other', headers: {}} as const;
  const initialized = mcpStep({url: endpoint.url, answer: accepted, reply: mcpMessage()});
  return conversation({
    url,
    transport: 'http-sse',
    revision: '2024-11-05',
    steps: [stream, initialized, NOTIFIED, PINGED],
  });
}

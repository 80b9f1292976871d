import {z} from 'zod';
import {MCP_PURPOSES, type McpConversation} from '../wire/mcp.ts';
import {byName, text, textOrNull, texts} from './parts.ts';
import {connection, end, observer, refusal} from './wire-parts.ts';

const moment = z.strictObject({atMs: z.number(), earliestMs: z.number()});

const result = z.strictObject({
  protocolVersion: textOrNull,
  supportedVersions: texts,
  server: textOrNull,
  capabilities: texts,
  tools: z.array(z.strictObject({name: text, digest: text})).nullable(),
  hasMore: z.boolean(),
  isError: z.boolean(),
  text: textOrNull,
});

const message = z.strictObject({
  at: moment,
  kind: z.enum(['result', 'error', 'request', 'notification', 'no-message']),
  id: textOrNull,
  method: textOrNull,
  error: z.strictObject({code: z.number().nullable(), message: text}).nullable(),
  result: result.nullable(),
  bytes: z.number(),
});

const answer = z.strictObject({
  status: z.number(),
  headers: byName,
  headersAt: moment,
  format: z.enum(['json', 'event-stream', 'other']),
  text,
  bytes: z.number(),
  messages: z.array(message),
  endpoint: z.strictObject({at: moment, data: text, url: textOrNull}).nullable(),
  events: z.number(),
  comments: z.number(),
  firstEvent: textOrNull,
  end,
  endAt: moment,
});

const silence = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('no-answer'),
    phase: z.enum(['resolve', 'connect', 'tls', 'headers']),
    message: text,
  }),
  z.strictObject({kind: z.literal('unknown'), message: text, fix: text, transient: z.boolean()}),
]);

const step = z.strictObject({
  purpose: z.enum(MCP_PURPOSES),
  askedAtMs: z.number(),
  method: text,
  url: text,
  sentHeaders: texts,
  rpc: textOrNull,
  connection,
  refusal,
  answer: answer.nullable(),
  silence: silence.nullable(),
  reply: message.nullable(),
  progress: z.array(moment),
  waited: z.strictObject({forMs: z.number(), observer}).nullable(),
  observer,
});

const conversation = z.strictObject({
  url: text,
  transport: z.enum(['http-sse', 'streamable', 'stateless']).nullable(),
  revision: textOrNull,
  steps: z.array(
    step.refine(
      ({answer: came, refusal: refused, silence: nothing}) =>
        [came, refused, nothing].filter((one) => one !== null).length <= 1,
      'at most one of answer, refusal and silence is set',
    ),
  ),
}) as z.ZodType<McpConversation>;

export const MCP_FACTS = {mcp: conversation};

import {z} from 'zod';
import type {WebSocketObservation} from '../wire/websocket.ts';
import {byName, numberOrNull, text, textOrNull} from './parts.ts';
import {connection, observer, refusal} from './wire-parts.ts';

const moment = z.strictObject({atMs: z.number(), earliestMs: z.number()});

const handshake = z.strictObject({
  status: z.number(),
  headers: byName,
  atMs: z.number(),
  acceptWanted: text,
  body: text,
  problem: textOrNull,
});

const session = z.strictObject({
  subprotocol: text,
  messages: z.strictObject({count: z.number(), first: z.array(text)}),
  reply: z.strictObject({sentAtMs: z.number(), atMs: z.number(), text}).nullable(),
  pings: z.number(),
  pongs: z.strictObject({count: z.number(), slowestMs: numberOrNull}),
  holdFromMs: numberOrNull,
  lastFrame: z.strictObject({by: z.enum(['us', 'server']), at: moment}),
  end: z.strictObject({
    kind: z.enum(['done', 'closed', 'cut', 'reset', 'malformed', 'too-large', 'silent']),
    during: z.enum(['reply', 'first pong', 'hold', 'pong', 'last pong', 'nothing']),
    code: numberOrNull,
    reason: text,
    message: text,
    at: moment,
  }),
});

const webSocket = z
  .strictObject({
    url: text,
    connection,
    refusal,
    handshake: handshake.nullable(),
    session: session.nullable(),
    observer,
  })
  .refine(
    (seen) => (seen.refusal === null) !== (seen.handshake === null),
    'exactly one of refusal and handshake must be null',
  ) as z.ZodType<WebSocketObservation>;

export const WEBSOCKET_FACTS = {websocket: webSocket};

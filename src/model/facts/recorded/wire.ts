import {z} from 'zod';
import {PROTOCOLS, type ProtocolOffer} from '../wire/connection.ts';
import type {HttpExchange} from '../wire/http.ts';
import type {NameAnswer} from '../wire/probes.ts';
import type {Resumption} from '../wire/resumption.ts';
import type {StreamObservation} from '../wire/stream.ts';
import {MCP_FACTS} from './mcp.ts';
import {NAME_FACTS} from './names.ts';
import {byName, numberOrNull, text, textOrNull} from './parts.ts';
import {TLS_FACTS} from './tls.ts';
import {WEBSOCKET_FACTS} from './websocket.ts';
import {connection, end, observer, refusal} from './wire-parts.ts';

const coding = z.strictObject({
  asked: text,
  said: textOrNull,
  decoded: z.enum(['plain', 'whole', 'partial', 'lies', 'unknown']),
  problem: textOrNull,
  encodedBytes: z.number(),
});

const framing = z.strictObject({
  dangling: z.strictObject({bytes: z.number(), text}).nullable(),
  strayLines: z.strictObject({count: z.number(), samples: z.array(text)}),
  unknownFields: z.strictObject({count: z.number(), names: z.array(text)}),
  largestEventBytes: z.number(),
  largestLineBytes: z.number(),
  types: z.record(z.string(), z.number()),
  ids: z.number(),
  retryMs: numberOrNull,
  bom: z.boolean(),
  lineEnds: z.strictObject({lf: z.number(), cr: z.number(), crlf: z.number()}),
  hasNul: z.boolean(),
  isUtf8: z.boolean(),
  serverClock: z
    .strictObject({
      firstMs: z.number(),
      lastMs: z.number(),
      firstAtMs: z.number(),
      lastAtMs: z.number(),
      source: z.enum(['ping comment', 'measuring event']),
    })
    .nullable(),
});

const oneOfBoth = ({refusal: refused, answer}: {refusal: unknown; answer: unknown}) =>
  (refused === null) !== (answer === null);
const ONE_OF_BOTH = 'exactly one of refusal and answer must be null';

const question = {url: text, connection, refusal};
const beginning = {status: z.number(), headers: byName, headersAtMs: z.number(), coding};
const ending = {end, endCode: textOrNull, endAtMs: z.number()};

const exchange = z
  .strictObject({
    ...question,
    answer: z
      .strictObject({
        ...beginning,
        body: text,
        bodyBytes: z.number(),
        bodyIsUtf8: z.boolean(),
        ...ending,
      })
      .nullable(),
    observer,
  })
  .refine(oneOfBoth, ONE_OF_BOTH) as z.ZodType<HttpExchange>;

const stream = z
  .strictObject({
    ...question,
    answer: z
      .strictObject({
        ...beginning,
        firstByteAtMs: numberOrNull,
        firstEventAtMs: numberOrNull,
        lastByteAtMs: numberOrNull,
        bytes: z.number(),
        events: z.number(),
        comments: z.number(),
        framing,
        /** As `probes/packed-timeline.ts` writes it: a recording of many streams stays small. */
        timeline: text,
        longestSilenceMs: z.number(),
        silenceAtLeastMs: z.number(),
        silenceAtMostMs: z.number(),
        lines: z.array(
          z.strictObject({
            atMs: z.number(),
            kind: z.enum(['event', 'comment']),
            type: text,
            id: textOrNull,
            text,
          }),
        ),
        sniff: textOrNull,
        ...ending,
        endMessage: text,
      })
      .nullable(),
    observer,
  })
  .refine(oneOfBoth, ONE_OF_BOTH) as unknown as z.ZodType<StreamObservation>;

const resumption = z.strictObject({
  url: text,
  connections: z.array(
    z.strictObject({
      askedAtMs: z.number(),
      lastEventId: textOrNull,
      observation: stream,
      ids: z.array(textOrNull),
      lastId: text,
    }),
  ),
  gaveUp: textOrNull,
}) as z.ZodType<Resumption>;

const offer = z.strictObject({...question, offered: z.array(z.enum(PROTOCOLS))}) as z.ZodType<ProtocolOffer>;

const name = z.strictObject({
  name: text,
  addresses: z.array(text).min(1).nullable(),
}) satisfies z.ZodType<NameAnswer>;

/** By the second word of a key; any other is the method of a request. */
export const WIRE_FACTS = {
  ...MCP_FACTS,
  ...NAME_FACTS,
  ...TLS_FACTS,
  ...WEBSOCKET_FACTS,
  name,
  protocols: offer,
  resume: resumption,
  stream,
  request: exchange,
};

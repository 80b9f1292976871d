import {z} from 'zod';
import type {Observer} from '../observer.ts';
import type {HttpExchange, NameAnswer, StreamObservation} from '../wire-facts.ts';
import {byName, numberOrNull, text, textOrNull} from './parts.ts';

const connection = z
  .strictObject({
    remoteAddress: textOrNull,
    httpVersion: textOrNull,
    tls: z.strictObject({protocol: textOrNull, alpn: textOrNull}).nullable(),
    connectedTo: textOrNull,
  })
  .nullable();

const refusal = z
  .strictObject({
    kind: z.enum(['refused', 'no-such-name', 'certificate', 'tls', 'closed', 'malformed']),
    message: text,
    code: textOrNull,
  })
  .nullable();

const observer = z.strictObject({
  gaps: z.array(z.strictObject({fromMs: z.number(), toMs: z.number()})),
  awayMs: z.number(),
  suspendedMs: z.number(),
  behindSinceMs: z.number().optional(),
  resolutionMs: z.number().optional(),
}) as z.ZodType<Observer>;

const end = z.enum(['held', 'complete', 'truncated', 'reset', 'silent', 'too-large']);

const oneOfBoth = ({refusal: refused, answer}: {refusal: unknown; answer: unknown}) =>
  (refused === null) !== (answer === null);
const ONE_OF_BOTH = 'exactly one of refusal and answer must be null';

const question = {url: text, connection, refusal};
const beginning = {status: z.number(), headers: byName, headersAtMs: z.number()};

const exchange = z
  .strictObject({
    ...question,
    answer: z
      .strictObject({
        ...beginning,
        body: text,
        bodyBytes: z.number(),
        bodyIsUtf8: z.boolean(),
        end,
        endAtMs: z.number(),
      })
      .nullable(),
    observer: observer.optional(),
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
        isUtf8: z.boolean(),
        longestSilenceMs: z.number(),
        silenceAtLeastMs: z.number().optional(),
        silenceAtMostMs: z.number().optional(),
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
        end,
        endAtMs: z.number(),
        endMessage: text,
      })
      .nullable(),
    observer: observer.optional(),
  })
  .refine(oneOfBoth, ONE_OF_BOTH) as z.ZodType<StreamObservation>;

const name = z.strictObject({
  name: text,
  addresses: z.array(text).min(1).nullable(),
}) satisfies z.ZodType<NameAnswer>;

/** By the second word of a key; any other is the method of a request. */
export const WIRE_FACTS = {name, stream, request: exchange};

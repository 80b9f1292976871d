import {z} from 'zod';
import type {Observer} from '../observer.ts';
import {PROTOCOLS} from '../wire/connection.ts';
import {numberOrNull, text, textOrNull} from './parts.ts';

/** What recorded looks at the wire have in common. */

export const phases = z.strictObject({
  lookupAtMs: numberOrNull,
  connectAtMs: numberOrNull,
  tlsAtMs: numberOrNull,
  sentAtMs: numberOrNull,
});

export const connection = z
  .strictObject({
    remoteAddress: textOrNull,
    protocol: z.enum(['http/1.0', 'http/1.1', 'h2']).nullable(),
    tls: z.strictObject({protocol: textOrNull, alpnOffered: z.array(z.enum(PROTOCOLS)), alpn: textOrNull}).nullable(),
    connectedTo: textOrNull,
    phases,
  })
  .nullable();

export const refusal = z
  .strictObject({
    kind: z.enum(['refused', 'no-such-name', 'certificate', 'tls', 'protocol', 'closed', 'malformed', 'held']),
    message: text,
    code: textOrNull,
  })
  .nullable();

export const observer = z.strictObject({
  gaps: z.array(z.strictObject({fromMs: z.number(), toMs: z.number()})),
  awayMs: z.number(),
  suspendedMs: z.number(),
  behindSinceMs: z.number().optional(),
  resolutionMs: z.number().optional(),
}) as z.ZodType<Observer>;

export const end = z.enum(['held', 'complete', 'truncated', 'reset', 'stream-reset', 'goaway', 'silent', 'too-large']);

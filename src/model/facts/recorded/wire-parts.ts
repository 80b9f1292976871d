import {z} from 'zod';
import type {Observer} from '../observer.ts';
import {numberOrNull} from './parts.ts';

export const phases = z.strictObject({
  lookupAtMs: numberOrNull,
  connectAtMs: numberOrNull,
  tlsAtMs: numberOrNull,
  sentAtMs: numberOrNull,
});

export const observer = z.strictObject({
  gaps: z.array(z.strictObject({fromMs: z.number(), toMs: z.number()})),
  awayMs: z.number(),
  suspendedMs: z.number(),
  behindSinceMs: z.number().optional(),
  resolutionMs: z.number().optional(),
}) as z.ZodType<Observer>;

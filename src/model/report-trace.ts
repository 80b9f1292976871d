import {z} from 'zod';
import {HOP_NAMES, type HopKind} from './trace.ts';

/** One request followed hop by hop, as a report keeps it: enough to draw its way. The rest is in what `trace` prints. */

const kindSchema = z.enum(Object.keys(HOP_NAMES) as [HopKind, ...HopKind[]]);
const statusSchema = z.enum(['ok', 'broken', 'unknown']);

export const traceReportSchema = z.strictObject({
  request: z.strictObject({method: z.string(), url: z.string()}),
  at: z.iso.datetime().meta({description: 'When it was looked at, or recorded'}),
  verdict: statusSchema.meta({description: '`broken` before `unknown` before `ok`; decides nothing'}),
  firstBroken: kindSchema.nullable(),
  conclusion: z.string(),
  hops: z.array(
    z.strictObject({
      kind: kindSchema,
      status: statusSchema,
      summary: z.string(),
      lines: z.array(z.strictObject({mark: z.enum(['chosen', 'broken', 'unknown']).nullable(), text: z.string()})),
      because: z.string().nullable(),
      fix: z.string().nullable(),
      byHand: z.string().nullable(),
    }),
  ),
});
export type TraceReport = z.infer<typeof traceReportSchema>;

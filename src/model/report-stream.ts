import {z} from 'zod';
import {CODINGS} from './facts/wire/http.ts';

/**
 * One look at an event stream as a report keeps it: enough to draw it, and small. Times are whole milliseconds since the
 * look began.
 */

/** A report keeps the first looks of a run: each is about 1.5 KB. */
export const MAX_STREAMS = 200;

/** The most marks of a timeline: one for each four pixels of a picture. */
export const MAX_MARKS = 200;

const MARK = /\d+(?:-\d+)? (?:\d+e ?)?(?:\d+c)?b?/;
const time = z.int().min(0).nullable();

export const streamReportSchema = z.strictObject({
  items: z.array(z.string()).min(1).meta({description: 'The ids of the items that judged it'}),
  url: z.string(),
  address: z.string().nullable().meta({description: 'Where it was to connect; null: as DNS says'}),
  remoteAddress: z.string().nullable().meta({description: 'Where it did connect'}),
  protocol: z.string().meta({description: 'Asked for: `h2`, `http/1.1`, or `agreed`: what the server picked'}),
  spoken: z.string().nullable().meta({description: 'The protocol of the response'}),
  coding: z.enum(CODINGS),
  holdForMs: z.int().min(0),
  lookupAtMs: time,
  connectAtMs: time,
  tlsAtMs: time,
  headersAtMs: time,
  firstByteAtMs: time,
  firstEventAtMs: time,
  lastByteAtMs: time,
  status: z.int().nullable(),
  headers: z.record(z.string(), z.string()).meta({description: 'The first 40 response headers, secrets redacted'}),
  bytes: z.int().min(0),
  events: z.int().min(0),
  comments: z.int().min(0),
  longestSilenceMs: time,
  end: z.string().meta({
    description:
      '`held`: we closed it, as it had been open for its time; `refused` and `no-answer`: there was no stream; `unfinished`: the run was over before the look',
  }),
  endAtMs: time,
  endMessage: z.string(),
  timeline: z
    .string()
    .regex(new RegExp(`^(?:${MARK.source}(?:, ${MARK.source})*)?$`))
    .meta({
      description: `What came when, at most ${MAX_MARKS} marks: \`FROM[-TO] Ne Nc\`, events and comments in those milliseconds; \`b\`: bytes of neither`,
    }),
});
export type StreamReport = z.infer<typeof streamReportSchema>;

/** What came in one stretch of time. */
export interface Mark {
  readonly fromMs: number;
  readonly toMs: number;
  readonly events: number;
  readonly comments: number;
}

export function marksText(marks: readonly Mark[]): string {
  return marks
    .map(({fromMs, toMs, events, comments}) => {
      const counts = [...(events > 0 ? [`${events}e`] : []), ...(comments > 0 ? [`${comments}c`] : [])];
      return `${toMs > fromMs ? `${fromMs}-${toMs}` : fromMs} ${counts.length === 0 ? 'b' : counts.join(' ')}`;
    })
    .join(', ');
}

export function readMarks(text: string): readonly Mark[] {
  return [...text.matchAll(/(\d+)(?:-(\d+))? (?:(\d+)e ?)?(?:(\d+)c)?b?/g)].map(([, from, to, events, comments]) => ({
    fromMs: Number(from),
    toMs: Number(to ?? from),
    events: Number(events ?? 0),
    comments: Number(comments ?? 0),
  }));
}

import {z} from 'zod';
import {itemReportSchema, MODES, reportSchema} from './report.ts';

/** The lines of `--reporter ndjson`. `schema/events.schema.json` is made from it. */

/** Rises when a field changes its meaning. */
export const EVENTS_VERSION = 1 as const;

const at = z.iso.datetime({offset: true}).meta({description: 'When it happened'});
const version = z.literal(EVENTS_VERSION).meta({description: 'Of these lines'});
const id = z.string().meta({description: 'The item'});

const begunSchema = z
  .strictObject({
    type: z.literal('begun'),
    schemaVersion: version,
    tool: z.strictObject({name: z.literal('migrate-check'), version: z.string()}),
    at,
    incomplete: z.literal('unfinished'),
  })
  .meta({description: 'The first line. A run whose last line is not `run-finished` did not end'});

const runStartedSchema = z.strictObject({
  type: z.literal('run-started'),
  at,
  title: z.string(),
  mode: z.enum(MODES),
  overrides: z.array(z.string()),
  items: z.array(z.strictObject({id, path: z.array(z.string()).min(1)})),
});

const itemStartedSchema = z.strictObject({type: z.literal('item-started'), at, id});

const itemWaitingSchema = z.strictObject({
  type: z.literal('item-waiting'),
  at,
  id,
  why: z.string().meta({description: 'It holds, polls or waits before another attempt'}),
  forMs: z.number().min(0),
});

const itemFinishedSchema = z.strictObject({
  type: z.literal('item-finished'),
  at,
  item: itemReportSchema.meta({description: 'As in the report; whether its waiver is out of date is known at the end'}),
});

const runFinishedSchema = z
  .strictObject({
    type: z.literal('run-finished'),
    schemaVersion: version,
    ...reportSchema.pick({
      mode: true,
      overrides: true,
      checklist: true,
      environment: true,
      stage: true,
      vantage: true,
      selection: true,
      startedAt: true,
      finishedAt: true,
      durationMs: true,
      incomplete: true,
      staleWaivers: true,
      summary: true,
      decision: true,
    }).shape,
  })
  .meta({description: 'The last line: the report without its items'});

export const eventLineSchema = z.discriminatedUnion('type', [
  begunSchema,
  runStartedSchema,
  itemStartedSchema,
  itemWaitingSchema,
  itemFinishedSchema,
  runFinishedSchema,
]);

export type EventLine = z.infer<typeof eventLineSchema>;

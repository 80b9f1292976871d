import {z} from 'zod';
import {CONSEQUENCES, STATUSES} from './outcome.ts';
import {nameReportSchema} from './report-name.ts';
import {streamReportSchema} from './report-stream.ts';
import {traceReportSchema} from './report-trace.ts';
import {REPORT_VERSION} from './report-version.ts';

/** The report of one run: what `--reporter json` writes and `decide` reads. `schema/report.schema.json` is made from it. */

const timestamp = z.iso.datetime({offset: true});
const statusSchema = z.enum(STATUSES);
const consequenceSchema = z.enum(CONSEQUENCES);

export const VERDICTS = ['proceed', 'hold', 'rollback'] as const;
export type DecisionVerdict = (typeof VERDICTS)[number];

export const MODES = ['live', 'lab', 'replay', 'overridden'] as const;

const evidenceSchema = z.strictObject({
  what: z.string().meta({description: 'What was looked at'}),
  value: z.json().meta({description: 'What it said'}),
  source: z.string().meta({description: 'Where it was read: an ARN, a URL, an API action, a file'}),
});

const candidateSchema = z.strictObject({
  cause: z.string(),
  because: z.string().meta({description: 'The numbers that speak for it'}),
  fix: z.string().meta({description: 'What to do if it is this'}),
  decidedBy: z.string().meta({description: 'The run that tells it from the others'}),
});

const attemptSchema = z.strictObject({
  status: z.enum(['pass', 'fail', 'error']),
  summary: z.string(),
  startedAt: timestamp,
  durationMs: z.number().min(0),
});

const waiverSchema = z.strictObject({
  reason: z.string(),
  approver: z.string(),
  expires: z.iso.date(),
  ticket: z.string().nullable(),
});

const manualSchema = z.strictObject({
  ask: z.string(),
  approvers: z.array(z.string()),
  asked: z.string().meta({description: 'The question hash, which a sign-off is bound to'}),
  file: z.string().meta({description: 'Where the answer belongs'}),
  answerWith: z.string().meta({description: 'The command that answers it'}),
});

export const itemReportSchema = z.strictObject({
  id: z.string(),
  path: z
    .array(z.string())
    .min(1)
    .meta({description: 'Titles of the groups above it, outermost first, and its own last'}),
  check: z.string().nullable().meta({description: "The check's id; null for a question to a person"}),
  manual: manualSchema.nullable(),
  plan: z.array(z.int().positive()).meta({description: 'Line numbers of the plan'}),
  tags: z.array(z.string()),
  stages: z.array(z.string()).meta({description: 'The stages it has to hold in'}),
  onFail: consequenceSchema.meta({description: 'As written, or the default of what it touches'}),
  consequence: consequenceSchema.meta({description: "The consequence of its failure in this run's stage"}),
  status: statusSchema,
  summary: z.string(),
  expected: z.string().nullable(),
  actual: z.string().nullable(),
  evidence: z.array(evidenceSchema),
  fix: z.string().nullable().meta({description: 'What to do; null when there is nothing to do'}),
  byHand: z.string().nullable().meta({description: 'A command that shows the same to a person'}),
  candidates: z
    .array(candidateSchema)
    .min(1)
    .optional()
    .meta({description: 'What may have caused a failure, where this look cannot tell which did; left out: nothing'}),
  wayBack: z.string().optional().meta({description: 'What whoever goes back has to know, where the look showed it'}),
  commonCause: z
    .string()
    .nullable()
    .meta({description: 'Of an error: what it has in common with others, in words that are the same for each'}),
  attempts: z.array(attemptSchema),
  confirmed: z.boolean().meta({description: 'It failed as often as `confirm` asks, or needed no confirmation'}),
  flaky: z.boolean().meta({description: 'Attempts disagreed'}),
  waiver: waiverSchema.nullable().meta({description: 'A valid waiver that covers this failure'}),
  staleWaiver: z.string().nullable().meta({description: 'Why a waiver for it is out of date'}),
  blockedBy: z.string().nullable().meta({description: 'The id of the item at the root of the block'}),
  durationMs: z.number().min(0),
  source: z.strictObject({file: z.string(), line: z.int().positive(), column: z.int().positive()}),
  vantage: z
    .string()
    .optional()
    .meta({description: 'In a report joined of several vantages: where this was seen from'}),
});

const reasonSchema = z.strictObject({
  code: z.string().meta({description: 'A stable word for scripts'}),
  text: z.string(),
  items: z.array(z.string()),
});

export const decisionSchema = z.strictObject({
  verdict: z.enum(VERDICTS),
  wouldBe: z.enum(VERDICTS).optional().meta({description: 'What it would be, were the run live'}),
  reasons: z.array(reasonSchema),
  skipped: z
    .array(z.strictObject({item: z.string(), because: z.string()}))
    .meta({description: "What the checklist's own `when:` left out, and why"}),
});

const rollbackSchema = z
  .strictObject({
    decider: z.string().nullable(),
    steps: z.array(
      z.strictObject({
        do: z.string(),
        by: z.string().nullable(),
        takes: z.string().nullable().meta({description: 'A duration: `5m`'}),
        command: z.string().nullable(),
      }),
    ),
  })
  .meta({description: 'What people do to go back, as the checklist says it'});

export const summarySchema = z.strictObject({
  total: z.int(),
  pass: z.int(),
  fail: z.int(),
  error: z.int(),
  blocked: z.int(),
  pending: z.int(),
  notDue: z.int(),
  skip: z.int(),
  waived: z.int(),
  flaky: z.int(),
  staleWaiver: z.int(),
});

const selectionSchema = z.strictObject({
  only: z.array(z.string()),
  skip: z.array(z.string()),
  tags: z.array(z.string()),
  due: z.int().meta({description: 'Items due at this stage in the whole checklist'}),
  notRun: z.int().meta({description: 'Due items that the selection left out'}),
  shard: z
    .strictObject({index: z.int().positive(), of: z.int().positive()})
    .optional()
    .meta({description: 'Which part of a run that was shared out this is, from 1; left out: it was not'}),
});

const staleWaiverSchema = z.strictObject({
  item: z.string().meta({description: 'The id or glob as written'}),
  reason: z.string().meta({description: 'Why it is out of date, and where it is'}),
});

const partSchema = z.strictObject({
  schemaVersion: z.literal(REPORT_VERSION),
  mode: z.enum(MODES),
  overrides: z
    .array(z.string())
    .meta({description: 'What made the mode `overridden`, and proxies or CAs that did not'}),
  tool: z.strictObject({name: z.literal('migrate-check'), version: z.string()}),
  checklist: z.strictObject({
    file: z.string(),
    title: z.string(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    environments: z.array(z.string()).meta({description: 'The environments it knows'}),
    stages: z.array(z.string()).meta({description: 'Its stages in order, without `rollback`'}),
  }),
  environment: z.string().nullable(),
  stage: z.string().nullable(),
  stageBegan: timestamp
    .nullable()
    .meta({description: 'When the stage began, as the run was given it: what answers to fresh questions are held to'}),
  vantage: z.string().meta({description: 'Where the run looked from'}),
  startedBy: z
    .string()
    .optional()
    .meta({description: 'Who started it, as the CI system says; left out where none says it'}),
  selection: selectionSchema.nullable().meta({description: 'Null when every item was selected'}),
  startedAt: timestamp,
  finishedAt: timestamp,
  durationMs: z.number().min(0),
  incomplete: z.enum(['unfinished', 'interrupted', 'bail', 'bug', 'shards']).nullable().meta({
    description:
      '`unfinished`: put in place when the run began, and nothing came after it; `shards`: joined, and a shard is missing',
  }),
  accounts: z.array(
    z.strictObject({
      name: z.string(),
      id: z.string().nullable(),
      caller: z.string().nullable(),
      region: z.string().nullable(),
    }),
  ),
  git: z.strictObject({commit: z.string(), dirty: z.boolean()}).nullable(),
  values: z.array(z.strictObject({name: z.string(), value: z.json(), source: z.string()})),
  calls: z.record(z.string(), z.int()).meta({description: 'Requests made, by AWS service'}),
  staleWaivers: z.array(staleWaiverSchema).meta({description: 'Waivers that match no item of the checklist'}),
  summary: summarySchema,
  rollback: rollbackSchema.nullable(),
  plan: z
    .strictObject({
      file: z.string(),
      linesWithoutItem: z.array(z.int().positive()).meta({description: 'Lines with text that no item names'}),
    })
    .optional()
    .meta({description: 'The plan that the checklist verifies; left out where it names none'}),
  decision: decisionSchema.nullable().meta({description: 'Null: a command about one thing decides nothing'}),
  items: z.array(itemReportSchema),
  streams: z
    .array(streamReportSchema)
    .optional()
    .meta({description: 'The first 200 looks at event streams, to be drawn; left out where there were none'}),
  names: z
    .array(nameReportSchema)
    .optional()
    .meta({description: 'What DNS servers said of addresses, the first 400 answers; left out where none was asked'}),
  traces: z
    .array(traceReportSchema)
    .optional()
    .meta({description: 'The requests that were followed (`--trace`); left out where none was'}),
});

export const reportSchema = partSchema.extend({
  parts: z
    .array(partSchema)
    .min(2)
    .optional()
    .meta({description: 'The reports that this one was joined from, whole: they are what `decide` judges'}),
});

export type Report = z.infer<typeof reportSchema>;
export type ItemReport = z.infer<typeof itemReportSchema>;
export type Decision = z.infer<typeof decisionSchema>;
export type DecisionReason = z.infer<typeof reasonSchema>;
export type Summary = z.infer<typeof summarySchema>;
export type Selection = z.infer<typeof selectionSchema>;
export type Shard = NonNullable<Selection['shard']>;
export type Attempt = z.infer<typeof attemptSchema>;
export type Mode = Report['mode'];
export type Incomplete = Report['incomplete'];

import {z} from 'zod';
import {CONSEQUENCES} from '../../model/outcome.ts';
import {durationParam, urlParam} from '../../model/params.ts';

/** The structure of the files a person writes. The reader and the editors' JSON Schemas are both made from this. */

const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const NAME = /^[A-Za-z_][\w-]*$/;

const text = (description: string) => z.string().min(1).meta({description});
const texts = (description: string) => z.array(z.string().min(1)).min(1).meta({description});
const kebabCase = (description: string) =>
  z.string().regex(KEBAB_CASE, {error: 'is not kebab-case (a-z, 0-9 and -)'}).meta({description});
const name = z.string().regex(NAME, {error: 'is not a name: letters, digits, _ and -, a letter first'});

const retry = z
  .strictObject({
    attempts: z.int().min(1).max(100).meta({description: 'How many attempts in all'}),
    delay: durationParam('The time between two attempts').default(1000),
  })
  .meta({description: 'Repeats an item that could not tell; a failure is never repeated by this'});

const poll = z
  .strictObject({
    every: durationParam('The time between two attempts'),
    for: durationParam('How long to keep trying'),
    stableFor: durationParam('How long it has to stay true').default(0),
  })
  .meta({description: 'Tries again until it holds: for what takes time to become true'});

const confirm = z
  .strictObject({
    failures: z.int().min(1).max(100).default(3).meta({description: 'How many failures in a row confirm it'}),
    every: durationParam('The time between two attempts').default(20_000),
  })
  .meta({description: 'Repeats a failure where it would mean rollback'});

const holds = z
  .strictObject({
    from: z.string().optional().meta({description: 'The first stage'}),
    until: z.string().optional().meta({description: 'The last stage'}),
    in: z.array(z.string()).min(1).optional().meta({description: 'Exactly these stages'}),
  })
  .refine(({from, until, in: stages}) => (stages === undefined) !== (from === undefined && until === undefined), {
    error: 'name `from`, `until` or both, or else `in`',
  })
  .meta({description: 'The stages in which it has to hold; without it, all but rollback'});

const control = urlParam(
  'A URL that must answer from here when the target does not, which tells a failure of ours from one of the target',
);
const timeout = durationParam('The time it may take, beyond holds and polls');

const leaf = {
  id: kebabCase('Stable and unique in the file'),
  title: text('The claim, as a person says it'),
  plan: z.array(z.int().positive()).optional().meta({description: 'The lines of the plan that it verifies'}),
  tags: z.array(z.string().min(1)).optional().meta({description: 'Words to select it by'}),
  needs: z.array(z.string().min(1)).optional().meta({description: 'Ids of items or groups that must pass first'}),
  holds: holds.optional(),
  when: z
    .union([z.boolean(), z.stringbool({truthy: ['true'], falsy: ['false'], case: 'sensitive'})], {
      error: 'is not true or false',
    })
    .optional()
    .meta({description: 'False: the item does not apply and is skipped'}),
  because: text('Why `when:` is as it is; a `when: false` that is written out needs it').optional(),
};

export const checkItemSchema = z.strictObject({
  ...leaf,
  check: text('What to verify: the id of a check'),
  with: z.record(z.string(), z.unknown()).optional().meta({description: "The check's parameters"}),
  onFail: z.enum(CONSEQUENCES).optional().meta({description: 'The consequence of its failure'}),
  timeout: timeout.optional(),
  control: control.optional(),
  retry: retry.optional(),
  poll: poll.optional(),
  confirm: confirm.optional(),
});

export const manualItemSchema = z.strictObject({
  ...leaf,
  manual: z
    .strictObject({
      ask: text('The question'),
      approvers: texts('Groups under people: whose members may answer'),
      evidence: z
        .enum(['required', 'optional'])
        .default('optional')
        .meta({description: 'Whether an answer needs a proof'}),
      validFor: durationParam('How long an answer counts').optional(),
      fresh: z
        .boolean()
        .default(false)
        .meta({description: 'Only an answer given since the stage began counts: see `run --stage-began`'}),
    })
    .meta({description: 'A question to a person'}),
  onFail: z.enum(CONSEQUENCES).optional().meta({description: 'The consequence of its failure; never rollback'}),
});

export const groupSchema = z.strictObject({
  id: kebabCase('Stable and unique in the file'),
  title: text('What the group is about'),
  holds: holds.optional(),
  items: z.array(z.unknown()).min(1).meta({description: 'Items and groups'}),
});

const accountSchema = z.strictObject({
  id: z
    .string({
      error: ({input}) =>
        typeof input === 'number' ? 'is a number to YAML, which drops leading zeros; put quotes around it' : undefined,
    })
    .regex(/^\d{12}$/, {error: 'is not an account number of twelve digits'})
    .optional()
    .meta({description: 'The account number that the credentials must belong to: twelve digits, in quotes'}),
  region: z
    .string()
    .regex(/^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/, {error: 'is not a region such as eu-central-1'})
    .optional()
    .meta({description: 'The region of its resources'}),
  profile: text('A profile of the AWS configuration').optional(),
  roleArn: z
    .string()
    .regex(/^arn:aws[\w-]*:iam::\d{12}:role\/\S+$/, {error: 'is not the ARN of a role'})
    .optional()
    .meta({description: 'A role to assume'}),
  externalId: text('The external id that the role asks for').optional(),
  via: text(
    'The account whose credentials assume the role; without it those of `profile`, or the default ones',
  ).optional(),
});

const belongsTo = {
  account: z
    .string()
    .min(1)
    .optional()
    .meta({description: 'A name under accounts:; may be left out when there is one'}),
  region: accountSchema.shape.region.meta({description: "Default: the account's"}),
};

export const RESOURCE_SCHEMAS = {
  loadBalancer: z.strictObject({
    loadBalancer: text('Name, ARN or DNS name of a load balancer'),
    listener: z.int().min(1).max(65_535).default(443).meta({description: 'The port of the listener'}),
    ...belongsTo,
  }),
  hostedZone: z.strictObject({hostedZone: text('Name or id of a hosted zone'), ...belongsTo}),
  service: z.strictObject({
    cluster: text('Name of an ECS cluster'),
    service: text('Name of a service in it'),
    ...belongsTo,
  }),
  api: z.strictObject({api: text('Name or id of an API of API Gateway'), ...belongsTo}),
};

/** What interpolation leaves alone, at the top of the file and in an item. */
export const LITERAL_ROOT_KEYS: ReadonlySet<string> = new Set([
  'version',
  'plan',
  'stages',
  'vars',
  'environments',
  'people',
  'secrets',
  'inputs',
  'roots',
]);
export const LITERAL_ITEM_KEYS: ReadonlySet<string> = new Set([
  'id',
  'plan',
  'tags',
  'needs',
  'holds',
  'check',
  'onFail',
  'items',
]);

/** Each may have a pattern, and to match them all takes time. */
const MAX_INPUTS = 50;

const inputs = z
  .record(
    name,
    z.strictObject({
      pattern: text(
        'What its whole text must match, in the syntax of RE2 (no lookaround, no back-reference)',
      ).optional(),
    }),
  )
  .refine((all) => Object.keys(all).length <= MAX_INPUTS, {error: `has more than ${MAX_INPUTS} entries`})
  .meta({
    description: 'Variables that a run may set with --var or --var-file and stay live; a run needs a value for each',
  });

const variables = z.record(z.string(), z.unknown()).meta({description: `Values to use as \${vars.name}`});

const person = z.union([
  z.string().min(1),
  z.strictObject({
    id: text('What sign-offs and waivers call them'),
    email: z
      .string()
      .regex(/^[^\s@]+@[^\s@]+$/, {error: 'is not an email address'})
      .meta({description: 'The `user.email` of their git, by which `signoff` knows them'}),
  }),
]);

export const rootSchema = z.strictObject({
  version: z.literal(1).meta({description: 'The version of this format'}),
  title: text('What is moved where'),
  plan: text("The plan this checklist verifies, relative to the checklist's folder").optional(),
  stages: z
    .array(kebabCase('The name of a stage'))
    .min(1)
    .optional()
    .meta({description: 'In order; cutover must be among them'}),
  vars: variables.optional(),
  inputs: inputs.optional(),
  roots: z
    .array(text('A folder'))
    .optional()
    .meta({description: "Folders, relative to the checklist's, where files may be read that are not below it"}),
  accounts: z
    .record(name, accountSchema)
    .optional()
    .meta({description: 'The AWS accounts, and the credentials for each'}),
  resources: z.record(name, z.unknown()).optional().meta({description: 'What is judged, by the names that items use'}),
  environments: z
    .record(z.string(), z.strictObject({vars: variables.optional()}))
    .optional()
    .meta({description: 'Variables that differ by environment (--env)'}),
  defaults: z
    .strictObject({
      timeout: timeout.optional(),
      control: control.optional(),
      retry: retry.optional(),
      confirm: confirm.optional(),
    })
    .optional()
    .meta({description: 'For every item that does not say otherwise'}),
  people: z
    .record(name, z.array(person).min(1).meta({description: 'Who belongs to it'}))
    .optional()
    .meta({description: 'Groups of people who may answer questions'}),
  secrets: z
    .array(z.string().min(1))
    .optional()
    .meta({description: 'Variables and environment variables whose values are never shown'}),
  items: z.array(z.unknown()).min(1).meta({description: 'Items and groups, in the order of the plan'}),
});

export const waiversSchema = z.strictObject({
  version: z.literal(1).meta({description: 'The version of this format'}),
  waivers: z.array(
    z.strictObject({
      item: text("An item's id, or a glob of ids"),
      reason: text('Why its failure is accepted'),
      approver: text('Who accepted it: a name under people:, where the checklist has that'),
      expires: z.iso.date().meta({description: 'YYYY-MM-DD, valid to its end in UTC'}),
      env: text('The one environment it is for').optional(),
      ticket: text('Where it is followed up').optional(),
    }),
  ),
});

const signOff = {
  verdict: z.enum(['approved', 'rejected']).meta({description: 'The answer'}),
  by: text('Who says so: a name under people:'),
  at: z.iso.datetime({offset: true}).meta({description: 'When, with zone: 2026-11-22T09:30:00Z'}),
  evidence: text('The evidence for it').optional(),
  comment: text('A remark').optional(),
  asked: z
    .string()
    .regex(/^[0-9a-f]{64}$/, {error: 'is not the 64 hex digits that `lint` prints for the item'})
    .meta({description: 'What was asked: the question hash, which `lint` prints for the item and `signoff` writes'}),
};
const version = z.literal(1).meta({description: 'The version of this format'});

export const signOffSchema = z.strictObject({version, ...signOff});
export const signOffsSchema = z.strictObject({version, signoffs: z.array(z.strictObject(signOff)).min(1)});

import {z} from 'zod';
import {DEFAULT_RESOLVERS} from '../../model/checklist.ts';
import {durationTextParam, hostParam, textParam as text} from '../../model/params.ts';
import {resolverAt} from '../../model/text/resolver-address.ts';
import {confirm, control, retry, timeout} from './items.ts';
import {kebabCase, version} from './parts.ts';

/** The structure of a checklist. The reader and the editors' JSON Schemas are both made from this. */

const NAME = /^[A-Za-z_][\w-]*$/;
const name = z.string().regex(NAME, {error: 'is not a name: letters, digits, _ and -, a letter first'});

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
  hostedZone: z.strictObject({
    hostedZone: text('Name or id of a hosted zone'),
    nameServers: z.array(hostParam('A name server')).min(1).optional().meta({
      description:
        'The name servers that the zone above it names (`dig +trace NS`), where neither that zone nor the registration of the domain is in an account that is read',
    }),
    ...belongsTo,
  }),
  service: z.strictObject({
    cluster: text('Name of an ECS cluster'),
    service: text('Name of a service in it'),
    ...belongsTo,
  }),
  api: z.strictObject({api: text('Name or id of an API of API Gateway'), ...belongsTo}),
};

/** What interpolation leaves alone at the top of the file. */
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

const rollback = z
  .strictObject({
    decider: text('Who decides to roll back: a group of people:, or one of them').optional(),
    steps: z
      .array(
        z.strictObject({
          do: text('What is done, as one says it to whoever does it'),
          by: text('Who does it: a group of people:, or one of them').optional(),
          takes: durationTextParam('How long it takes').optional(),
          command: text('The command that does it').optional(),
        }),
      )
      .min(1)
      .meta({description: 'In order'}),
  })
  .meta({description: 'What people do to go back; items of the stage rollback then verify that it worked'});

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
  version,
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
  rollback: rollback.optional(),
  resolvers: z
    .array(
      z.string().refine((one) => one === 'system' || resolverAt(one) !== null, {
        error: 'is not an IP address, with or without a port, nor `system`',
      }),
    )
    .min(1)
    .optional()
    .meta({
      description: `Who is asked what a name resolves to: addresses of DNS servers, and \`system\` for those of this machine. Default: ${DEFAULT_RESOLVERS.join(', ')}`,
    }),
  secrets: z
    .array(z.string().min(1))
    .optional()
    .meta({description: 'Variables and environment variables whose values are never shown'}),
  items: z.array(z.unknown()).min(1).meta({description: 'Items and groups, in the order of the plan'}),
});

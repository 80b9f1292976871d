import {z} from 'zod';
import {CONSEQUENCES} from '../../model/outcome.ts';
import {durationParam, textParam as text, textsParam as texts, urlParam} from '../../model/params.ts';
import {kebabCase} from './parts.ts';

/** The items of a checklist and their groups. */

export const retry = z
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

export const confirm = z
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

export const control = urlParam(
  'A URL that must answer from here when the target does not, which tells a failure of ours from one of the target',
);
export const timeout = durationParam('The time it may take, beyond holds and polls');

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

/** What interpolation leaves alone in an item. */
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

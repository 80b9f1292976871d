import {z} from 'zod';
import type {MarkdownFile, RepoFile, TerraformCode, TerraformPlan, TerraformVariable} from '../repo-facts.ts';
import {text, textOrNull} from './parts.ts';

const markdown = z.strictObject({
  path: text,
  headings: z.array(z.strictObject({level: z.number(), text, markdown: text, line: z.number()})).nullable(),
  comments: z.array(z.strictObject({start: z.number(), end: z.number()})).nullable(),
}) satisfies z.ZodType<MarkdownFile>;

const body = z.record(z.string(), z.json());
const block = z.strictObject({name: text, body});

const terraform = z.strictObject({
  modules: z.array(
    z.strictObject({
      folder: text,
      files: z.array(
        z.strictObject({
          file: text,
          isNamed: z.boolean(),
          problem: textOrNull,
          resources: z.array(block.extend({type: text})),
          calls: z.array(block.extend({folder: textOrNull, why: textOrNull})),
          variables: z.array(block),
          locals: z.array(block),
        }),
      ),
    }),
  ),
}) as z.ZodType<TerraformCode>;

const variable = z.strictObject({file: textOrNull, setTo: z.json()}) as z.ZodType<TerraformVariable>;

const plan = z.strictObject({
  ...{path: text, kind: z.enum(['plan', 'state']), terraformVersion: textOrNull, timestamp: textOrNull},
  types: z.array(text),
  resources: z.array(block.extend({type: text, address: text, actions: z.array(text)})),
}) as z.ZodType<TerraformPlan>;

/** By the second word of a key. */
export const REPO_FACTS = {
  file: z.strictObject({path: text, text: textOrNull}) satisfies z.ZodType<RepoFile>,
  markdown,
  terraform,
  variable,
  plan,
};

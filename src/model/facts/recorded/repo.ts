import {z} from 'zod';
import type {MarkdownFile, RepoFile, TerraformResource} from '../repo-facts.ts';
import {text, textOrNull} from './parts.ts';

const headings = z.strictObject({
  path: text,
  headings: z.array(z.strictObject({level: z.number(), text, markdown: text, line: z.number()})).nullable(),
}) satisfies z.ZodType<MarkdownFile>;

const resource = z.strictObject({
  file: text,
  type: text,
  name: text,
  body: z.record(z.string(), z.json()),
}) as z.ZodType<TerraformResource>;

/** By the second word of a key. */
export const REPO_FACTS = {
  file: z.strictObject({path: text, text: textOrNull}) satisfies z.ZodType<RepoFile>,
  headings,
  terraform: z.array(resource),
};

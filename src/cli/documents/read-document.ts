import {readFile} from 'node:fs/promises';
import type {z} from 'zod';
import {shownName} from '../../checklist/yaml/source.ts';
import {messageOf, UsageError} from '../../model/errors.ts';
import {readStdin} from '../stdin.ts';

/** A kind of JSON file that this tool writes and reads back. */
export interface DocumentKind<T> {
  /** `a report`, `a recording`. */
  readonly name: string;
  readonly schema: z.ZodType<T>;
  /** How to get one. */
  readonly writtenBy: string;
}

/**
 * Reads a file that this tool wrote, `-` being stdin.
 * @throws UsageError naming the file and what is wrong with it.
 */
export async function readDocument<T>(file: string, {name, schema, writtenBy}: DocumentKind<T>): Promise<T> {
  const path = shownName(file);
  const parsed = schema.safeParse(await readJson(file));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  const message = `is not ${name} of migrate-check${place}: ${issue?.message}; name a file that ${writtenBy} wrote`;
  throw new UsageError(message, {code: 'wrong-document', where: path});
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(file === '-' ? (await readStdin()).toString() : await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`can't be read as JSON: ${messageOf(error)}`, {
      code: 'unreadable',
      where: shownName(file),
      cause: error,
    });
  }
}

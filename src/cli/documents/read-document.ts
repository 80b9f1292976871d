import {z} from 'zod';
import {whyNotRead} from '../../checklist/yaml/file-words.ts';
import {shownName} from '../../checklist/yaml/source.ts';
import {messageOf, UsageError} from '../../model/errors.ts';
import {plainText} from '../../model/text/plain-text.ts';

/** A kind of JSON file that this tool writes and reads back. */
export interface SavedKind<T> {
  /** `a report`, `a recording`. */
  readonly name: string;
  readonly schema: z.ZodType<T>;
  /** How to get one. */
  readonly writtenBy: string;
  readonly version: DocumentVersion;
  /** What gets one of this version: `run again`. */
  readonly again: string;
  /** What the file holds, `-` being stdin. */
  readonly read: (file: string) => Promise<string>;
}

interface DocumentVersion {
  /** The member that says it. */
  readonly key: string;
  readonly current: number;
  /** Who wrote it, as the document itself says. */
  readonly writer: (document: Readonly<Record<string, unknown>>) => unknown;
}

/**
 * Reads a file that this tool wrote, `-` being stdin.
 * @throws UsageError naming the file and what is wrong with it.
 */
export async function readDocument<T>(file: string, kind: SavedKind<T>): Promise<T> {
  const {name, schema, writtenBy} = kind;
  const path = shownName(file);
  const document = await readJson(file, kind);
  refuseOtherVersion(path, document, kind);
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  const message = `is not ${name} of migrate-check${place}: ${issue?.message}; name a file that ${writtenBy} wrote`;
  throw new UsageError(message, {code: 'wrong-document', where: path});
}

/** A document of another version may use the same words and mean something else. */
function refuseOtherVersion<T>(path: string, document: unknown, {name, version, again}: SavedKind<T>): void {
  const parsed = z.record(z.string(), z.unknown()).safeParse(document);
  const found = parsed.data?.[version.key];
  if (parsed.data === undefined || typeof found !== 'number' || found === version.current) return;
  const writer = version.writer(parsed.data);
  const by = typeof writer === 'string' ? `written by ${plainText(writer, 80)}` : 'and does not say what wrote it';
  const isNewer = found > version.current && typeof writer === 'string';
  const toDo = isNewer
    ? `use ${plainText(writer, 80)}, or a later one, or ${again} with this one`
    : `${again} with this one, or read it with the one that wrote it`;
  throw new UsageError(
    `is ${name} of version ${found}, ${by}; this migrate-check reads version ${version.current}. ` +
      `${toDo.charAt(0).toUpperCase()}${toDo.slice(1)}`,
    {code: 'other-version', where: path},
  );
}

async function readJson(file: string, {read, writtenBy}: SavedKind<unknown>): Promise<unknown> {
  const instead = `name a file that ${writtenBy} wrote`;
  const refuse = (why: string, cause?: unknown) =>
    new UsageError(why, {code: 'unreadable', where: shownName(file), cause});
  const text = await read(file).catch(async (error: unknown) => {
    throw error instanceof UsageError ? error : refuse(await whyNotRead(file, error), error);
  });
  if (text.trim() === '') throw refuse(`is empty; ${instead}`);
  const document = parsed();
  if (keysWritten(text) !== keysIn(document))
    throw refuse(`has a key twice in one object, of which JSON reads the last; ${instead}`);
  return document;

  function parsed(): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw refuse(`cannot be read as JSON: ${plainText(messageOf(error), 200)}; ${instead}`, error);
    }
  }
}

/** In JSON a text before a colon is a key. */
function keysWritten(text: string): number {
  let keys = 0;
  for (const [, colon] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"\s*(:)?/gs)) if (colon !== undefined) keys++;
  return keys;
}

function keysIn(document: unknown): number {
  let keys = 0;
  const left: unknown[] = [document];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const members = Object.values(value);
    if (!Array.isArray(value)) keys += members.length;
    for (const member of members) if (typeof member === 'object') left.push(member);
  }
  return keys;
}
